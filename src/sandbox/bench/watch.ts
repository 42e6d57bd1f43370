import { setTimeout as pause } from 'node:timers/promises';
import { memoryOf } from './processes.ts';

/** What was seen of a platform under load at one moment. Memory in MB, times in seconds. */
export type Sight = {
  readonly second: number;
  readonly serverMb: number;
  /** Without the buffers that its processes share: these only fill up to their size. */
  readonly databaseOwnMb: number;
  readonly databaseSharedMb: number;
  readonly heapMb: number;
  readonly queue: number;
  readonly eventLoopLagMs: number;
  readonly decided: number;
};

export type WatchOptions = {
  readonly url: string;
  readonly serverPid: number;
  readonly databasePid: () => number;
  readonly decided: () => number;
  readonly everyMs: number;
  readonly over: AbortSignal;
};

/** Looks at a platform again and again until it is told to stop. */
export async function watchPlatform(options: WatchOptions): Promise<Sight[]> {
  const started = performance.now();
  const sights: Sight[] = [];
  while (!options.over.aborted) {
    const second = (performance.now() - started) / 1_000;
    const text = await metricsText(options.url);
    const [server, database] = [memoryOf(options.serverPid), memoryOf(options.databasePid())];
    sights.push({
      second,
      serverMb: (server.own + server.shared) / MB,
      databaseOwnMb: database.own / MB,
      databaseSharedMb: database.shared / MB,
      heapMb: figureIn(text, 'nodejs_heap_size_used_bytes') / MB,
      queue: figureIn(text, 'onestep_queue_records'),
      eventLoopLagMs: figureIn(text, 'nodejs_eventloop_lag_p99_seconds') * 1_000,
      decided: options.decided(),
    });
    await pause(options.everyMs, undefined, { signal: options.over }).catch(() => undefined);
  }
  return sights;
}

const MB = 1_048_576;

// A platform too busy to answer is what we want to see, not a reason to end.
async function metricsText(url: string): Promise<string> {
  try {
    return await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(4_000) })).text();
  } catch {
    return '';
  }
}

/** A figure in Prometheus text: without labels, or else summed over them; NaN when not there. */
export function figureIn(text: string, name: string): number {
  const plain = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  if (plain !== undefined) return Number(plain);
  const labelled = [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'gm'))];
  if (labelled.length === 0) return Number.NaN;
  return labelled.reduce((sum, [, value]) => sum + Number(value), 0);
}
