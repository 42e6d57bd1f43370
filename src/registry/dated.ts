import { assert } from '../base/assert.ts';
import { type BusinessDate, isBusinessDate } from '../base/dates.ts';
import type { Dated } from './profile.ts';

/** A stretch of days: `from` inclusive, `until` exclusive, null when still in force. */
export type Period = { readonly from: BusinessDate; readonly until: BusinessDate | null };

/** Whether the day lies in the period. */
export function covers(period: Period, date: BusinessDate): boolean {
  return date >= period.from && (period.until === null || date < period.until);
}

/**
 * The value in force on `date`.
 * @throws Bug when no period covers the day; the reader of profiles refuses gaps, so only a day
 * before the law begins can do that. Callers with foreign dates ask `ProfileIndex.covers` first.
 */
export function valueAt<T>(dated: readonly Dated<T>[], date: BusinessDate): T {
  const period = dated.find((candidate) => covers(candidate, date));
  assert(period !== undefined, `no value is in force on ${date}`);
  return period.value;
}

/** Whether two periods share a day. */
export function overlap(a: Period, b: Period): boolean {
  return (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until);
}

/** The days that both periods have in common, or null when there are none. */
export function intersect(a: Period, b: Period): Period | null {
  const from = laterStart(a.from, b.from);
  const until = earlierEnd(a.until, b.until);
  return until === null || from < until ? { from, until } : null;
}

function laterStart(a: BusinessDate, b: BusinessDate): BusinessDate {
  if (a < b) return b;
  return a;
}

function earlierEnd(a: BusinessDate | null, b: BusinessDate | null): BusinessDate | null {
  if (a === null || b === null) return a ?? b;
  return b < a ? b : a;
}

/** Whether the texts are real days in order; `until` may be null. */
export function isPeriod(from: string, until: string | null): boolean {
  if (!isBusinessDate(from)) return false;
  return until === null || (isBusinessDate(until) && from < until);
}
