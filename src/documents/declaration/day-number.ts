import { addDays, stamp14, startOfDay } from '../../base/dates.ts';

/** Spreadsheets count days from here, so that 1 March 1900 is day 61. */
const DAY_0 = '1899-12-30';
const DAY_0_OF_1904 = '1904-01-01';
const FRACTION_DIGITS = 10;

/**
 * The moment that a number of a spreadsheet stands for: days, and parts of a day, rounded to the
 * second. `20261128090000` of Shanghai, or null when it is no such number.
 */
export function dayNumberText(text: string, from1904: boolean): string | null {
  const [whole = '', fraction = ''] = text.split('.');
  if (!/^\d{1,6}$/.test(whole) || !/^\d*$/.test(fraction)) return null;
  const parts = Number(fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, '0'));
  const seconds = Math.round((parts * 86_400) / 10 ** FRACTION_DIGITS);
  const day = addDays(from1904 ? DAY_0_OF_1904 : DAY_0, Number(whole));
  return stamp14(startOfDay(day) + seconds * 1_000);
}
