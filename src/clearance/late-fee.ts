import { type BusinessDate, daysBetween } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { divideHalfUp } from '../base/rounding.ts';
import { billTotal } from './bill.ts';
import type { Notice } from './notice-store.ts';

/**
 * What a notice that was not paid in time costs more by a day: 0.05 % of the tax for each day after
 * the last one (滞纳金 0.5‰ a day; TAX-12), rounded half up to fen.
 */
export function lateFee(notice: Notice, today: BusinessDate): Fen {
  const days = today > notice.due ? daysBetween(notice.due, today) : 0;
  return divideHalfUp(billTotal(notice) * BigInt(days) * 5n, 10_000n);
}
