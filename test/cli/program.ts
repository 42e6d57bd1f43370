import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A command under way as a process of its own. */
export type Program = {
  readonly child: ChildProcess;
  /** Resolves when standard output matches; rejects when the program ends before. */
  says(pattern: RegExp): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; err: string }>;
};

/** Starts a command as a process of its own; `input` is all of its standard input. */
export function program(args: readonly string[], input = ''): Program {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, TZ: 'UTC' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) => {
    child.on('close', (code) => done({ code, out, err }));
  });
  const says = async (pattern: RegExp): Promise<string> => {
    const over = ended.then(() => 'ended');
    for (;;) {
      if (pattern.test(out)) return out;
      const pause = new Promise<string>((done) => setTimeout(done, 50, 'again'));
      if ((await Promise.race([over, pause])) === 'ended' && !pattern.test(out)) {
        throw new Error(`The program ended before it said ${pattern}: ${out}${err}`);
      }
    }
  };
  return { child, says, ended };
}
