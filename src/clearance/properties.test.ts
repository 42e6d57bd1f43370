import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenarios } from '../../test/scenario/parse.ts';
import { arrange, carried, type RanStep } from '../../test/scenario/run.ts';
import { balanceKey } from '../ledger/running-balances.ts';
import { decide } from './decide.ts';
import { accountsOf, type ClearanceFacts } from './facts.ts';

/** A parcel of a random batch: few buyers and prices near the limits, so that they collide. */
const parcel = fc.record({
  buyer: fc.constantFrom('zhang', 'li'),
  yuan: fc.constantFrom('0', '12.34', '999.99', '1700.00', '2499.99', '2500.00', '2500.01'),
  pieces: fc.constantFrom('1', '2'),
  goods: fc.constantFrom('formula', 'sugar', 'handbag', 'car'),
  identity: fc.constantFrom('match', 'match', 'match', 'unknown', 'mismatch'),
  packs: fc.constantFrom('1', '1', '1', '2'),
});

const world = fc.record({
  used: fc.constantFrom('0', '13000.00', '24000.00', '26000.00'),
  sugar: fc.constantFrom('0', '1000', '2000'),
  guarantee: fc.constantFrom('none', '0', '100.00', '500.00', '100000.00'),
  check: fc.constantFrom('registry', 'strict'),
  parcels: fc.array(parcel, { minLength: 1, maxLength: 24 }),
});

const CODES = {
  formula: 'gcode 1901101000 gname formula',
  sugar: 'gcode 1701991000 gname sugar qty1 0.7 unit1 035',
  handbag: 'gcode 4202220000 gname handbag',
  car: 'gcode 8703234110 gname car',
};

function batchOf(seed: typeof world extends fc.Arbitrary<infer W> ? W : never) {
  const lines = [
    'case random',
    `used quota ${seed.used}`,
    `used quota ${seed.used} li`,
    `used sugar ${seed.sugar}`,
    `guarantee ${seed.guarantee}`,
    `switch identityCheck ${seed.check}`,
  ];
  for (const [i, one] of seed.parcels.entries()) {
    lines.push(`parcel P${i}`, `buyer ${one.buyer}`, `identity ${one.identity}`);
    lines.push(`line 1 price ${one.yuan} qty ${one.pieces} ${CODES[one.goods]}`);
    lines.push(`list packNo ${one.packs}`);
  }
  const { names, cases, facts } = arrange(parseScenarios(lines.join('\n'), 'random')[0]!);
  return { names, cases, facts };
}

function run({ names, cases, facts }: ReturnType<typeof batchOf>): RanStep {
  return { names, cases, facts, decisions: decide(cases, facts, names), held: null };
}

describe('a random batch', () => {
  it('never takes a buyer or a guarantee above the limit', () => {
    fc.assert(
      fc.property(world, (seed) => {
        const step = run(batchOf(seed));
        const limits = new Map([
          ['quota', 2_600_000n],
          ['weight:sugar', 2_000n],
          ['guarantee', step.facts.guarantees.get('AGENT')?.amount ?? 0n],
        ]);
        for (const [key, { pending, posted }] of carried(step)) {
          expect(pending >= 0n && posted >= 0n).toBe(true);
          expect(pending + posted <= limits.get(key.split('|')[0]!)!).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is decided like its lists one by one with the balances carried on', () => {
    fc.assert(
      fc.property(world, (seed) => {
        const batch = batchOf(seed);
        const together = run(batch).decisions;
        let facts: ClearanceFacts = batch.facts;
        const apart = batch.cases.map((one, i) => {
          const step = run({ names: [batch.names[i]!], cases: [one], facts });
          facts = { ...facts, balances: carried(step) };
          return step.decisions[0]!;
        });
        expect(together).toEqual(apart);
      }),
      { numRuns: 200 },
    );
  });

  it('is decided the same way every time, and leaves its facts alone', () => {
    fc.assert(
      fc.property(world, (seed) => {
        const batch = batchOf(seed);
        const before = structuredClone(batch.facts.balances);
        expect(run(batch).decisions).toEqual(run(batch).decisions);
        expect(batch.facts.balances).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('touches only accounts that were announced, each at most once for a list', () => {
    fc.assert(
      fc.property(world, (seed) => {
        const { cases, facts, decisions } = run(batchOf(seed));
        for (const [i, { verdict }] of decisions.entries()) {
          const announced = accountsOf(cases[i]!, facts.index, facts.date).map(balanceKey);
          const touched = verdict.transfers.map(balanceKey);
          expect(announced).toEqual(expect.arrayContaining(touched));
          expect(new Set(touched).size).toBe(touched.length);
          expect(verdict.transfers.every(({ amount }) => amount > 0n)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
