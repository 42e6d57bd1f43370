import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that has not changed for a while. */
export type SettledFile = {
  readonly name: string;
  readonly path: string;
  /** Tells this state of it from others; see `markOf`. */
  readonly mark: string;
  /** Milliseconds for which it has been seen unchanged. */
  readonly still: number;
};

/** A folder that other programs write messages into. */
export type Inbox = {
  /** The message files that have not changed for the settling time, in the order of their names. */
  settled(): Promise<SettledFile[]>;
  /** Leaves a file alone for a while. */
  postpone(name: string): void;
};

/** What was seen of a file, and when it was first seen like that. */
type Sight = { readonly mark: string; readonly since: number; pause: number; notBefore: number };

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/**
 * Opens a folder. Its own files are those that end in `.xml`; hidden ones, and what has another
 * name until it is whole, belong to whoever writes them. A writer that does not rename is done when
 * size and time of the file stay the same for `settle` milliseconds.
 */
export function openInbox(dir: string, settle: number): Inbox {
  let sights = new Map<string, Sight>();
  return {
    settled: async () => {
      const now = performance.now();
      const names = (await readdir(dir)).filter((name) => /^[^.].*\.xml$/i.test(name)).sort();
      const seen = new Map<string, Sight>();
      for (const name of names) {
        const mark = await markOf(join(dir, name));
        if (mark === null) continue;
        const before = sights.get(name);
        const fresh = { mark, since: now, pause: FIRST_PAUSE, notBefore: 0 };
        seen.set(name, before?.mark === mark ? before : fresh);
      }
      sights = seen;
      return [...sights]
        .filter(([, { since, notBefore }]) => now - since >= settle && now >= notBefore)
        .map(([name, { mark, since }]) => {
          return { name, path: join(dir, name), mark, still: now - since };
        });
    },
    postpone: (name) => {
      const sight = sights.get(name);
      if (sight === undefined) return;
      sight.notBefore = performance.now() + sight.pause;
      sight.pause = Math.min(sight.pause * 2, LONGEST_PAUSE);
    },
  };
}

/** Tells two states of a file apart; null when it is gone or no file. */
export async function markOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  return [found.ino, found.size, found.mtimeMs].join(' ');
}
