import { describe, expect, it } from 'vitest';
import { keyOf } from '../base/keys.ts';
import { makeStaff, type Officer } from '../registry/officer.ts';
import { canBeManned, rosterOf } from './roster.ts';

const AT = Date.parse('2026-11-29T10:00:00+08:00');
const officer = (number: string, more: Partial<Officer> = {}): Officer => ({
  ...{ number, name: '某', roles: ['officer'], tags: ['customs'], weight: 1, capacity: 2 },
  ...{ from: '2026-01-01', until: null, ...more },
});
const duty = (number: string) => {
  return { officer: number, from: 0, until: AT * 2, shift: '08:00-20:00' };
};
const staff = makeStaff({
  officers: [
    ...[officer('O2'), officer('O1'), officer('O3'), officer('O4', { weight: 5 })],
    officer('S1', { roles: ['supervisor'] }),
    officer('G1', { until: '2026-11-29' }),
  ],
  duty: ['O1', 'O2', 'O4', 'S1', 'G1'].map(duty),
  conflicts: [{ officer: 'O1', enterprise: 'E2', from: '2026-11-01', until: null }],
  tokens: [],
});
const workload = { today: new Map([['O4', 3]]), recent: new Set([keyOf('O2', 'E1')]) };

describe('rosterOf', () => {
  it('declares why somebody is left out, for the enterprises of the draw alone', () => {
    expect(rosterOf(staff, ['E2', 'E1', 'E2'], workload, AT)).toEqual([
      {
        ...{ id: 'O1', tags: ['customs'], weight: 1, capacity: 2 },
        declared: [{ enterprise: 'E2', reason: 'conflict', weight: 0 }],
      },
      {
        ...{ id: 'O2', tags: ['customs'], weight: 1, capacity: 2 },
        declared: [{ enterprise: 'E1', reason: 'recent', weight: 0 }],
      },
      {
        ...{ id: 'O3', tags: ['customs'], weight: 1, capacity: 2 },
        declared: [{ enterprise: null, reason: 'offDuty', weight: 0 }],
      },
      { id: 'O4', tags: ['customs'], weight: 5, capacity: 0, declared: [] },
    ]);
    expect(rosterOf(staff, [], workload, AT)[0]?.declared).toEqual([]);
  });
});

describe('canBeManned', () => {
  const can = (enterprise: string, needs: readonly string[] = []) => {
    const target = { id: 'T', layer: 'all', enterprise, weight: 1, needs };
    return canBeManned(target, rosterOf(staff, ['E1', 'E2'], workload, AT));
  };

  it('counts those beyond their capacity, whom two persons may send', () => {
    // O1 and O4; O2 was there of late, O3 is off duty.
    expect(can('E1')).toBe(true);
    expect(can('E2')).toBe(true);
  });

  it('wants every licence', () => {
    expect(can('E1', ['customs'])).toBe(true);
    expect(can('E1', ['customs', 'quarantine'])).toBe(false);
  });
});
