import { setTimeout as wait } from 'node:timers/promises';
import { isFault } from './faults.ts';

export type RetryOptions = {
  /** Tries in all; default 8. */
  readonly tries?: number;
  /** Milliseconds before the second try; each later pause is double, at most 2 s. Default 20. */
  readonly pause?: number;
  /** Replaces waiting in a test. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Runs `work` again while it fails with a fault that may pass (connection lost, conflict).
 * The work must be one transaction or repeatable: after `commit-unknown` it may have been kept.
 * @throws the last error; findings and bugs at once.
 */
export async function retryFaults<T>(
  work: () => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { tries = 8, pause = 20, sleep = wait } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isFault(error) || !error.retryable || attempt >= tries) throw error;
    }
    await sleep(Math.min(2_000, pause * 2 ** (attempt - 1)));
  }
}
