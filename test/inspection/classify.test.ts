import { beforeAll, describe, expect, it } from 'vitest';
import { answerable, classify } from '../../src/inspection/classify.ts';
import type { CreditClass } from '../../src/registry/enterprise.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { indexProfile, type ProfileIndex } from '../../src/registry/profile-lookup.ts';

const TOYS = '9503008900';
const SUGAR = '1701991000';
const INK = '3215190000';
const CREAM = '3304990039';
const SELLER = '4101960S01';
const AGENT = '4101960A01';

let index: ProfileIndex;
let plain: ProfileIndex;

beforeAll(async () => {
  const read = await readProfile('profiles/cn-zhengzhou');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  plain = indexProfile({
    ...read.value,
    parameters: { ...read.value.parameters, classification: [] },
  });
  index = indexProfile(read.value);
});

/** Registered: a seller and an agent of these classes. */
function registered(seller: CreditClass, agent: CreditClass = 'GENERAL', overseas = false) {
  const byCode = new Map([
    [SELLER, { creditClass: seller, overseas }],
    [AGENT, { creditClass: agent, overseas: false }],
  ]);
  return (code: string) => byCode.get(code);
}

function classed(goods: readonly string[], over: Partial<Parameters<typeof classify>[1]> = {}) {
  const list = { ebcCode: SELLER, agentCode: AGENT, lines: goods.map((gcode) => ({ gcode })) };
  const enterpriseOf = registered('GENERAL');
  return classify(list, { enterpriseOf, index, date: '2020-09-18', hits: 0, ...over });
}

describe('classification of a list', () => {
  it('says nothing by a law without classes', () => {
    expect(classed([TOYS], { index: plain })).toBeNull();
  });

  it('has all that follows from the two classes', () => {
    expect(classed([TOYS])).toEqual({
      enterpriseClass: 'GENERAL',
      goodsClass: 'ORDINARY',
      weight: 25_000,
      documents: 'data',
      guarantee: 'full',
      priority: 5,
      place: 'spot',
      needs: ['customs'],
    });
  });

  it('takes the strictest article, in whatever order they stand', () => {
    const goodsOf = (...goods: string[]) => classed(goods)?.goodsClass;
    expect(goodsOf(INK)).toBe('CONDITIONAL');
    expect([goodsOf(TOYS, INK), goodsOf(INK, TOYS)]).toEqual(['CONDITIONAL', 'CONDITIONAL']);
    expect([goodsOf(CREAM, INK), goodsOf(TOYS, CREAM)]).toEqual(['QUARANTINE', 'QUARANTINE']);
    expect(classed([SUGAR])).toMatchObject({
      goodsClass: 'QUARANTINE',
      place: 'yard',
      needs: ['customs', 'quarantine'],
    });
  });

  it('goes up with findings and stays at the last step', () => {
    const weights = [0, 1, 2, 3, 4, 5, 1_000].map((hits) => classed([TOYS], { hits })?.weight);
    expect(weights).toEqual([25_000, 50_000, 100_000, 200_000, 400_000, 400_000, 400_000]);
  });

  it('is by the order of the day', () => {
    const enterpriseOf = registered('GEN_CERT');
    const on = (date: string) => classed([TOYS], { enterpriseOf, date })?.enterpriseClass;
    expect([on('2021-10-31'), on('2021-11-01')]).toEqual(['GEN_CERT', 'ROUTINE']);
  });

  it('takes an enterprise that is not on file for an ordinary one', () => {
    const nobody = () => undefined;
    expect(classed([TOYS], { enterpriseOf: nobody })?.enterpriseClass).toBe('GENERAL');
  });

  it.each([
    ['ADV', 'GENERAL', false, SELLER],
    ['GENERAL', 'ADV', false, SELLER],
    ['GENERAL', 'ADV', true, AGENT],
    ['ADV', 'DISHONEST', false, AGENT],
    ['DISHONEST', 'ADV', false, SELLER],
    ['DISHONEST', 'ADV', true, SELLER],
  ] as const)('of a seller %s with an agent %s, overseas %s, is that of %s', (...given) => {
    const [seller, agent, overseas, code] = given;
    const enterpriseOf = registered(seller, agent, overseas);
    expect(answerable({ ebcCode: SELLER, agentCode: AGENT }, enterpriseOf)).toBe(code);
    const expected = code === SELLER ? seller : agent;
    expect(classed([TOYS], { enterpriseOf })?.enterpriseClass).toBe(expected);
  });
});
