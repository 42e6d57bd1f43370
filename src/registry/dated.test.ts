import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../base/dates.ts';
import { covers, intersect, isPeriod, overlap, type Period, valueAt } from './dated.ts';

const day = fc.integer({ min: 0, max: 60 }).map((count) => addDays('2020-01-01', count));
const period: fc.Arbitrary<Period> = fc
  .tuple(day, fc.option(fc.integer({ min: 1, max: 30 })))
  .map(([from, length]) => ({ from, until: length === null ? null : addDays(from, length) }));

describe('valueAt', () => {
  const dated = [
    { from: '2016-04-08', until: '2019-01-01', value: 2_000, law: 'a' },
    { from: '2019-01-01', until: null, value: 5_000, law: 'b' },
  ];
  it.each([
    ['2016-04-08', 2_000],
    ['2018-12-31', 2_000],
    ['2019-01-01', 5_000],
    ['2099-01-01', 5_000],
  ])('on %s is %i', (date, value) => {
    expect(valueAt(dated, date)).toBe(value);
  });

  it('is a bug before the law begins', () => {
    expect(() => valueAt(dated, '2016-04-07')).toThrow('no value is in force on 2016-04-07');
  });
});

describe('periods', () => {
  it('need real days in order', () => {
    expect(isPeriod('2020-01-01', null)).toBe(true);
    expect(isPeriod('2020-01-01', '2020-01-02')).toBe(true);
    expect(isPeriod('2020-01-01', '2020-01-01')).toBe(false);
    expect(isPeriod('2020-02-30', null)).toBe(false);
    expect(isPeriod('2020-01-01', 'later')).toBe(false);
  });

  it('overlap and intersect exactly in the days both cover', () => {
    fc.assert(
      fc.property(period, period, (a, b) => {
        const days = Array.from({ length: 100 }, (_, count) => addDays('2020-01-01', count));
        const both = days.filter((date) => covers(a, date) && covers(b, date));
        const shared = intersect(a, b);
        expect(overlap(a, b)).toBe(both.length > 0);
        expect(shared === null ? [] : days.filter((date) => covers(shared, date))).toEqual(both);
      }),
    );
  });
});
