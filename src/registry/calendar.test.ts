import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '../base/dates.ts';
import { isWeekday, workingDaysOf } from './calendar.ts';
import { readProfile } from './profile-file.ts';
import { indexProfile } from './profile-lookup.ts';

const read = await readProfile('profiles/cn-zhengzhou');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const { parameters } = read.value;
const shipped = indexProfile(read.value).workingDays;
const plain = workingDaysOf([]);

const daysOf = (year: number): string[] => {
  const first = `${year}-01-01`;
  const days = daysBetween(first, `${year + 1}-01-01`);
  return Array.from({ length: days }, (_, i) => addDays(first, i));
};

describe('the calendar that is shipped', () => {
  it.each([
    // Working days of a year by the notices: days less weekends and holidays, with those made up.
    [2025, 248],
    [2026, 248],
  ])('%d has %d working days', (year, count) => {
    expect(daysOf(year).filter(shipped.isWorkingDay)).toHaveLength(count);
  });

  it.each([
    ['2025-01-27', true],
    ['2025-01-28', false],
    ['2025-02-08', true],
    ['2025-10-08', false],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-15', false],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-10-10', true],
    ['2026-10-11', false],
  ])('%s: %s', (day, works) => {
    expect(shipped.isWorkingDay(day)).toBe(works);
  });

  it('counts Monday to Friday in years it says nothing of', () => {
    expect(daysOf(2020).filter(shipped.isWorkingDay)).toEqual(daysOf(2020).filter(isWeekday));
    expect(shipped.isWorkingDay('2020-10-01')).toBe(true);
    expect(parameters.calendar.map(({ from }) => from.slice(0, 4))).toEqual([
      '2016',
      '2025',
      '2026',
    ]);
  });

  it.each([
    // The 15th of the month, or the next working day.
    ['2026-01-15', '2026-01-15'],
    ['2026-02-15', '2026-02-24'],
    ['2026-03-15', '2026-03-16'],
    ['2026-08-15', '2026-08-17'],
  ])('%s, or else %s', (day, next) => {
    expect(shipped.nextWorkingDayOnOrAfter(day)).toBe(next);
  });

  it.each([
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-09-25', 20, '2026-10-29'],
    ['2026-02-20', 0, '2026-02-20'],
    ['2026-02-20', 1, '2026-02-24'],
  ])('%s and %d working days is %s', (day, n, last) => {
    expect(shipped.addWorkingDays(day, n)).toBe(last);
  });
});

describe('working days without a calendar', () => {
  it('are Monday to Friday, before 2024 as after', () => {
    const week = Array.from({ length: 7 }, (_, i) => addDays('2023-12-25', i));
    expect(week.map(plain.isWorkingDay)).toEqual([true, true, true, true, true, false, false]);
    expect(plain.isWorkingDay('2000-02-29')).toBe(true);
    expect(plain.isWorkingDay('1999-12-26')).toBe(false);
    expect(plain.addWorkingDays('2020-09-18', 20)).toBe('2020-10-16');
  });

  it('are counted forwards only', () => {
    expect(() => plain.addWorkingDays('2020-09-18', -1)).toThrow(/-1/);
  });
});
