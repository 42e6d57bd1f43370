import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { isAlive, startMark, waitUntil } from './processes.ts';

let serial = 0;

function holderOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A text that names this process, for files that say who holds something. */
export function selfMark(): string {
  return `${process.pid} ${startMark(process.pid)}`;
}

/** Whether the process that wrote `selfMark()` still runs. */
export function markIsAlive(mark: string): boolean {
  const [pid = '', started = ''] = mark.trim().split(' ');
  return isAlive(Number(pid)) && startMark(Number(pid)) === started;
}

/** The file appears with its content or not at all, so nobody reads a half-written holder. */
function tryTake(path: string): boolean {
  const own = `${path}.${process.pid}.${serial++}`;
  writeFileSync(own, selfMark(), { mode: 0o600 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

/** Takes away a lock whose holder died; puts it back when a living one took it meanwhile. */
function breakStale(path: string): void {
  const seen = holderOf(path);
  if (seen === null || markIsAlive(seen)) return;
  const aside = `${path}.${process.pid}.${serial++}`;
  try {
    renameSync(path, aside);
    const moved = holderOf(aside);
    if (moved !== null && markIsAlive(moved)) linkSync(aside, path);
    unlinkSync(aside);
  } catch {
    // Another process was quicker; the next round sees what it left.
  }
}

/**
 * Runs `work` while holding the lock file. The lock of a process that died is taken over.
 * @throws Error in one sentence when a living process holds it for longer than `limit` ms.
 */
export async function withLock<T>(path: string, limit: number, work: () => Promise<T>): Promise<T> {
  const taken = await waitUntil(() => {
    if (tryTake(path)) return true;
    breakStale(path);
    return false;
  }, limit);
  if (!taken) throw new Error(`Process ${holderOf(path) ?? '?'} holds ${path} for too long.`);
  try {
    return await work();
  } finally {
    unlinkSync(path);
  }
}
