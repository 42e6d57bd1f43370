import { isStamp8 } from '../base/dates.ts';

/** Weights of the 17 digits before the check character (GB 11643-1999; RULES ID-1). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** Check character by the weighted sum modulo 11. */
const CHECKS = '10X98765432';

/** An identity number as it is compared: without outer white space, a final x as X. */
export function normalIdentity(text: string): string {
  return text.trim().toUpperCase();
}

/**
 * Whether the text is such a number as it is masked on screens, `1101**********002X`: region and
 * the last four characters are shown, which is the least that lists are looked for by.
 */
export function isMaskedIdentity(text: string): boolean {
  return /^[1-9]\d{3}\*{10}\d{3}[\dX]$/.test(normalIdentity(text));
}

/**
 * Whether the text is a resident identity number by GB 11643: 17 digits and the right check
 * character, with a real date of birth in it. Not whether such a person exists.
 */
export function isIdentityNumber(text: string): boolean {
  const number = text.length === LENGTH ? text : normalIdentity(text);
  if (number.length !== LENGTH) return false;
  if (!isStamp8(number.slice(6, 14)) || number.slice(6, 10) < '1800') return false;
  if (number.charCodeAt(0) === ZERO) return false;
  const sum = weightedSum(number);
  return sum >= 0 && CHECKS[sum % 11] === normalIdentity(number[LENGTH - 1]!);
}

const LENGTH = 18;
const ZERO = 0x30;

/** The weighted sum of the first 17 characters, -1 when one of them is no digit. */
function weightedSum(digits: string): number {
  let sum = 0;
  for (let at = 0; at < WEIGHTS.length; at++) {
    const digit = digits.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    sum += WEIGHTS[at]! * digit;
  }
  return sum;
}

/** The check character for the first 17 digits. */
export function checkCharacter(digits: string): string {
  return CHECKS[weightedSum(digits) % 11]!;
}
