import { readdirSync, readFileSync } from 'node:fs';

/*
 * What processes take, as Linux tells it under /proc; zero on other systems, where the figures
 * that rest on it say 0.
 */

/** CPU time of a process and everything under it so far, microseconds. */
export function cpuMicros(pid: number): number {
  const family = familyOf(pid);
  return family.reduce((sum, { ticks }) => sum + ticks, 0) * TICK;
}

/** CPU time of the children of this process that have ended and were waited for, microseconds. */
export function endedChildrenMicros(): number {
  const fields = statFields(process.pid);
  return fields === null ? 0 : (Number(fields[13]) + Number(fields[14])) * TICK;
}

/** Memory that is in use, bytes. */
export type Memory = {
  /** What belongs to one process alone. */
  readonly own: number;
  /** Program files and memory that several processes share, such as PostgreSQL's buffers. */
  readonly shared: number;
};

/** Memory of a process and everything under it; what they share is counted once. */
export function memoryOf(pid: number): Memory {
  const rows = familyOf(pid).map(({ pid: one }) => memoryFields(one));
  return {
    own: rows.reduce((sum, { own }) => sum + own, 0),
    shared: Math.max(0, ...rows.map(({ shared }) => shared)),
  };
}

/** Microseconds of one tick of proc(5) on every Linux that Node runs on. */
const TICK = 10_000;

type Member = { readonly pid: number; readonly parent: number; readonly ticks: number };

function familyOf(pid: number): Member[] {
  const all = everyProcess();
  const wanted = new Set([pid]);
  // A child may have a smaller id than its parent after the ids wrapped: look until nothing new.
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) {
      if (!wanted.has(one.parent) || wanted.has(one.pid)) continue;
      wanted.add(one.pid);
      grown = true;
    }
  }
  return all.filter((one) => wanted.has(one.pid));
}

function everyProcess(): Member[] {
  const names = process.platform === 'linux' ? readdirSync('/proc') : [];
  return names
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statFields(Number(name));
      if (fields === null) return [];
      // Own time and that of children waited for, in user and kernel mode.
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
      return [{ pid: Number(name), parent: Number(fields[1]), ticks }];
    });
}

// Fields from the third of proc(5) on; null when the process has ended meanwhile.
function statFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function memoryFields(pid: number): Memory {
  let text = '';
  try {
    text = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It has ended meanwhile.
  }
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { own: bytes('RssAnon'), shared: bytes('RssShmem') + bytes('RssFile') };
}
