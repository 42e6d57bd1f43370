import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningServer } from '../../../io/embedded/cluster.ts';
import { isAlive } from '../../../io/embedded/processes.ts';
import { filesOf } from '../../../io/embedded/record.ts';
import { shutDown } from '../../../io/embedded/server.ts';

/** How the command is run: the program and what comes before its own arguments. */
export type Program = { readonly node: string; readonly main: string };

/** A `serve` in a process of its own that is started again whenever it has died. */
export type Server = {
  readonly url: string;
  /** Resolves when it takes messages. */
  ready(signal?: AbortSignal): Promise<void>;
  /** `kill -9` of the server process. */
  kill(): void;
  /** `kill -9` of PostgreSQL; false when it does not run at this moment. */
  killDatabase(): boolean;
  /** Times it ended without being killed, and what it said. */
  readonly faults: readonly string[];
  /** Ends it in good order and leaves nothing running. */
  stop(): Promise<void>;
};

const POLL = 50;
/** Restarts without our doing after which there is no point in going on. */
const MOST_FAULTS = 5;

/** Runs one command to its end. @throws Error with what it said when it fails */
export async function runToEnd(program: Program, args: readonly string[]): Promise<void> {
  const child = spawn(program.node, [program.main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = collect(child);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${said()}`);
}

/** Starts `serve` on a data directory and a port, and keeps it running. */
export function keepServing(program: Program, dataDir: string, port: number): Server {
  const args = ['serve', '--port', String(port), '--data-dir', dataDir, '--log-level', 'error'];
  const url = `http://127.0.0.1:${port}`;
  const faults: string[] = [];
  const killed = new Set<ChildProcess>();
  const state: { child: ChildProcess; stopping: boolean } = { child: start(), stopping: false };

  function start(): ChildProcess {
    const child = spawn(program.node, [program.main, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = collect(child);
    child.once('exit', (code, signal) => {
      if (state.stopping) return;
      if (!killed.has(child)) faults.push(`serve ended by itself (${code ?? signal}): ${said()}`);
      if (faults.length < MOST_FAULTS) state.child = start();
    });
    return child;
  }

  return {
    url,
    faults,
    ready: async (signal) => {
      while (!(await answers(url))) {
        if (signal?.aborted === true || faults.length >= MOST_FAULTS) return;
        await sleep(POLL);
      }
    },
    kill: () => {
      killed.add(state.child);
      state.child.kill('SIGKILL');
    },
    killDatabase: () => {
      const running = runningServer(filesOf(dataDir).cluster);
      if (running === null || !isAlive(running.pid)) return false;
      process.kill(running.pid, 'SIGKILL');
      return true;
    },
    stop: async () => {
      state.stopping = true;
      await end(state.child);
      const running = runningServer(filesOf(dataDir).cluster);
      if (running !== null) await shutDown(running.pid);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
}

async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    return (await fetch(`${url}/healthz`, { signal })).ok;
  } catch {
    return false;
  }
}

/** The last of what a process says. */
function collect(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part: Buffer) => {
      said = (said + part.toString('utf8')).slice(-2_000);
    });
  }
  return () => said.trim();
}
