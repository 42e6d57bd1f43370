import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bug } from '../base/assert.ts';

/** A platform in a process of its own, as in earnest. */
export type ChildServer = {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
};

const MAIN = join(import.meta.dirname, 'main.ts');

/** Starts `serve` on a data directory and a free port; resolves when it takes messages. */
export async function startChild(dataDir: string): Promise<ChildServer> {
  const args = [MAIN, 'serve', '--port', '0', '--data-dir', dataDir, '--log-level', 'warn'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await firstUrl(child);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', (code) => reject(new Bug(`serve ended with ${code}`)));
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const url = /http:\/\/[^\s]+/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

/** CPU time of a process and everything under it so far, microseconds; Linux only, else 0. */
export function cpuMicros(pids: readonly number[]): number {
  const stats = processStats();
  const wanted = new Set(pids);
  // A child may have a smaller id than its parent after the ids wrapped: look until nothing new.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent } of stats) {
      if (wanted.has(parent) && !wanted.has(pid)) grown = wanted.add(pid) !== undefined;
    }
  }
  const ticks = stats.filter(({ pid }) => wanted.has(pid)).reduce((sum, one) => sum + one.ticks, 0);
  return ticks * 10_000;
}

type Stat = { pid: number; parent: number; ticks: number };

function processStats(): Stat[] {
  const stats: Stat[] = [];
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      // Fields 4 (parent), 14 to 17 (own and waited-for children's time) of proc(5).
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
      stats.push({ pid: Number(name), parent: Number(fields[1]), ticks });
    } catch {
      // The process ended between listing and reading.
    }
  }
  return stats;
}
