import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Signal } from '../risk/signals.ts';

/**
 * One request for the payment data of an order, drawn by chance or ordered by an officer.
 *
 * open: the platform's interface is called until it takes the call. asked: it has, and is to upload
 * by `dueAt`. answered: data came that can be read and trusted; whether it is true stand its codes.
 * late: the time is over; data that comes after all makes it answered. unregistered: the platform
 * has no interface on file; one pull a day says so, whatever else is drawn.
 */
export type PullState = 'open' | 'asked' | 'answered' | 'late' | 'unregistered';

export const PULL_STATES: readonly PullState[] = [
  ...(['open', 'asked', 'answered', 'late', 'unregistered'] as const),
];

export type Pull = {
  /** A UUID in lower case; platforms are told it in upper case. */
  readonly sessionId: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly listNo: string;
  /** By an officer, not by chance. */
  readonly ordered: boolean;
  readonly state: PullState;
  readonly drawnAt: Instant;
  /** When data must be here; moves once, by as much as the first call was behind the draw. */
  readonly dueAt: Instant;
  readonly nextAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly lateAt: Instant | null;
  readonly attempts: number;
  /** Why the last call was not taken: `timeout`, `HTTP 500`, `code 20000` ... */
  readonly lastError: string | null;
  /** Of all that was found wrong with it, sorted. */
  readonly codes: readonly string[];
};

/** An order whose payment data is to be asked for. */
export type Wanted = Pick<Pull, 'sessionId' | 'ebpCode' | 'orderNo' | 'listNo'>;

/** The signals that findings of a pull raise: one a code, with all places it was found at. */
export function signalsOf(
  { ebpCode, sessionId, orderNo, listNo }: Wanted,
  findings: readonly Pick<Finding, 'code' | 'path'>[],
  at: Instant,
): Signal[] {
  return [...Map.groupBy(findings, ({ code }) => code)].map(([code, own]) => {
    const paths = [...new Set(own.flatMap(({ path }) => path ?? []))];
    const detail = paths.length === 0 ? {} : { paths };
    const raised = { enterprise: ebpCode, source: 'payment-data' as const, code, ref: sessionId };
    return { ...raised, at, orderNo, listNo, detail };
  });
}
