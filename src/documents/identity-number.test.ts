import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBusinessDate } from '../base/dates.ts';
import { checkCharacter, isIdentityNumber, normalIdentity } from './identity-number.ts';

describe('identity numbers (GB 11643)', () => {
  it.each([
    '11010519491231002X',
    '11010519491231002x',
    ' 11010519491231002X ',
    '440524188001010014',
  ])('takes %j', (number) => expect(isIdentityNumber(number)).toBe(true));

  it.each([
    ['the check character', '110105194912310021'],
    ['a day that is none', '110105194902300025'],
    ['17 digits', '11010519491231002'],
    ['the old form of 15 digits', '110105491231002'],
    ['a letter inside', '1101051949123100AX'],
    ['full-width digits', '１１010519491231002X'],
    ['nothing', ''],
  ])('refuses %s', (_, number) => expect(isIdentityNumber(number)).toBe(false));

  it('refuses every single wrong digit and every swap of neighbours', () => {
    const number = '11010519491231002X';
    for (let at = 0; at < 17; at++) {
      for (const digit of '0123456789') {
        const changed = number.slice(0, at) + digit + number.slice(at + 1);
        expect(isIdentityNumber(changed)).toBe(digit === number[at]);
      }
    }
  });

  it('has one right check character for each 17 digits', () => {
    const region = fc.integer({ min: 110000, max: 659999 });
    const order = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(region, order, (place, sequence) => {
        const digits = `${place}19900615${String(sequence).padStart(3, '0')}`;
        const right = [...'0123456789X'].filter((check) => isIdentityNumber(digits + check));
        expect(right).toEqual([checkCharacter(digits)]);
      }),
    );
  });

  it('is judged as by a regular expression and a calendar', () => {
    const slow = (text: string) => {
      const number = text.trim().toUpperCase();
      if (!/^[1-9]\d{16}[\dX]$/.test(number) || number.slice(6, 10) < '1800') return false;
      const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
      return isBusinessDate(born) && checkCharacter(number) === number[17];
    };
    const changed = fc.tuple(fc.nat(17), fc.constantFrom(...'0129Xx ٣', '')).map(([at, by]) => {
      const number = '11010519491231002X';
      return number.slice(0, at) + by + number.slice(at + 1);
    });
    const texts = fc.oneof(changed, fc.stringMatching(/^ ?[0-9]{17}[0-9Xx] ?$/), fc.string());
    fc.assert(
      fc.property(texts, (text) => isIdentityNumber(text) === slow(text)),
      { numRuns: 2000 },
    );
  });

  it('normalises case and outer space', () => expect(normalIdentity(' 1x ')).toBe('1X'));
});
