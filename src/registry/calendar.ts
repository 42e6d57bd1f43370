import { assert } from '../base/assert.ts';
import { addDays, type BusinessDate, daysBetween } from '../base/dates.ts';

/**
 * Where the working days of a period are not Monday to Friday: public holidays, and the Saturdays
 * and Sundays on which work is made up (调休). Each in order.
 */
export type Calendar = {
  readonly holidays: readonly BusinessDate[];
  readonly workdays: readonly BusinessDate[];
};

/** Counts working days. Where the law lists nothing, Monday to Friday are working days. */
export type WorkingDays = {
  isWorkingDay(day: BusinessDate): boolean;
  /** The n-th working day after `day`; `day` itself when `n` is 0. @throws Bug when n < 0 */
  addWorkingDays(day: BusinessDate, n: number): BusinessDate;
  nextWorkingDayOnOrAfter(day: BusinessDate): BusinessDate;
};

/** Monday to Friday, whatever a law says of the day. */
export function isWeekday(day: BusinessDate): boolean {
  const sinceMonday = daysBetween(A_MONDAY, day) % 7;
  return (sinceMonday + 7) % 7 < 5;
}

const A_MONDAY: BusinessDate = '2024-01-01';

/** The working days of a law by all its calendars. */
export function workingDaysOf(calendars: readonly Calendar[]): WorkingDays {
  const holidays = new Set(calendars.flatMap((calendar) => calendar.holidays));
  const workdays = new Set(calendars.flatMap((calendar) => calendar.workdays));
  const isWorkingDay = (day: BusinessDate): boolean =>
    workdays.has(day) || (isWeekday(day) && !holidays.has(day));
  // Ends, because a law lists so many days and no more.
  const nextWorkingDayOnOrAfter = (day: BusinessDate): BusinessDate => {
    let next = day;
    while (!isWorkingDay(next)) next = addDays(next, 1);
    return next;
  };
  return {
    isWorkingDay,
    nextWorkingDayOnOrAfter,
    addWorkingDays: (day, n) => {
      assert(n >= 0, `${n} is no number of working days`);
      let last = day;
      for (let i = 0; i < n; i += 1) last = nextWorkingDayOnOrAfter(addDays(last, 1));
      return last;
    },
  };
}
