import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type CourierName, leaveCourier, takeCourier } from '../webhooks/store.ts';

/** Work that goes in turns, one after the other, until it is stopped. */
export type Rounds = {
  /** Has the next turn come at once, or after the one under way. */
  rouse(): void;
  /** Lets no further turn begin. */
  stop(): void;
  readonly stopped: () => boolean;
  /** Resolves when the last turn is over. */
  readonly over: Promise<void>;
};

export type RoundsOptions = {
  /** Between two turns when nobody rouses. */
  readonly lookMilliseconds: number;
  /** A turn failed; the next one tries again. */
  readonly onFailure: (error: unknown) => void;
};

/**
 * Starts to take turns.
 * @param turn resolves with true when the next one shall come at once
 */
export function startRounds(
  turn: () => Promise<boolean>,
  { lookMilliseconds, onFailure }: RoundsOptions,
): Rounds {
  let [isStopped, isRoused] = [false, false];
  let wake = (): void => undefined;
  const rouse = (): void => {
    isRoused = true;
    wake();
  };
  const pause = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const timer = setTimeout(resolve, lookMilliseconds);
    // What happened during the turn may have come too late for it.
    if (isRoused) resolve();
    await promise;
    clearTimeout(timer);
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      isRoused = false;
      const more = await turn().catch((error: unknown) => {
        // What it failed on may last: not again before the next look.
        isRoused = false;
        onFailure(error);
        return false;
      });
      if (!isStopped && !more) await pause();
    }
  };
  const stop = (): void => {
    isStopped = true;
    rouse();
  };
  return { rouse, stop, stopped: () => isStopped, over: run() };
}

/** That one process alone does something, for some seconds; it renews it, or dies and loses it. */
export type Lease = {
  /** Whether this process has it; renewed when half of it is over. */
  holds(now: Instant): Promise<boolean>;
  /** Lets another process have it at once. */
  leave(): Promise<void>;
};

/** Ends the turns, after the one under way, and lets another process go on. */
export async function endRounds(
  rounds: Rounds,
  lease: Lease,
  onFailure: (error: unknown) => void,
): Promise<void> {
  rounds.stop();
  await rounds.over;
  await lease.leave().catch(onFailure);
}

/** A lease by its name among all processes of a database. */
export function leaseOf(
  db: Sql,
  { name, holder, milliseconds }: { name: CourierName; holder: string; milliseconds: number },
): Lease {
  let [isHolder, until] = [false, 0];
  return {
    holds: async (now) => {
      if (isHolder && now < until - milliseconds / 2) return true;
      until = now + milliseconds;
      isHolder = await takeCourier(db, name, holder, now, until);
      return isHolder;
    },
    leave: async () => {
      if (isHolder) await leaveCourier(db, name, holder);
    },
  };
}
