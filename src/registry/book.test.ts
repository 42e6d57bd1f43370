import { expect, test } from 'vitest';
import { type BookUnits, declaredQuantity, isOpen } from './book.ts';

const TIN: BookUnits = {
  ...{ unit: '122', unit1: '035', perUnit1: 90_000n, unit2: '011', perUnit2: 300_000n },
};
const POWDER: BookUnits = {
  ...{ unit: '035', unit1: '035', perUnit1: 100_000n, unit2: null, perUnit2: null },
};

test('quantities convert to the declared unit exactly or not at all', () => {
  expect(declaredQuantity(TIN, 200_000n, '122')).toBe(200_000n);
  expect(declaredQuantity(TIN, 180_000n, '035')).toBe(200_000n);
  expect(declaredQuantity(TIN, 900_000n, '011')).toBe(300_000n);
  expect(declaredQuantity(TIN, 100_000n, '011')).toBeNull();
  expect(declaredQuantity(TIN, 100_000n, '007')).toBeNull();
  expect(declaredQuantity(POWDER, 25_000_000n, '036')).toBe(25_000n);
  expect(declaredQuantity(POWDER, 100n, '070')).toBe(100_000n);
  expect(declaredQuantity(POWDER, 1n, '036')).toBeNull();
});

test('a book is open from its first day until the day it ends', () => {
  const book = { from: '2026-01-01', until: '2026-07-01' };
  const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
  expect(days.map((day) => isOpen(book, day))).toEqual([false, true, true, false]);
});
