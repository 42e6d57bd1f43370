import { isBusinessDate } from '../base/dates.ts';
import { type Calendar, isWeekday } from './calendar.ts';
import { readMap, type Wrong } from './classification-codec.ts';
import { covers } from './dated.ts';
import type { Dated } from './profile.ts';

/** Reads the calendar of a period; null when anything is wrong, and then `wrong` was told all. */
export function readCalendar(raw: unknown, wrong: Wrong): Calendar | null {
  const parts = readMap(raw, ['holidays', 'workdays'], [], wrong);
  if (parts === null) return null;
  const holidays = readDays(parts.holidays, 'holidays', wrong);
  const workdays = readDays(parts.workdays, 'workdays', wrong);
  if (holidays === null || workdays === null) return null;
  const odd = workdays.flatMap((day) => {
    if (holidays.includes(day)) return [`${day} is a holiday, too`];
    return isWeekday(day) ? [`${day} is a working day anyway, Monday to Friday`] : [];
  });
  for (const detail of odd) wrong(['workdays'], detail);
  return odd.length > 0 ? null : { holidays: holidays.sort(), workdays: workdays.sort() };
}

function readDays(raw: unknown, name: string, wrong: Wrong): string[] | null {
  if (!Array.isArray(raw)) {
    wrong([name], 'expected a list of days YYYY-MM-DD');
    return null;
  }
  const seen = new Set<string>();
  raw.forEach((day: unknown, index) => {
    if (typeof day !== 'string' || !isBusinessDate(day)) {
      wrong([name, index], 'expected a day YYYY-MM-DD');
    } else if (seen.has(day)) wrong([name, index], `${day} is given twice`);
    else seen.add(day);
  });
  return seen.size < raw.length ? null : [...seen];
}

/** Days that are listed in a period they do not lie in: by the index of the period. */
export function calendarProblems(
  calendars: readonly Dated<Calendar>[],
): { readonly period: number; readonly detail: string }[] {
  return calendars.flatMap((calendar, period) => {
    const { holidays, workdays } = calendar.value;
    const stray = [...holidays, ...workdays].filter((day) => !covers(calendar, day));
    return stray.map((day) => ({ period, detail: `${day} does not lie in the period` }));
  });
}
