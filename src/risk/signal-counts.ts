import { DAY, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { SignalSource } from './signals.ts';
import type { Noted } from './subject.ts';

/** Signals of one enterprise: all of them, and of payment data what was late and what was false. */
export type SignalCount = {
  readonly all: number;
  readonly late: number;
  readonly false: number;
};

/** Counts by enterprise; who is not in it has none. */
export type SignalCounts = ReadonlyMap<string, SignalCount>;

/** Which signals of payment data say that it was not there in time. */
export type IsLate = (code: string) => boolean;

/** The counts as they were last read. */
export type SignalMemory = {
  /** The counts of the last 30 days, read anew once a minute with one statement. */
  counts(sql: Sql, at: Instant): Promise<SignalCounts>;
};

/** Days of signals that count. */
const DAYS = 30;

const COUNT = `
  select enterprise_code as enterprise, source, code, count(*)::integer as signals
  from risk.signals where at > $1::timestamptz and at <= $2::timestamptz group by 1, 2, 3`;

type Row = {
  readonly enterprise: string;
  readonly source: SignalSource;
  readonly code: string;
  readonly signals: number;
};

/** A memory that has read nothing yet. */
export function openSignalMemory(isLate: IsLate): SignalMemory {
  let readAt: Instant = Number.NEGATIVE_INFINITY;
  let counts: SignalCounts = new Map();
  return {
    counts: async (sql, at) => {
      if (at >= readAt && at < readAt + LIMITS.signalsMilliseconds) return counts;
      const rows = await sql.query<Row>(COUNT, [instantText(at - DAYS * DAY), instantText(at)]);
      counts = summed(rows, isLate);
      readAt = at;
      return counts;
    },
  };
}

function summed(rows: readonly Row[], isLate: IsLate): SignalCounts {
  const counts = new Map<string, SignalCount>();
  for (const { enterprise, source, code, signals } of rows) {
    const known = counts.get(enterprise) ?? NONE;
    const isData = source === 'payment-data';
    counts.set(enterprise, {
      all: known.all + signals,
      late: known.late + (isData && isLate(code) ? signals : 0),
      false: known.false + (isData && !isLate(code) ? signals : 0),
    });
  }
  return counts;
}

const NONE: SignalCount = { all: 0, late: 0, false: 0 };

/** What rules ask of the signals of a platform and a seller. */
export function notedSignals(
  counts: SignalCounts,
  platform: string,
  seller: string,
): Omit<Noted, 'buyer' | 'payer' | 'phone' | 'address'> {
  const of = counts.get(platform) ?? NONE;
  return {
    platformSignals: of.all,
    sellerSignals: (counts.get(seller) ?? NONE).all,
    paymentLate: of.late,
    paymentFalse: of.false,
  };
}
