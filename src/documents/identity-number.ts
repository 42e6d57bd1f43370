import { isBusinessDate } from '../base/dates.ts';

/** Weights of the 17 digits before the check character (GB 11643-1999; RULES ID-1). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** Check character by the weighted sum modulo 11. */
const CHECKS = '10X98765432';

/** An identity number as it is compared: without outer white space, a final x as X. */
export function normalIdentity(text: string): string {
  return text.trim().toUpperCase();
}

/**
 * Whether the text is a resident identity number by GB 11643: 17 digits and the right check
 * character, with a real date of birth in it. Not whether such a person exists.
 */
export function isIdentityNumber(text: string): boolean {
  const number = normalIdentity(text);
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return false;
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (number.slice(6, 10) < '1800' || !isBusinessDate(born)) return false;
  return checkCharacter(number) === number[17];
}

/** The check character for the first 17 digits. */
export function checkCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(digits[at]), 0);
  return CHECKS[sum % 11]!;
}
