import { describe, expect, it } from 'vitest';
import { type CreditEvent, classOn, classSteps } from './credit.ts';
import { eventFinding } from './credit-check.ts';
import type { CreditClass } from './enterprise.ts';

type Told = Pick<CreditEvent, 'kind' | 'day'> & Partial<CreditEvent>;

/** Events in the order in which they were entered. */
function entered(...told: readonly Told[]): CreditEvent[] {
  return told.map((one, index) => ({
    paperNo: `P${index + 1}`,
    certified: null,
    violation: null,
    ...one,
    serial: index + 1,
  }));
}

const violation = (day: string, fine: bigint, documents: bigint, broker = false): Told => {
  return { kind: 'violation', day, violation: { fine: fine * 100n, documents, broker } };
};
const on = (date: string, events: readonly CreditEvent[], before: CreditClass = 'GENERAL') =>
  classOn(before, events, date);

describe('the class of an enterprise', () => {
  it('is the one it had as long as nothing is found', () => {
    expect(on('2026-01-01', [], 'ADV')).toBe('ADV');
    expect(classSteps('ADV', [], '2026-01-01')).toEqual([]);
  });

  it('is dishonest from the day of smuggling on, until a rehabilitation', () => {
    const events = entered(
      { kind: 'certified', day: '2020-01-01', certified: 'ADV' },
      { kind: 'smuggling', day: '2021-05-01' },
      { kind: 'certified', day: '2022-01-01', certified: 'ADV' },
      { kind: 'rehabilitated', day: '2023-05-01' },
      { kind: 'certified', day: '2024-01-01', certified: 'GEN_CERT' },
    );
    expect(classSteps('GENERAL', events, '2030-01-01')).toEqual([
      { since: '2020-01-01', class: 'ADV', event: 1 },
      { since: '2021-05-01', class: 'DISHONEST', event: 2 },
      { since: '2023-05-01', class: 'GENERAL', event: 4 },
      { since: '2024-01-01', class: 'GEN_CERT', event: 5 },
    ]);
    expect([on('2021-04-30', events), on('2021-05-01', events)]).toEqual(['ADV', 'DISHONEST']);
    expect([on('2023-04-30', events), on('2023-05-01', events)]).toEqual(['DISHONEST', 'GENERAL']);
  });

  it('is ordinary when a certification was withdrawn', () => {
    const events = entered({ kind: 'certification-withdrawn', day: '2020-03-01' });
    expect([on('2020-02-29', events, 'ADV'), on('2020-03-01', events, 'ADV')]).toEqual([
      'ADV',
      'GENERAL',
    ]);
  });

  it('does not depend on the order in which the days were entered', () => {
    const late = entered(
      { kind: 'rehabilitated', day: '2023-05-01' },
      { kind: 'smuggling', day: '2021-05-01' },
    );
    expect([on('2022-01-01', late), on('2023-05-01', late)]).toEqual(['DISHONEST', 'GENERAL']);
  });
});

describe('violations', () => {
  const DAY = '2024-06-01';
  const is = (...events: Told[]) => on(DAY, entered(...events));

  it('make dishonest when they are both too many and too dear', () => {
    expect(is(violation(DAY, 1_000_001n, 999n))).toBe('DISHONEST');
    expect(is(violation(DAY, 1_000_000n, 999n))).toBe('GENERAL');
    expect(is(violation(DAY, 1_000_001n, 1_000n))).toBe('GENERAL');
    expect(is(violation(DAY, 1_000_001n, 0n))).toBe('DISHONEST');
  });

  it('are too dear sooner for a customs broker', () => {
    expect(is(violation(DAY, 300_001n, 999n, true))).toBe('DISHONEST');
    expect(is(violation(DAY, 300_000n, 999n, true))).toBe('GENERAL');
    expect(is(violation(DAY, 300_001n, 999n, false))).toBe('GENERAL');
  });

  it('are added up over one year', () => {
    const first = (day: string) =>
      is(violation(day, 600_000n, 1n), violation(DAY, 600_000n, 1_999n));
    expect([first('2023-06-01'), first('2023-06-02')]).toEqual(['GENERAL', 'DISHONEST']);
    const after = entered(violation('2024-06-02', 600_000n, 1n), violation(DAY, 600_000n, 1n));
    expect([on(DAY, after), on('2024-06-02', after)]).toEqual(['GENERAL', 'DISHONEST']);
  });

  it('of before a rehabilitation do not count any more', () => {
    const rest = [
      { kind: 'smuggling', day: '2024-01-02' },
      { kind: 'rehabilitated', day: '2024-03-01' },
      violation(DAY, 600_000n, 1n),
    ] as const;
    expect(is(violation('2024-01-01', 600_000n, 1n), ...rest)).toBe('GENERAL');
    const twice = violation('2024-03-02', 600_000n, 1n);
    expect(is(violation('2024-01-01', 600_000n, 1n), ...rest, twice)).toBe('DISHONEST');
  });
});

describe('unpaid tax', () => {
  const unpaid: Told = { kind: 'tax-unpaid', day: '2023-11-30', paperNo: 'N1' };
  const paid = (day: string, paperNo = 'N1'): Told => ({ kind: 'tax-paid', day, paperNo });

  it('makes dishonest after three months, by time alone', () => {
    const events = entered(unpaid);
    expect(on('2024-02-29', events)).toBe('GENERAL');
    expect(on('2024-03-01', events)).toBe('DISHONEST');
  });

  it('does not when it was paid in time, and does when later', () => {
    expect(on('2025-01-01', entered(unpaid, paid('2024-02-29')))).toBe('GENERAL');
    expect(on('2025-01-01', entered(unpaid, paid('2024-03-01')))).toBe('DISHONEST');
    expect(on('2025-01-01', entered(unpaid, paid('2024-01-01', 'N2')))).toBe('DISHONEST');
  });
});

describe('an event is refused', () => {
  const TODAY = '2024-06-01';
  const code = (
    told: Told,
    {
      before = 'GENERAL' as CreditClass,
      events = [] as CreditEvent[],
      regime = '251' as const,
    } = {},
  ) => {
    const [event] = entered({ paperNo: 'NEW', ...told });
    const given = { ...event!, serial: events.length + 1 };
    return eventFinding(given, { before, events, today: TODAY, regime })?.code ?? null;
  };

  it('when its day has not come', () => {
    expect(code({ kind: 'smuggling', day: '2024-06-02' })).toBe('CREDIT-DAY');
    expect(code({ kind: 'smuggling', day: TODAY })).toBeNull();
  });

  it('when the order does not know the class', () => {
    expect(code({ kind: 'certified', day: TODAY, certified: 'GEN_CERT' })).toBe('CREDIT-CLASS');
    expect(code({ kind: 'certified', day: TODAY, certified: 'ADV' })).toBeNull();
  });

  it('when it would move a dishonest enterprise up', () => {
    const before = 'DISHONEST';
    const certified: Told = { kind: 'certified', day: TODAY, certified: 'ADV' };
    expect(code(certified, { before })).toBe('CREDIT-DISHONEST');
    expect(code({ kind: 'rehabilitated', day: TODAY }, { before })).toBeNull();
    const events = entered({ kind: 'tax-unpaid', day: '2023-11-30', paperNo: 'N1' });
    const paid: Told = { kind: 'tax-paid', day: '2024-01-05', paperNo: 'N1' };
    expect(code(paid, { events })).toBe('CREDIT-DISHONEST');
    expect(code({ ...paid, day: '2024-05-05' }, { events })).toBeNull();
  });

  it('when there is nothing to end', () => {
    expect(code({ kind: 'rehabilitated', day: TODAY })).toBe('CREDIT-NOT-DISHONEST');
    const withdrawn: Told = { kind: 'certification-withdrawn', day: TODAY };
    expect(code(withdrawn)).toBe('CREDIT-NOT-CERTIFIED');
    expect(code(withdrawn, { before: 'ADV' })).toBeNull();
  });

  it('when tax is still open, or none was', () => {
    const open: Told = { kind: 'tax-unpaid', day: '2023-11-30', paperNo: 'N1' };
    const paid: Told = { kind: 'tax-paid', day: '2024-05-01', paperNo: 'N1' };
    const end: Told = { kind: 'rehabilitated', day: TODAY };
    expect(code(end, { events: entered(open) })).toBe('CREDIT-TAX-OPEN');
    expect(code(end, { events: entered(open, paid) })).toBeNull();
    expect(code(paid)).toBe('CREDIT-TAX-UNKNOWN');
    expect(code({ ...paid, day: '2023-11-29' }, { events: entered(open) })).toBe(
      'CREDIT-TAX-UNKNOWN',
    );
  });
});
