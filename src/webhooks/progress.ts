import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { Posted } from '../io/post.ts';
import type { Endpoint } from './endpoint.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;

/**
 * Waits after the first, second ... failure in a row; the last goes for all that follow. Standard
 * Webhooks lets them grow to a day. Here a whole stream stands still behind the message that
 * fails, so nobody is left alone for more than an hour after he is well again.
 */
const WAITS: readonly number[] = [
  ...[5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE],
];

/** What the courier puts up with; a test passes smaller ones. */
export type CourierPatience = {
  readonly waits: readonly number[];
  readonly deadMilliseconds: number;
  readonly postMilliseconds: number;
  /** Between two looks at endpoints and streams that other processes may have changed. */
  readonly lookMilliseconds: number;
  /** For which nobody else sends when this process dies. */
  readonly leaseMilliseconds: number;
};

export const COURIER_PATIENCE: CourierPatience = {
  waits: WAITS,
  deadMilliseconds: LIMITS.webhookDeadDays * DAY,
  postMilliseconds: LIMITS.webhookMilliseconds,
  lookMilliseconds: SECOND,
  leaseMilliseconds: 10 * SECOND,
};

/** What came of one attempt, or of a portion in which there was nothing to send (null). */
export type Attempt = {
  readonly posted: Posted | null;
  readonly through: bigint;
  readonly at: Instant;
  /** 0 to 999: spreads the attempts of endpoints that failed at the same moment. */
  readonly jitter: number;
};

/** Why an attempt failed, in a word for the enterprise; null when it did not. */
export function errorOf(posted: Posted | null): string | null {
  if (posted === null) return null;
  if ('failure' in posted) return posted.failure;
  return posted.status >= 200 && posted.status < 300 ? null : `HTTP ${posted.status}`;
}

/** Where an endpoint stands after an attempt. */
export function progressOf(
  endpoint: Endpoint,
  { posted, through, at, jitter }: Attempt,
  { waits, deadMilliseconds }: Pick<CourierPatience, 'waits' | 'deadMilliseconds'>,
): Endpoint {
  const error = errorOf(posted);
  if (error === null) {
    const deliveredAt = posted === null ? endpoint.deliveredAt : at;
    const well = { pending: null, failures: 0, failingSince: null, nextAt: at };
    return { ...endpoint, ...well, position: through, deliveredAt };
  }
  const failures = endpoint.failures + 1;
  const failingSince = endpoint.failingSince ?? at;
  const isDead = error === 'HTTP 410' || at - failingSince >= deadMilliseconds;
  const usual = waits[Math.min(failures, waits.length) - 1] ?? 0;
  const wait = Math.max(usual + Math.floor((usual * jitter) / 5_000), askedWait(posted, waits));
  return {
    ...endpoint,
    state: isDead ? 'dead' : 'active',
    pending: through,
    failures,
    failingSince,
    nextAt: at + wait,
    lastError: error,
    failedAt: at,
  };
}

/** `Retry-After` in seconds of who says that it is too much; never longer than our longest wait. */
function askedWait(posted: Posted | null, waits: readonly number[]): number {
  const text = posted !== null && 'status' in posted ? posted.retryAfter : null;
  if (text === null || !/^\d{1,9}$/.test(text)) return 0;
  return Math.min(Number(text) * SECOND, waits.at(-1) ?? 0);
}
