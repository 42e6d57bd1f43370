import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id runs. A zombie (dead, not yet collected) does not. */
export function isAlive(pid: number): boolean {
  // 0 and negative numbers mean groups of processes.
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statusFields(pid)?.[0] !== 'Z';
}

/**
 * Something that tells two processes apart which got the same id one after the other: the start
 * time where the system shows it (Linux), else an empty text.
 */
export function startMark(pid: number): string {
  return statusFields(pid)?.[19] ?? '';
}

/** Fields of /proc/<pid>/stat from the third (state) on; the second may hold any character. */
function statusFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** Waits until `done` holds, looking every 25 ms; false when `limit` milliseconds passed first. */
export async function waitUntil(done: () => boolean, limit: number): Promise<boolean> {
  const end = performance.now() + limit;
  while (!done()) {
    if (performance.now() > end) return false;
    await sleep(25);
  }
  return true;
}

function workingFolder(pid: number | string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

/** Whether the process works in that folder; true where the system does not show it. */
export function runsIn(pid: number, folder: string): boolean {
  if (workingFolder(process.pid) === null) return true;
  return workingFolder(pid) === realpathSync(folder);
}

/** Every process that works in that folder; none where the system does not show it. */
export function processesIn(folder: string): number[] {
  if (workingFolder(process.pid) === null) return [];
  const real = realpathSync(folder);
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => workingFolder(id) === real).map(Number);
}
