import type { Rate } from './rate.ts';
import { divideExact, divideHalfUp } from './rounding.ts';

/** Money: an integer number of fen (0.01 CNY). Never a float. */
export type Fen = bigint;

/** A decimal of the message formats (N19,5) as an integer of 0.00001 units. */
export type Scaled5 = bigint;

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** Digits that a number of JavaScript holds exactly, whatever they are. */
const EXACT = 15;
const POINT = 0x2e;

/**
 * An unsigned decimal as an exact whole number of 10^-decimals units, or -1 when it is written in
 * any other way or needs more digits than a number holds exactly. Nearly every value is of this
 * form; callers leave the others to the reader of all decimals.
 */
export function plainUnits(text: string, decimals: number): number {
  let units = 0;
  let digits = 0;
  let behind = -1;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit >= 0 && digit <= 9) {
      if (behind === decimals) {
        if (digit !== 0) return -1;
        continue;
      }
      units = units * 10 + digit;
      digits += 1;
      if (behind >= 0) behind += 1;
    } else if (digit === POINT - 0x30 && behind < 0) {
      behind = 0;
    } else {
      return -1;
    }
  }
  const missing = decimals - Math.max(behind, 0);
  if (digits === 0 || digits + missing > EXACT) return -1;
  for (let i = 0; i < missing; i++) units *= 10;
  return units;
}

/**
 * Reads a decimal of the message formats.
 * @returns the value in 0.00001 units, or null when it is no decimal or has more than five
 * decimals that are not zero.
 */
export function parseScaled5(text: string): Scaled5 | null {
  const plain = plainUnits(text, 5);
  return plain < 0 ? parseAnyScaled5(text) : BigInt(plain);
}

/** Reads signs and any number of digits; takes six times as long as `plainUnits`. */
function parseAnyScaled5(text: string): Scaled5 | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return null;
  if (fraction.length > 5 && /[^0]/.test(fraction.slice(5))) return null;
  const digits = BigInt(`${whole === '' ? '0' : whole}${fraction.slice(0, 5).padEnd(5, '0')}`);
  return match[1] === '-' ? -digits : digits;
}

/** Writes 0.00001 units as a decimal without trailing zeros: 1250000n -> "12.5". */
export function formatScaled5(value: Scaled5): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(6, '0');
  const whole = digits.slice(0, -5);
  const fraction = digits.slice(-5).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** 0.00001 units as fen, or null when the amount is not a whole number of fen. */
export function scaled5ToFen(value: Scaled5): Fen | null {
  return divideExact(value, 1000n);
}

/** Fen as 0.00001 units. */
export function fenToScaled5(value: Fen): Scaled5 {
  return value * 1000n;
}

/**
 * Hundredths of a foreign currency in fen, rounded half up (away from zero at the half).
 * @param yuan what one unit of the currency is worth in yuan
 */
export function fenHalfUp(hundredths: bigint, yuan: Rate): Fen {
  return divideHalfUp(hundredths * yuan.n, yuan.d);
}

/** Reads an amount in yuan ("348.00") as fen, or null when it is none or has parts of a fen. */
export function parseFen(text: string): Fen | null {
  const plain = plainUnits(text, 2);
  if (plain >= 0) return BigInt(plain);
  const scaled = parseScaled5(text);
  return scaled === null ? null : scaled5ToFen(scaled);
}

/** Writes fen as yuan with two decimals: 3167n -> "31.67". */
export function formatFen(value: Fen): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(3, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
