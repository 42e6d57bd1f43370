import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { ZERO } from '../../src/base/rate.ts';
import { type EnteredEvent, enterCredit } from '../../src/flows/credit.ts';
import { explain } from '../../src/flows/explain.ts';
import { lineTallies } from '../../src/inspection/statistics-store.ts';
import type { Classification } from '../../src/registry/classification.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { AGENT, guaranteeOf, lodge, openZone, SELLER, START, type Zone } from './zone.ts';

// Credit events of enterprises whose lists are being decided. Certified enterprises are never
// drawn by this law, so that every list goes its way.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

function undrawn(classification: Classification): Classification {
  const enterprises = new Map(classification.enterprises);
  enterprises.set('ADV', { ...enterprises.get('ADV')!, rate: ZERO, floor: ZERO });
  return { ...classification, enterprises };
}

beforeAll(async () => {
  const read = await readProfile('profiles/cn-zhengzhou');
  if (!read.ok) throw new Error('the profile cannot be read');
  const { classification } = read.value.parameters;
  zone = await openZone({
    classification: classification.map((dated) => ({ ...dated, value: undrawn(dated.value) })),
  });
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
  await zone.register((tx) => lodge(tx, [guaranteeOf(AGENT.code, 0n)]));
  await enter(SELLER, 'certified', { certified: 'ADV' });
});

afterAll(() => zone?.database.drop());

async function enter(
  { code }: Party,
  kind: EnteredEvent['kind'],
  more: Partial<EnteredEvent> = {},
) {
  const paper = { paperNo: `${kind} ${code}`, enteredBy: 'O01', certified: null, violation: null };
  const event = { enterpriseCode: code, kind, day: START, ...paper, ...more };
  const result = await enterCredit(desk.house, event);
  if (!result.ok) throw new Error(result.error.code);
  return result.value.class;
}

const states: [Papers, string][] = [];

async function declared(): Promise<unknown> {
  const papers = mill.parcel({ seller: SELLER });
  await desk.sendAll(papers);
  const { state, codes } = (await caseOf(zone.db, papers))!;
  states.push([papers, state]);
  return [state, codes];
}

describe('credit events beside a running clearance', () => {
  it('let an exempted guarantor pass without a guarantee', async () => {
    expect(await declared()).toEqual(['600', ['GUARANTEE-NONE']]);
    await enter(AGENT, 'exempted');
    expect(await declared()).toEqual(['600', ['GUARANTEE-NONE']]);
    expect(await enter(AGENT, 'certified', { certified: 'ADV' })).toBe('ADV');
    expect(await declared()).toEqual(['800', []]);
  });

  it('ask for one again as soon as somebody is dishonest', async () => {
    expect(await enter(SELLER, 'smuggling')).toBe('DISHONEST');
    expect(await declared()).toEqual(['600', ['GUARANTEE-NONE']]);
    expect(await enter(SELLER, 'rehabilitated')).toBe('GENERAL');
    await enter(SELLER, 'certified', { certified: 'ADV', paperNo: 'again' });
    expect(await declared()).toEqual(['800', []]);
  });

  it('leave what was decided as it was, derived again and audited', async () => {
    const { hash } = desk.house.registry.current();
    for (const [papers, state] of states) {
      const standing = (await caseOf(zone.db, papers))!;
      expect(standing.state).toBe(state);
      const derived = await explain(zone.db, hash, standing.listNo!);
      expect(derived?.decisions.map(({ same }) => same)).toEqual([true]);
    }
    expect(await brokenLaws(zone.db, desk.clock.now() + DAY)).toEqual([]);
    const [row] = await zone.db.query<{ n: bigint }>(
      "select count(*) as n from ledger.postings where ledger = 'guarantee' and amount > 0",
    );
    expect(row?.n).toBe(0n);
  });

  it('are drawn by their class, and the draws count them', async () => {
    const tallies = await lineTallies(zone.db, { from: START, to: START });
    expect([...tallies]).toEqual([['ADV.QUARANTINE', { pool: 2, weight: 0, drawn: 0 }]]);
  });
});
