import { describe, expect, it } from 'vitest';
import { isInConflict, isOnDuty, isShift, makeStaff, officerOf } from './officer.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const staff = makeStaff({
  officers: [
    {
      ...{ number: '4612001', name: '欧阳某某', roles: ['officer'], tags: [], weight: 1 },
      ...{ capacity: 20, from: '2026-01-01', until: '2026-12-01' },
    },
  ],
  duty: [
    {
      officer: '4612001',
      from: at('2026-11-01T00:00:00'),
      until: at('2026-11-08T00:00:00'),
      shift: '20:00-08:00',
    },
    {
      officer: '4612001',
      from: at('2026-11-10T00:00:00'),
      until: at('2026-11-11T00:00:00'),
      shift: null,
    },
  ],
  conflicts: [
    { officer: '4612001', enterprise: '4101960A01', from: '2026-11-02', until: '2026-11-03' },
  ],
  tokens: [
    {
      ...{ officer: '4612001', label: 'a', hash: 'h' },
      ...{ expiresAt: at('2026-11-20T00:00:00'), revokedAt: null },
    },
    {
      officer: '4612001',
      label: 'b',
      hash: 'i',
      expiresAt: null,
      revokedAt: at('2026-11-02T00:00:00'),
    },
    { officer: '4612009', label: 'c', hash: 'j', expiresAt: null, revokedAt: null },
    { officer: '4612001', label: 'd', hash: 'k', expiresAt: null, revokedAt: null },
  ],
});

describe('isOnDuty', () => {
  it.each([
    ['2026-10-31T23:00:00', false],
    ['2026-11-01T07:59:59', true],
    ['2026-11-01T08:00:00', false],
    ['2026-11-01T19:59:59', false],
    ['2026-11-01T20:00:00', true],
    ['2026-11-08T00:00:00', false],
    ['2026-11-10T12:00:00', true],
    ['2026-11-11T00:00:00', false],
  ])('%s: %s', (time, expected) => {
    expect(isOnDuty(staff, '4612001', at(time))).toBe(expected);
  });

  it('knows nobody who is not on the roster', () => {
    expect(isOnDuty(staff, '4612002', at('2026-11-01T21:00:00'))).toBe(false);
  });
});

describe('officerOf', () => {
  it.each([
    ['h', '2026-11-19T23:59:59', '4612001'],
    ['h', '2026-11-20T00:00:00', undefined],
    ['i', '2026-11-05T00:00:00', undefined],
    ['j', '2026-11-05T00:00:00', undefined],
    ['x', '2026-11-05T00:00:00', undefined],
    ['k', '2026-11-30T23:59:59', '4612001'],
    ['k', '2026-12-01T00:00:00', undefined],
    ['k', '2025-12-31T00:00:00', undefined],
  ])('%s at %s: %s', (hash, time, expected) => {
    expect(officerOf(staff, hash, at(time))?.number).toBe(expected);
  });
});

it('knows the days of a conflict', () => {
  const on = (date: string) => isInConflict(staff, '4612001', '4101960A01', date);
  expect(['2026-11-01', '2026-11-02', '2026-11-03'].map(on)).toEqual([false, true, false]);
  expect(isInConflict(staff, '4612001', '4101960B01', '2026-11-02')).toBe(false);
});

it('takes shifts that are two times of a day', () => {
  const all = ['08:00-20:00', '20:00-08:00', '08:00-08:00', '8:00-20:00', '08:00-24:00', ''];
  expect(all.map(isShift)).toEqual([true, true, false, false, false, false]);
});
