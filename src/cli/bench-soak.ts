import { closedLoop, drive, type Run } from '../sandbox/bench/drive.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { type ClearFigures, figuresOf } from '../sandbox/bench/figures.ts';
import { rounded } from '../sandbox/bench/latencies.ts';
import { slopeOf } from '../sandbox/bench/slope.ts';
import { streamOf } from '../sandbox/bench/stream.ts';
import { type Sight, watchPlatform } from '../sandbox/bench/watch.ts';
import { openYard } from '../sandbox/bench/yard.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import { type LoadWish, loadWishOf } from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { auditRig, footprint, type Owner, type Rig, withRig, withScratch } from './bench-rig.ts';
import { numberOf, type Terminal } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

const SIGHT_MS = 5_000;
const WARM_SECONDS = 120;
const AHEAD = 6;

/** `onestep bench soak`: full load for a long time, and what it does to memory. */
export function benchSoak(call: BenchCall): Promise<Outcome> {
  const { values, terminal } = call;
  const minutes = numberOf(values, 'minutes', 30, 1, 1_440);
  const wish = loadWishOf({ ...values, rate: undefined, parcels: undefined });
  const owner: Owner = { seed: wish.seed, credentials: makeCredentials(wish.seed) };
  return withScratch((dataDir) =>
    withRig({ dataDir, owner, terminal }, async (rig) => {
      const soaked = await soak(rig, owner, wish, minutes, terminal);
      const audited = await auditRig(rig, terminal);
      const { figures, sights } = soaked;
      return {
        figures: {
          asked: `${minutes} min`,
          records: wish.records,
          concurrency: wish.concurrency,
          ...memoryFigures(sights, minutes),
          ...figures,
          preparingCpuMicrosPerParcel: soaked.preparing,
          ...audited,
        },
        ok: figures.released === figures.parcels && audited.auditFindings === 0,
        postgres: await settingsOf(rig.db),
        samples: samplesOf(sights),
      };
    }),
  );
}

type Soaked = {
  readonly figures: ClearFigures;
  readonly sights: readonly Sight[];
  readonly preparing: number;
};

async function soak(
  rig: Rig,
  owner: Owner,
  wish: LoadWish,
  minutes: number,
  terminal: Terminal,
): Promise<Soaked> {
  const { records, concurrency } = wish;
  const yard = openYard({ ...owner, records, profileDir: DEFAULT_PROFILE });
  const bar = progressBar(terminal, 'Soaking, seconds');
  const over = new AbortController();
  const started = performance.now();
  let decided = 0;
  const watching = watchPlatform({
    url: rig.target.url,
    serverPid: rig.server.pid,
    databasePid: rig.embedded.pid,
    decided: () => decided,
    everyMs: SIGHT_MS,
    over: over.signal,
  });
  try {
    const source = streamOf(yard, { records, ahead: AHEAD });
    const before = await footprint(rig);
    const options = {
      target: rig.target,
      mostInFlight: concurrency * 3,
      limit: minutes * 60_000 + 60_000,
      onProgress: (count: number): void => {
        decided = count;
        bar(Math.floor((performance.now() - started) / 1_000), minutes * 60);
      },
    };
    const run: Run = await drive(
      options,
      closedLoop(source, concurrency, started + minutes * 60_000),
    );
    const after = await footprint(rig);
    over.abort();
    const { rawBytes, parcels, cpuMicros } = source.made();
    const figures = figuresOf(run, before, after, rawBytes / parcels);
    return { figures, sights: await watching, preparing: Math.round(cpuMicros / parcels) };
  } finally {
    over.abort();
    await yard.close();
  }
}

/** Memory after the warm-up: at its beginning, at the end, and how it grows. */
function memoryFigures(sights: readonly Sight[], minutes: number) {
  // Short runs, as for a try, have a short warm-up.
  const warm = Math.min(WARM_SECONDS, (minutes * 60) / 5);
  const seen = sights.filter(({ second, heapMb }) => second >= warm && !Number.isNaN(heapMb));
  const [first, last] = [seen[0], seen.at(-1)];
  const perHour = (name: 'serverMb' | 'databaseOwnMb' | 'heapMb'): number =>
    rounded(slopeOf(seen.map((sight) => [sight.second / 3_600, sight[name]])));
  const most = (name: 'queue' | 'eventLoopLagMs'): number =>
    rounded(Math.max(0, ...seen.map((sight) => sight[name])));
  return {
    rssStartMb: rounded(first?.serverMb ?? 0),
    rssEndMb: rounded(last?.serverMb ?? 0),
    rssSlopeMbPerHour: perHour('serverMb'),
    heapStartMb: rounded(first?.heapMb ?? 0),
    heapEndMb: rounded(last?.heapMb ?? 0),
    heapSlopeMbPerHour: perHour('heapMb'),
    databaseOwnStartMb: rounded(first?.databaseOwnMb ?? 0),
    databaseOwnEndMb: rounded(last?.databaseOwnMb ?? 0),
    databaseOwnSlopeMbPerHour: perHour('databaseOwnMb'),
    databaseSharedEndMb: rounded(last?.databaseSharedMb ?? 0),
    queueMost: most('queue'),
    eventLoopLagP99MostMs: most('eventLoopLagMs'),
    sights: seen.length,
  };
}

function samplesOf(sights: readonly Sight[]): Outcome['samples'] {
  const columns = [
    'second',
    'serverMb',
    'databaseOwnMb',
    'databaseSharedMb',
    'heapMb',
    'queue',
    'eventLoopLagMs',
    'decided',
  ] as const;
  return {
    columns,
    rows: sights.map((sight) => columns.map((column) => rounded(sight[column], 2))),
  };
}
