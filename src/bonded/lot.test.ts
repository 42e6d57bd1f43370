import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFresh, type Lot, pick, pickFrom } from './lot.ts';

const lot = (lotNo: string, quantity: bigint, expiresOn: string | null, openedAt = 0): Lot => ({
  ...{ bookNo: 'T4612W1', recordNo: '1', lotNo, status: 'bonded', owner: 'A', location: 'X' },
  ...{ expiresOn, document: 'opening T4612W1', openedAt, quantity },
});

test('what expires first goes first, then what came first', () => {
  const lots = [
    lot('never', 5n, null, 1),
    lot('late', 5n, '2027-01-01', 1),
    lot('second', 5n, '2026-01-01', 2),
    lot('first', 5n, '2026-01-01', 1),
  ];
  const taken = (quantity: bigint) =>
    pick(lots, quantity).map((one) => [one.lot.lotNo, one.quantity]);
  expect(taken(7n)).toEqual([
    ['first', 5n],
    ['second', 2n],
  ]);
  expect(taken(16n).map(([name]) => name)).toEqual(['first', 'second', 'late', 'never']);
  expect(taken(0n)).toEqual([]);
});

test('a group goes when those before it have nothing left, whatever expires first', () => {
  const own = [lot('own', 2n, null)];
  const shelf = [lot('late', 5n, '2027-01-01'), lot('soon', 1n, '2026-01-01')];
  const taken = (quantity: bigint) =>
    pickFrom([own, shelf], quantity).map((one) => [one.lot.lotNo, one.quantity]);
  expect(taken(1n)).toEqual([['own', 1n]]);
  expect(taken(4n)).toEqual([
    ['own', 2n],
    ['soon', 1n],
    ['late', 1n],
  ]);
});

test('the last day is a day of sale', () => {
  expect(isFresh({ expiresOn: '2026-01-01' }, '2026-01-01')).toBe(true);
  expect(isFresh({ expiresOn: '2026-01-01' }, '2026-01-02')).toBe(false);
  expect(isFresh({ expiresOn: null }, '2099-01-01')).toBe(true);
});

test('what is picked sums to what was asked, or to all there is', () => {
  const lots = fc.array(
    fc.record({
      left: fc.bigInt(0n, 50n),
      day: fc.option(fc.constantFrom('2026-01-01', '2027-01-01')),
    }),
  );
  fc.assert(
    fc.property(lots, fc.bigInt(0n, 200n), (some, asked) => {
      const all = some.map(({ left, day }, i) => lot(`L${i}`, left, day, i));
      const picked = pick(all, asked);
      const sum = picked.reduce((total, { quantity }) => total + quantity, 0n);
      const there = all.reduce((total, { quantity }) => total + quantity, 0n);
      expect([asked, there]).toContain(sum);
      expect(sum <= asked && sum <= there).toBe(true);
      expect(picked.every((one) => one.quantity > 0n && one.quantity <= one.lot.quantity)).toBe(
        true,
      );
    }),
  );
});

test('single goods go before those in sets, whatever expires first', () => {
  const set = { ...lot('JG1-1-S', 5n, '2026-01-01'), document: 'processing JG1' };
  const taken = pick([set, lot('late', 5n, null)], 6n);
  expect(taken.map((one) => one.lot.lotNo)).toEqual(['late', 'JG1-1-S']);
});
