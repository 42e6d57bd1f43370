import { beforeAll, describe, expect, it } from 'vitest';
import { rate } from '../../src/base/rate.ts';
import { type PoolTally, possibleShares, ratiosOf } from '../../src/inspection/ratios.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { indexProfile } from '../../src/registry/profile-lookup.ts';
import { simulateDraws } from '../../src/sandbox/simulate-draws.ts';

const tally = (pool: number, weight: number, drawn: number): PoolTally => ({ pool, weight, drawn });
/** Lists of a class that were all in the pool with one weight. */
const even = (pool: number, each: number, drawn: number) => tally(pool, pool * each, drawn);

function broken(layers: Record<string, PoolTally>): string[] {
  const { checks, ok } = ratiosOf(new Map(Object.entries(layers)));
  const found = checks.filter(({ holds }) => holds === false);
  expect(ok).toBe(found.length === 0);
  return found.map(({ enterpriseClass, of }) => `${enterpriseClass} ${of}`);
}

describe('the ratios of a period', () => {
  const general = even(100_000, 25_000, 2_500);

  it('hold where nothing was in a pool, and where there is nothing to compare with', () => {
    expect(ratiosOf(new Map())).toEqual({ classes: [], checks: [], ok: true });
    const { checks, ok } = ratiosOf(new Map([['ADV.ORDINARY', even(10, 4_000, 0)]]));
    expect([ok, checks.map(({ holds }) => holds)]).toEqual([true, [null, null]]);
  });

  it('are broken by a plan at the very bound, without any tolerance', () => {
    const at = (each: number) =>
      broken({ 'ADV.ORDINARY': even(1_000, each, 0), 'GENERAL.ORDINARY': general });
    expect([at(4_999), at(5_000)]).toEqual([[], ['ADV planned']]);
    const half = (each: number) =>
      broken({ 'GEN_CERT.ORDINARY': even(1_000, each, 0), 'GENERAL.ORDINARY': general });
    expect([half(12_499), half(12_500)]).toEqual([[], ['GEN_CERT planned']]);
    const dishonest = (each: number) => broken({ 'DISHONEST.ORDINARY': even(10, each, 9) });
    expect([dishonest(800_000), dishonest(799_999)]).toEqual([[], ['DISHONEST planned']]);
  });

  it('take all goods of a class together, and both ordinary classes', () => {
    const layers = {
      'ADV.ORDINARY': even(500, 4_000, 2),
      'ADV.QUARANTINE': even(500, 5_500, 3),
      'GENERAL.ORDINARY': even(500, 20_000, 10),
      'ROUTINE.ORDINARY': even(500, 30_000, 15),
    };
    expect(broken(layers)).toEqual([]);
    expect(broken({ ...layers, 'ADV.QUARANTINE': even(500, 6_500, 3) })).toEqual(['ADV planned']);
  });

  it('are broken by what was drawn only beyond what chance may do', () => {
    const drawn = (count: number) =>
      broken({ 'ADV.ORDINARY': even(100_000, 4_000, count), 'GENERAL.ORDINARY': general });
    expect([drawn(400), drawn(500), drawn(550)]).toEqual([[], [], []]);
    expect(drawn(700)).toEqual(['ADV drawn']);
    const dishonest = (count: number) =>
      broken({ 'DISHONEST.ORDINARY': even(10_000, 800_000, count) });
    expect([dishonest(7_900), dishonest(7_700)]).toEqual([[], ['DISHONEST drawn']]);
  });

  it('accuse nobody of one parcel out of three', () => {
    expect(broken({ 'ADV.ORDINARY': even(3, 4_000, 1), 'GENERAL.ORDINARY': general })).toEqual([]);
    expect(broken({ 'DISHONEST.ORDINARY': even(3, 800_000, 0) })).toEqual([]);
  });
});

describe('what may be chance', () => {
  it('holds the share, narrows with the number, and reaches the ends', () => {
    const [least, most] = possibleShares(tally(1_000, 0, 25));
    expect(least).toBeLessThan(0.025);
    expect(most).toBeGreaterThan(0.025);
    const [closer, close] = possibleShares(tally(100_000, 0, 2_500));
    expect([closer > least, close < most]).toEqual([true, true]);
    expect(possibleShares(tally(10, 0, 0))[0]).toBe(0);
    expect(possibleShares(tally(10, 0, 10))[1]).toBe(1);
    // All of n missed with probability (1 - p)^n, which is the risk at the upper bound.
    expect((1 - possibleShares(tally(1_000, 0, 0))[1]) ** 1_000).toBeCloseTo(1 / 20_000, 12);
  });
});

describe('a million parcels', () => {
  const PARCELS = 1_000_000;
  let law: Profile;

  beforeAll(async () => {
    const read = await readProfile('profiles/cn-zhengzhou');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    law = read.value;
  });

  const simulate = (profile: Profile, date: string, parcels: number) =>
    simulateDraws({ index: indexProfile(profile), date, parcels, seed: 6n });

  it('are drawn within the statutory ratios', { timeout: 300_000 }, () => {
    const tallies = simulate(law, '2020-09-18', PARCELS);
    const { classes, checks, ok } = ratiosOf(tallies);
    expect(classes.reduce((sum, { pool }) => sum + pool, 0)).toBe(PARCELS);
    expect(checks.map(({ enterpriseClass, of }) => `${enterpriseClass} ${of}`).sort()).toEqual([
      'ADV drawn',
      'ADV planned',
      'DISHONEST drawn',
      'DISHONEST planned',
      'GEN_CERT drawn',
      'GEN_CERT planned',
    ]);
    expect(ok).toBe(true);
    for (const { pool, weight, drawn } of tallies.values()) {
      const [least, most] = possibleShares({ pool, weight, drawn });
      expect(weight / 1_000_000 / pool).toBeGreaterThanOrEqual(least);
      expect(weight / 1_000_000 / pool).toBeLessThanOrEqual(most);
    }
  });

  it('are not, by a table that breaks them', () => {
    const classification = law.parameters.classification.map((dated) => {
      const enterprises = new Map(dated.value.enterprises);
      enterprises.set('ADV', { ...enterprises.get('ADV')!, rate: rate(9n, 1_000n) });
      return { ...dated, value: { ...dated.value, enterprises } };
    });
    const profile = { ...law, parameters: { ...law.parameters, classification } };
    const { checks, ok } = ratiosOf(simulate(profile, '2020-09-18', 100_000));
    expect(ok).toBe(false);
    const found = checks.filter(({ holds }) => holds === false);
    expect(found.map(({ enterpriseClass, of }) => `${enterpriseClass} ${of}`)).toEqual([
      'ADV planned',
      'ADV drawn',
    ]);
  });
});
