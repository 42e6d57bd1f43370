import { describe, expect, it } from 'vitest';
import type { Posted } from '../io/post.ts';
import type { Endpoint } from './endpoint.ts';
import { COURIER_PATIENCE, errorOf, progressOf } from './progress.ts';

const AT = Date.UTC(2026, 10, 1);
const MINUTE = 60_000;
const FRESH: Endpoint = {
  ...{ enterprise: 'A', id: 'wh_1', url: 'https://a.example/', description: '' },
  ...{ types: [], batch: 20, state: 'active', secret: 's', oldSecret: null },
  ...{ oldSecretUntil: null, createdAt: AT, position: 5n, pending: null, epoch: 0n, failures: 0 },
  ...{ failingSince: null, nextAt: AT, lastError: null, failedAt: null, deliveredAt: null },
};
const status = (code: number, retryAfter: string | null = null): Posted => {
  return { status: code, retryAfter };
};
const tried = (endpoint: Endpoint, posted: Posted | null, at = AT, jitter = 0) =>
  progressOf(endpoint, { posted, through: 9n, at, jitter }, COURIER_PATIENCE);

describe('where an endpoint stands after an attempt', () => {
  it.each([200, 204, 299])('%i moves it on', (code) => {
    const failed = tried(FRESH, status(500));
    const well = { position: 9n, pending: null, failures: 0, failingSince: null, deliveredAt: AT };
    expect(tried(failed, status(code))).toMatchObject({ ...well, lastError: 'HTTP 500' });
  });

  it('moves over receipts it did not ask for without a delivery', () => {
    expect(tried(FRESH, null)).toMatchObject({ position: 9n, deliveredAt: null });
  });

  it.each([
    [status(301), 'HTTP 301'],
    [status(400), 'HTTP 400'],
    [status(503), 'HTTP 503'],
    [{ failure: 'timeout' }, 'timeout'],
  ])('%o is a failure: the same message again, later', (posted, error) => {
    expect(errorOf(posted)).toBe(error);
    const failing = { position: 5n, pending: 9n, failures: 1, failingSince: AT, state: 'active' };
    expect(tried(FRESH, posted)).toMatchObject({ ...failing, lastError: error });
  });

  it('waits longer each time, spread by a fifth, never more than the longest', () => {
    const waits = (jitter: number) =>
      [0, 1, 2, 6, 50].map((failures) => {
        return tried({ ...FRESH, failures }, status(500), AT, jitter).nextAt - AT;
      });
    expect(waits(0)).toEqual([5_000, 30_000, 2 * MINUTE, 60 * MINUTE, 60 * MINUTE]);
    expect(waits(500)[4]).toBe(66 * MINUTE);
  });

  it.each([
    ['90', 90_000],
    ['1', 5_000],
    ['999999', 60 * MINUTE],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 5_000],
    ['-1', 5_000],
  ])('Retry-After: %s', (text, wait) => {
    expect(tried(FRESH, status(429, text)).nextAt - AT).toBe(wait);
  });

  it('switches off after five days of nothing but failures, and at once for 410', () => {
    const failing = { ...FRESH, failures: 9, failingSince: AT };
    const days = 5 * 86_400_000;
    expect(tried(failing, status(500), AT + days - 1).state).toBe('active');
    expect(tried(failing, status(500), AT + days).state).toBe('dead');
    expect(tried(FRESH, status(410)).state).toBe('dead');
    expect(tried(failing, status(200), AT + days).state).toBe('active');
  });
});
