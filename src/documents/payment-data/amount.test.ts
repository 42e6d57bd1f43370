import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainAmount } from './amount.ts';

describe('an amount of JSON as a plain decimal', () => {
  it.each([
    ['100.00', '100'],
    ['0', '0'],
    ['0.10', '0.1'],
    ['5.0', '5'],
    ['1E+2', '100'],
    ['1.5e2', '150'],
    ['150e-2', '1.5'],
    ['5e-5', '0.00005'],
    ['0e9', '0'],
    ['99999999999999.99999', '99999999999999.99999'],
  ])('%s is %s', (number, plain) => expect(plainAmount(number)).toBe(plain));

  it.each(['-1', '-0', '1e14', '100000000000000', '0.000001', '1e-6', '1e999999999', '1e-41'])(
    '%s has none',
    (number) => expect(plainAmount(number)).toBeNull(),
  );

  it('keeps every digit, with and without an exponent', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 19n - 1n), (units) => {
        const digits = units.toString().padStart(6, '0');
        const decimal = `${digits.slice(0, -5)}.${digits.slice(-5)}`;
        const plain = decimal.replace(/0+$/, '').replace(/\.$/, '');
        expect(plainAmount(decimal)).toBe(plain);
        expect(plainAmount(`${units}e-5`)).toBe(plain);
      }),
    );
  });
});
