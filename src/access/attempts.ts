import type { Instant } from '../base/dates.ts';

/** How often somebody may try within how many milliseconds. */
export type Allowance = { readonly times: number; readonly within: number };

/** Attempts counted by a key: a name or an address. */
export type Attempts = {
  /** Counts one attempt. @returns seconds to wait when there were too many, else 0 */
  count(key: string, now: Instant): number;
  /** Forgets the key: who came in has not guessed. */
  clear(key: string): void;
  /** Takes the last attempt back, and leaves those before it: somebody else may have guessed. */
  forgive(key: string): void;
};

/** More keys than this are not remembered: the oldest is forgotten first. */
const MOST_KEYS = 50_000;

/**
 * Counts in the memory of this process. An attempt is counted before it is looked at, so that many
 * at once are not more than many in a row; one that comes too soon is not counted.
 */
export function countAttempts({ times, within }: Allowance): Attempts {
  const known = new Map<string, Instant[]>();
  return {
    count: (key, now) => {
      const recent = (known.get(key) ?? []).filter((at) => at > now - within);
      known.delete(key);
      known.set(key, recent);
      if (known.size > MOST_KEYS) known.delete(known.keys().next().value ?? '');
      const [first = now] = recent;
      if (recent.length >= times) return Math.max(1, Math.ceil((first + within - now) / 1_000));
      recent.push(now);
      return 0;
    },
    clear: (key) => {
      known.delete(key);
    },
    forgive: (key) => {
      known.get(key)?.pop();
    },
  };
}
