import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, divideExact, divideFloor, divideHalfUp } from './rounding.ts';

const dividend = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const divisor = fc.bigInt({ min: 1n, max: 10n ** 9n });
const distance = (a: bigint, b: bigint): bigint => (a < b ? b - a : a - b);

describe('division', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [5n, 3n, 2n],
    [-4n, 3n, -1n],
    [0n, 7n, 0n],
    [49n, 100n, 0n],
    [50n, 100n, 1n],
  ])('rounds %s / %s half up to %s', (a, b, quotient) => {
    expect(divideHalfUp(a, b)).toBe(quotient);
  });

  it('rounds half up to the nearest, and the same on both sides of zero', () => {
    fc.assert(
      fc.property(dividend, divisor, (a, b) => {
        const quotient = divideHalfUp(a, b);
        expect(2n * distance(quotient * b, a) <= b).toBe(true);
        expect(divideHalfUp(-a, b)).toBe(-quotient);
      }),
    );
  });

  it('floors towards negative infinity', () => {
    expect([divideFloor(7n, 2n), divideFloor(-7n, 2n), divideFloor(-8n, 2n)]).toEqual([
      3n,
      -4n,
      -4n,
    ]);
    fc.assert(
      fc.property(dividend, divisor, (a, b) => {
        const rest = a - divideFloor(a, b) * b;
        expect(rest >= 0n && rest < b).toBe(true);
      }),
    );
  });

  it('is exact or null', () => {
    expect([divideExact(9n, 3n), divideExact(-9n, 3n), divideExact(10n, 3n)]).toEqual([
      3n,
      -3n,
      null,
    ]);
  });

  it.each([0n, -1n])('refuses the divisor %s', (bad) => {
    expect(() => divideHalfUp(1n, bad)).toThrow('divisor');
    expect(() => divideFloor(1n, bad)).toThrow('divisor');
    expect(() => divideExact(1n, bad)).toThrow('divisor');
  });
});

describe('allocate', () => {
  it('splits E9 of the rules by the largest remainder', () => {
    expect(allocate(1000n, [19_900n, 9_900n, 3_550n])).toEqual([597n, 297n, 106n]);
  });

  it('gives the odd unit to the earlier position on a tie', () => {
    expect(allocate(1n, [1n, 1n])).toEqual([1n, 0n]);
    expect(allocate(5n, [1n, 1n, 1n])).toEqual([2n, 2n, 1n]);
  });

  it('gives everything to the first when all weights are zero', () => {
    expect(allocate(7n, [0n, 0n])).toEqual([7n, 0n]);
  });

  it('adds up, is never negative, and each part is within one unit of its share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), {
      minLength: 1,
      maxLength: 99,
    });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), weights, (total, given) => {
        const parts = allocate(total, given);
        const sum = given.reduce((all, weight) => all + weight, 0n);
        expect(parts.reduce((all, part) => all + part, 0n)).toBe(total);
        parts.forEach((part, index) => {
          expect(part >= 0n).toBe(true);
          if (sum > 0n) expect(distance(part * sum, total * given[index]!) < sum).toBe(true);
        });
      }),
    );
  });

  it('refuses nothing to split over, a negative total and negative weights', () => {
    expect(() => allocate(1n, [])).toThrow('allocation');
    expect(() => allocate(-1n, [1n])).toThrow('allocation');
    expect(() => allocate(1n, [2n, -1n])).toThrow('weights');
  });
});
