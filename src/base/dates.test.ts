import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  businessDate,
  daysBetween,
  isBusinessDate,
  isoShanghai,
  isStamp8,
  parseStamp8,
  parseStamp14,
  stamp14,
  stamp17,
  startOfDay,
  yearOf,
} from './dates.ts';

const NOON_2020 = Date.UTC(2020, 8, 18, 4, 0, 0);
const instants = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2099, 11, 31) });
const days = instants.map(businessDate);

describe('business dates', () => {
  it('change at midnight in Shanghai, which is 16:00 UTC', () => {
    expect(businessDate(Date.UTC(2018, 11, 31, 15, 59, 59, 999))).toBe('2018-12-31');
    expect(businessDate(Date.UTC(2018, 11, 31, 16))).toBe('2019-01-01');
  });

  it('know their year and first instant', () => {
    expect(yearOf('2020-09-18')).toBe(2020);
    expect(startOfDay('2019-01-01')).toBe(Date.UTC(2018, 11, 31, 16));
    fc.assert(
      fc.property(days, (day) => {
        expect(businessDate(startOfDay(day))).toBe(day);
        expect(businessDate(startOfDay(day) - 1)).toBe(addDays(day, -1));
      }),
    );
  });

  it.each(['2020-02-29', '2000-02-29', '2024-12-31'])('%s is a day', (text) => {
    expect(isBusinessDate(text)).toBe(true);
  });

  it.each([
    '2021-02-29',
    '1900-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-04-31',
    '2020-4-1',
    '20200401',
    '2020-04-01 ',
    '',
  ])('%j is no day', (text) => {
    expect(isBusinessDate(text)).toBe(false);
  });

  it('are read as Date.parse reads them, the digits by hand', () => {
    const slow = (text: string) => {
      if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
      const parsed = Date.parse(`${text}T00:00:00Z`);
      return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
    };
    const number = (max: number, size: number) =>
      fc.integer({ min: 0, max }).map((value) => String(value).padStart(size, '0'));
    const near = fc.tuple(number(9999, 4), number(14, 2), number(33, 2));
    fc.assert(
      fc.property(near, ([year, month, day]) => {
        const text = `${year}-${month}-${day}`;
        expect(isBusinessDate(text)).toBe(slow(text));
        const stamp = text.replaceAll('-', '');
        expect(parseStamp8(stamp)).toBe(slow(text) ? text : null);
        expect(isStamp8(stamp)).toBe(slow(text));
        const noon = slow(text) ? startOfDay(text) + 12 * 3_600_000 + 34_000 : null;
        expect(parseStamp14(`${stamp}120034`)).toBe(noon);
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (t) => isBusinessDate(t) === slow(t)));
  });

  it('are the same whichever day was asked before', () => {
    fc.assert(
      fc.property(fc.array(instants), (moments) => {
        for (const at of moments) {
          const written = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
          expect([businessDate(at), businessDate(at)]).toEqual([written, written]);
        }
      }),
    );
    const last = Date.UTC(2018, 11, 31, 15, 59, 59, 999);
    const asked = [last, last + 1, last, last + 86_400_000, last + 86_400_001];
    const said = ['2018-12-31', '2019-01-01', '2018-12-31', '2019-01-01', '2019-01-02'];
    expect(asked.map(businessDate)).toEqual(said);
  });

  it('move by days and count them', () => {
    expect(addDays('2020-02-28', 2)).toBe('2020-03-01');
    expect(addDays('2020-01-01', -1)).toBe('2019-12-31');
    expect(daysBetween('2020-09-18', '2020-10-18')).toBe(30);
    fc.assert(
      fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
        expect(daysBetween(day, addDays(day, count))).toBe(count);
      }),
    );
  });

  it.each([
    ['2020-08-31', 6, '2021-02-28'],
    ['2019-08-31', 6, '2020-02-29'],
    ['2020-03-31', -1, '2020-02-29'],
    ['2020-11-30', 3, '2021-02-28'],
    ['2020-01-15', 12, '2021-01-15'],
    ['2020-01-15', 0, '2020-01-15'],
  ])('%s and %i months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });

  it('stay in the target month, never later in it', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -60, max: 60 }), (day, months) => {
        const moved = addMonths(day, months);
        const count = (date: string): number => yearOf(date) * 12 + Number(date.slice(5, 7));
        expect(count(moved) - count(day)).toBe(months);
        expect(moved.slice(8) <= day.slice(8)).toBe(true);
      }),
    );
  });
});

describe('stamps', () => {
  it('write Shanghai time', () => {
    expect(stamp14(NOON_2020)).toBe('20200918120000');
    expect(stamp17(NOON_2020 + 7)).toBe('20200918120000007');
    expect(isoShanghai(NOON_2020 + 7)).toBe('2020-09-18T12:00:00.007+08:00');
  });

  it('read back to the second', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(parseStamp14(stamp14(at))).toBe(at - (at % 1000));
        expect(parseStamp8(stamp14(at).slice(0, 8))).toBe(businessDate(at));
        expect(Date.parse(isoShanghai(at))).toBe(at);
      }),
    );
  });

  it.each([
    '20200230120000',
    '20200918240000',
    '20200918126000',
    '20200918120060',
    '2020091812000',
    '202009181200000',
    '2020-09-18 120',
    '',
  ])('%j is no moment', (text) => {
    expect(parseStamp14(text)).toBeNull();
  });

  it.each(['20200230', '2020918', '202009180', 'yyyymmdd'])('%j is no day', (text) => {
    expect(parseStamp8(text)).toBeNull();
  });
});
