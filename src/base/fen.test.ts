import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fenHalfUp,
  fenToScaled5,
  formatFen,
  formatScaled5,
  parseFen,
  parseScaled5,
  plainUnits,
  scaled5ToFen,
} from './fen.ts';
import { ONE, rate } from './rate.ts';

describe('parseScaled5', () => {
  it.each([
    ['0', 0n],
    ['1', 100_000n],
    ['12.5', 1_250_000n],
    ['-12.50000', -1_250_000n],
    ['+3', 300_000n],
    ['.5', 50_000n],
    ['5.', 500_000n],
    ['0.00001', 1n],
    ['0.000010000', 1n],
    ['007', 700_000n],
    ['99999999999999.99999', 9_999_999_999_999_999_999n],
  ])('reads %s', (text, value) => {
    expect(parseScaled5(text)).toBe(value);
  });

  it.each(['', '.', '-', '+.', '1e3', '1,5', ' 1', '1 ', '1\n', '0.000001', '１', '1.2.3', 'NaN'])(
    'refuses %j',
    (text) => {
      expect(parseScaled5(text)).toBeNull();
    },
  );

  it('reads back what formatScaled5 writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (value) => {
        expect(parseScaled5(formatScaled5(value))).toBe(value);
      }),
    );
  });
});

describe('plainUnits', () => {
  const digits = (most: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most }).map((all) => all.join(''));

  it('is the exact value or leaves it to the other reader', () => {
    const decimal = fc.tuple(fc.constantFrom('', '-', '+'), digits(14), digits(7), fc.boolean());
    fc.assert(
      fc.property(decimal, ([sign, whole, fraction, pointed]) => {
        const text = `${sign}${whole}${pointed || fraction !== '' ? '.' : ''}${fraction}`;
        const value = parsedByDigits(text);
        expect(parseScaled5(text)).toBe(value);
        const units = plainUnits(text, 5);
        if (units >= 0) expect(BigInt(units)).toBe(value);
        else expect(value === null || sign !== '' || whole.length > 10).toBe(true);
        const fen = value === null || value % 1000n !== 0n ? null : value / 1000n;
        expect(parseFen(text)).toBe(fen);
      }),
    );
  });

  it.each(['', '.', '+1', '-1', '1e3', '1.2.3', ' 1', '１', '12345678901'])('leaves %j', (text) => {
    expect(plainUnits(text, 5)).toBe(-1);
  });
});

/** The reading by a regular expression, as it was before. */
function parsedByDigits(text: string): bigint | null {
  const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (sign === undefined || (whole === '' && fraction === '')) return null;
  if (/[^0]/.test(fraction.slice(5))) return null;
  const digits = BigInt(`0${whole}${fraction.slice(0, 5).padEnd(5, '0')}`);
  return sign === '-' ? -digits : digits;
}

describe('formatScaled5', () => {
  it.each([
    [1_250_000n, '12.5'],
    [100_000n, '1'],
    [1n, '0.00001'],
    [-1n, '-0.00001'],
    [0n, '0'],
  ])('writes %s as %s', (value, text) => {
    expect(formatScaled5(value)).toBe(text);
  });
});

describe('fen', () => {
  it.each([
    ['348.00', 34_800n],
    ['0.01', 1n],
    ['5', 500n],
    ['31.670', 3_167n],
    ['-0.10', -10n],
  ])('reads %s', (text, fen) => {
    expect(parseFen(text)).toBe(fen);
  });

  it.each(['0.001', '31.675', 'x', ''])('refuses parts of a fen and nonsense: %j', (text) => {
    expect(parseFen(text)).toBeNull();
  });

  it('writes two decimals and reads them back', () => {
    expect([3_167n, 5n, -5n, 0n, 100n].map(formatFen)).toEqual([
      '31.67',
      '0.05',
      '-0.05',
      '0.00',
      '1.00',
    ]);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (fen) => {
        expect(formatFen(fen)).toMatch(/^-?\d+\.\d\d$/);
        expect(parseFen(formatFen(fen))).toBe(fen);
        expect(scaled5ToFen(fenToScaled5(fen))).toBe(fen);
      }),
    );
  });

  it('is null for a scaled value with parts of a fen', () => {
    expect(scaled5ToFen(1_500n)).toBeNull();
    expect(scaled5ToFen(-2_000n)).toBe(-2n);
  });
});

describe('fenHalfUp', () => {
  const DOLLAR = rate(70_821n, 10_000n);
  it.each([
    [0n, DOLLAR, 0n],
    [1n, DOLLAR, 7n],
    [100n, DOLLAR, 708n],
    [1_999n, DOLLAR, 14_157n],
    // Half a fen goes up, away from zero for a deduction.
    [1n, rate(1n, 2n), 1n],
    [-1n, rate(1n, 2n), -1n],
    [3n, rate(1n, 2n), 2n],
    [1n, rate(49_999_999n, 100_000_000n), 0n],
    [12_345n, ONE, 12_345n],
  ])('%s hundredths at %o are %s fen', (hundredths, yuan, fen) => {
    expect(fenHalfUp(hundredths, yuan)).toBe(fen);
  });

  it('is never further than half a fen from the exact value', () => {
    const amount = fc.bigInt(-(10n ** 15n), 10n ** 15n);
    const yuan = fc.tuple(fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 10n ** 8n));
    fc.assert(
      fc.property(amount, yuan, (hundredths, [n, d]) => {
        const exact = rate(n, d);
        const off = 2n * (fenHalfUp(hundredths, exact) * exact.d - hundredths * exact.n);
        expect(off <= exact.d && off >= -exact.d).toBe(true);
      }),
    );
  });
});
