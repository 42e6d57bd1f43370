import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  parseRate,
  parseRational,
  type Rate,
  rate,
  subtract,
  ZERO,
} from './rate.ts';

const anyBig = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const anyRate: fc.Arbitrary<Rate> = fc
  .tuple(
    anyBig,
    anyBig.filter((d) => d !== 0n),
  )
  .map(([n, d]) => rate(n, d));

describe('rate', () => {
  it('is in lowest terms with a positive denominator', () => {
    expect(rate(14n, -20n)).toEqual({ n: -7n, d: 10n });
    expect(rate(0n, -5n)).toEqual(ZERO);
    fc.assert(
      fc.property(anyRate, (r) => {
        expect(r.d > 0n).toBe(true);
        expect(rate(r.n * 6n, r.d * 6n)).toEqual(r);
      }),
    );
  });

  it('refuses a zero denominator', () => {
    expect(() => rate(1n, 0n)).toThrow('denominator');
    expect(() => divide(ONE, ZERO)).toThrow('denominator');
  });

  it('keeps the laws of a field', () => {
    fc.assert(
      fc.property(anyRate, anyRate, anyRate, (a, b, c) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
      }),
    );
  });

  it('compares as the difference does', () => {
    expect(compare(rate(1n, 3n), rate(1n, 2n))).toBe(-1);
    expect(compare(rate(2n, 4n), rate(1n, 2n))).toBe(0);
    fc.assert(
      fc.property(anyRate, anyRate, (a, b) => {
        expect(Math.sign(Number(subtract(a, b).n))).toBe(compare(a, b));
      }),
    );
  });
});

describe('parseRate', () => {
  it.each([
    ['0.13', 13n, 100n],
    ['13%', 13n, 100n],
    ['0.912', 114n, 125n],
    ['-0.5', -1n, 2n],
    ['0', 0n, 1n],
    [' 1 ', 1n, 1n],
    ['0.30000000000000004', 7_500_000_000_000_001n, 25_000_000_000_000_000n],
  ])('reads %s exactly', (text, n, d) => {
    expect(parseRate(text)).toEqual({ n, d });
  });

  it.each(['', '.5', '5.', '1e-2', '0,13', '13 %', '1/3', 'x'])('refuses %j', (text) => {
    expect(parseRate(text)).toBeNull();
  });
});

describe('parseRational', () => {
  it.each([
    ['6/988', 3n, 494n],
    ['1000/0.912', 62_500n, 57n],
    ['0.7', 7n, 10n],
    ['1/-2', -1n, 2n],
  ])('reads %s', (text, n, d) => {
    expect(parseRational(text)).toEqual({ n, d });
  });

  it.each(['1/0', '1/', '/2', '1/2/3', '1/2/', '/', ''])('refuses %j', (text) => {
    expect(parseRational(text)).toBeNull();
  });

  it('reads every fraction back', () => {
    fc.assert(
      fc.property(anyRate, (r) => {
        expect(parseRational(`${r.n}/${r.d}`)).toEqual(r);
      }),
    );
  });
});
