import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NotDone } from './command.ts';

/** A platform in a process of its own, as in earnest. */
export type ChildServer = {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
};

const MAIN = join(import.meta.dirname, 'main.ts');

/**
 * Starts `serve` on a data directory and a free port; resolves when it takes messages.
 * @param say gets what it logs
 * @param nodeOptions for the child alone, such as a profiler
 */
export async function startChild(
  dataDir: string,
  say: (line: string) => void,
  nodeOptions: readonly string[] = [],
): Promise<ChildServer> {
  const args = [MAIN, 'serve', '--port', '0', '--data-dir', dataDir, '--log-level', 'warn'];
  const child = spawn(process.execPath, [...process.execArgv, ...nodeOptions, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.startsWith('Stopping:')) say(line);
  });
  return {
    url: await firstUrl(child),
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
    child.once('exit', (code) => reject(new NotDone(`The server ended at once with ${code}.`)));
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const url = /http:\/\/[^\s]+/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}
