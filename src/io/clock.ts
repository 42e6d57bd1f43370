import type { Instant } from '../base/dates.ts';

/** Where the time comes from; passed to everything that needs it. */
export type Clock = { now(): Instant };

/** The time of the machine. */
export const systemClock: Clock = { now: () => Date.now() };

export type SettableClock = Clock & {
  /** Sets the time. */
  set(at: Instant): void;
  /** Moves the time by milliseconds. */
  advance(milliseconds: number): void;
};

/** A clock that stands still until it is moved: for tests, replays and the simulator. */
export function settableClock(at: Instant): SettableClock {
  let now = at;
  return {
    now: () => now,
    set: (next) => {
      now = next;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
