import { describe, expect, it } from 'vitest';
import { rate, ZERO } from '../base/rate.ts';
import { isB2bMode } from './export-law.ts';
import type { Profile, TariffLine } from './profile.ts';
import { readProfile } from './profile-file.ts';
import { indexProfile } from './profile-lookup.ts';

const read = await readProfile('profiles/cn-zhengzhou');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const profile: Profile = read.value;
const index = indexProfile(profile);

describe('paymentData', () => {
  it.each([
    ['2018-12-31', ZERO],
    ['2019-01-01', rate(1n, 1_000n)],
  ])('on %s', (date, share) => {
    expect(index.paymentData(date)).toEqual({ rate: share, minutes: 1_440 });
  });

  it('asks for nothing, and leaves a day, where the law says neither', () => {
    const { parameters } = profile;
    const silent = { ...parameters, paymentDataRate: [], paymentDataMinutes: [] };
    const older = indexProfile({ ...profile, parameters: silent });
    expect(older.paymentData('2026-01-01')).toEqual({ rate: ZERO, minutes: 1_440 });
  });
});

describe('office', () => {
  it('leaves nobody out, and two hours and thirty days, where the law says nothing', () => {
    const { parameters } = profile;
    const silent = {
      ...parameters,
      recentDays: [],
      recentTimes: [],
      taskMinutes: [],
      detainedDays: [],
    };
    const older = indexProfile({ ...profile, parameters: silent });
    const usual = { recentDays: 0, recentTimes: 1, taskMinutes: 120, detainedDays: 30 };
    expect(older.office('2026-01-01')).toEqual(usual);
    expect(index.office('2026-01-01')).toEqual({
      recentDays: 1,
      recentTimes: 20,
      taskMinutes: 120,
      detainedDays: 30,
    });
  });
});

describe('sightings', () => {
  it('are the terms of the day, and the usual ones where the law says nothing', () => {
    const { parameters } = profile;
    const older = indexProfile({ ...profile, parameters: { ...parameters, sightings: [] } });
    expect(older.sightings('2026-01-01')).toEqual(index.sightings('2026-01-01'));
    const [usual] = parameters.sightings;
    const changed = [
      { ...usual!, until: '2027-01-01' },
      { ...usual!, from: '2027-01-01', value: { ...usual!.value, buyer: 3 } },
    ];
    const newer = indexProfile({ ...profile, parameters: { ...parameters, sightings: changed } });
    const on = (day: string) => newer.sightings(day).buyer;
    expect([on('2026-12-31'), on('2027-01-01')]).toEqual([10, 3]);
  });
});

describe('exports', () => {
  const OPEN = ['9610', '1210'];
  const ALL = [...OPEN, '9710', '9810'];
  const LIMIT = { limit: 5_000_00n };
  it.each([
    ['2016-04-08', OPEN, null, null, false, 10, 0],
    ['2018-09-29', OPEN, null, null, false, 10, 0],
    ['2018-09-30', OPEN, null, null, true, 10, 0],
    ['2018-12-31', OPEN, null, null, true, 10, 0],
    ['2019-01-01', OPEN, LIMIT, null, true, 15, 0],
    ['2020-03-26', OPEN, LIMIT, null, true, 15, 0],
    ['2020-03-27', OPEN, LIMIT, null, true, 15, 12],
    ['2020-06-30', OPEN, LIMIT, null, true, 15, 12],
    ['2020-07-01', ALL, LIMIT, LIMIT, true, 15, 12],
    ['2026-11-30', ALL, LIMIT, LIMIT, true, 15, 12],
  ])('on %s', (date, modes, simplified, b2b, moved, summaryDay, returnMonths) => {
    const reminderDays = summaryDay === 15 ? 5 : 0;
    const rest = { arrival: moved, master: moved, summaryDay, reminderDays, returnMonths };
    expect(index.exports(date)).toEqual({ modes, simplified, b2b, ...rest });
    expect(index.at(date).b2bPilot).toBe(modes.some(isB2bMode));
  });

  it('has no law before its first day', () => {
    expect(index.exports('2016-04-07')).toBeNull();
    expect(index.exportGoods('3926909090', '2016-04-07')).toBeNull();
    expect(index.exportHeading('3926', '2016-04-07')).toBeNull();
  });
});

describe('exportGoods', () => {
  it.each([
    ['2024-11-30', 13n],
    ['2024-12-01', 9n],
    ['2026-03-31', 9n],
    ['2026-04-01', 6n],
  ])('has the refund of batteries on %s', (date, percent) => {
    expect(index.exportGoods('8507600090', date)?.refund).toEqual(rate(percent, 100n));
  });

  it('takes the code of ten digits as a whole', () => {
    const silver = index.exportGoods('7106911000', '2026-01-01');
    expect(silver).toMatchObject({ unit1: '036', unit2: null, duty: ZERO, prohibited: false });
    expect(silver?.conditions).toEqual(['4', 'x', 'y']);
    expect(index.exportGoods('71069110', '2026-01-01')).toBeNull();
    expect(index.exportGoods('7106911001', '2026-01-01')).toBeNull();
  });
});

describe('exportHeading', () => {
  it.each([
    // Licence, duty, prohibition; inspection alone; nothing of them; nothing below it.
    ['7106', { licensed: true, inspected: false }],
    ['710691', { licensed: true, inspected: false }],
    ['7601', { licensed: true, inspected: false }],
    ['853932', { licensed: true, inspected: false }],
    ['8539', { licensed: true, inspected: false }],
    ['853952', { licensed: false, inspected: false }],
    ['330499', { licensed: true, inspected: true }],
    ['330491', { licensed: false, inspected: true }],
    ['9503', { licensed: false, inspected: false }],
    ['0101', null],
    ['95030', null],
    ['95', null],
    ['9503002100', null],
  ])('%s', (prefix, expected) => {
    expect(index.exportHeading(prefix, '2026-01-01')).toEqual(expected);
  });

  it('changes with the lines below it', () => {
    const on = (date: string) => index.exportHeading('880622', date);
    expect(on('2021-12-31')).toBeNull();
    expect(on('2023-08-31')).toEqual({ licensed: false, inspected: false });
    expect(on('2023-09-01')).toEqual({ licensed: true, inspected: false });
  });
});

describe('tariffAt', () => {
  it.each([
    ['2016-04-08', 17n],
    ['2018-04-30', 17n],
    ['2018-05-01', 16n],
    ['2019-03-31', 16n],
    ['2019-04-01', 13n],
  ])('follows standard VAT: %s', (date, percent) => {
    expect(index.tariffAt('1901101000', date)?.vat).toEqual(rate(percent, 100n));
  });

  it.each([
    ['2017-06-30', 13n],
    ['2017-07-01', 11n],
    ['2018-05-01', 10n],
    ['2019-04-01', 9n],
  ])('follows low VAT: %s', (date, percent) => {
    expect(index.tariffAt('15091000', date)?.vat).toEqual(rate(percent, 100n));
  });

  it('follows a change of consumption tax', () => {
    expect(index.tariffAt('3303000010', '2016-09-30')?.consumption.kind).toBe('advalorem');
    expect(index.tariffAt('3303000010', '2016-10-01')?.consumption.kind).toBe('highend');
  });

  it('prefers the ten-digit line', () => {
    const general = index.tariffAt('33049900', '2020-09-18')!;
    const special: TariffLine = { ...general, hs: '3304990099', mfnDuty: rate(1n, 2n) };
    const both = indexProfile({ ...profile, tariff: [special, ...profile.tariff] });
    expect(both.tariffAt('3304990099', '2020-09-18')).toBe(special);
    expect(both.tariffAt('3304990098', '2020-09-18')).toBe(general);
  });

  it('is null for unknown codes, short codes and days before the law', () => {
    for (const code of ['99999999', '1901', '', '__proto__']) {
      expect(index.tariffAt(code, '2020-09-18')).toBeNull();
    }
    expect(index.tariffAt('19011010', '2016-04-07')).toBeNull();
  });
});

describe('positiveAt', () => {
  it.each([
    ['0306179000', '2019-12-31', false],
    ['0306179000', '2020-01-01', true],
    ['9307009000', '2022-02-28', true],
    ['9307009000', '2022-03-01', false],
  ])('%s on %s: %s', (code, date, listed) => {
    expect(index.positiveAt(code, date) !== null).toBe(listed);
  });
});

describe('at', () => {
  it('gives the day its parameters, the same object until the law changes', () => {
    expect(index.at('2018-12-31').singleLimit).toBe(2_000_00n);
    expect(index.at('2019-01-01').singleLimit).toBe(5_000_00n);
    expect(index.at('2020-09-18')).toBe(index.at('2020-09-19'));
    expect(index.at('2020-03-27').returnArriveDays).toBe(30);
    expect(index.at('2020-03-28').returnArriveDays).toBe(45);
  });

  it('is a bug before the law begins', () => {
    expect(index.begins).toBe('2016-04-08');
    expect([index.covers('2016-04-07'), index.covers('2016-04-08')]).toEqual([false, true]);
    expect(() => index.at('2016-04-07')).toThrow('2016-04-07');
  });
});
