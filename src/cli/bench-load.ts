import { freemem } from 'node:os';
import { LIMITS } from '../base/limits.ts';
import { type Chunk, type Freight, wagonMessages } from '../sandbox/bench/chunk.ts';
import { closedLoop, drive, type Run } from '../sandbox/bench/drive.ts';
import { type ClearFigures, figuresOf } from '../sandbox/bench/figures.ts';
import { quantile, rounded } from '../sandbox/bench/latencies.ts';
import { openLoop } from '../sandbox/bench/open-loop.ts';
import { memoryOf } from '../sandbox/bench/processes.ts';
import { schedule } from '../sandbox/bench/schedule.ts';
import { sourceOf, wagonsOf } from '../sandbox/bench/wagon.ts';
import { footprint, type Rig } from './bench-rig.ts';
import { numberOf, type Terminal, UsageError, type Values } from './command.ts';
import { progressBar } from './terminal.ts';

/** The load that was asked for. */
export type LoadWish = {
  /** Parcels in one message. */
  readonly records: number;
  /** Wagons under way at once; without a rate. */
  readonly concurrency: number;
  /** Parcels a second in an open loop; null: as fast as it goes. */
  readonly rate: number | null;
  readonly seconds: number;
  /** A fixed number of parcels; null: what the seconds need. */
  readonly parcels: number | null;
  readonly seed: bigint;
  readonly freight: Freight;
  /** Whether the law has bonded goods taken from their book. */
  readonly stock: boolean;
  /** Whether the law classes and draws; not unless told. */
  readonly inspect: boolean;
  /** Officers who watch the cockpit meanwhile. */
  readonly cockpits: number;
};

/** The options that `loadWishOf` reads. */
export const LOAD_OPTIONS = {
  records: { type: 'string' },
  concurrency: { type: 'string' },
  rate: { type: 'string' },
  seconds: { type: 'string' },
  parcels: { type: 'string' },
  seed: { type: 'string' },
} as const;

const MOST_PARCELS = 5_000_000;
const LIMIT_SECONDS = 600;

/** Reads the options of a load. @throws UsageError */
export function loadWishOf(values: Values): LoadWish {
  const records = numberOf(values, 'records', 20, 1, 100);
  const fixed = values.parcels !== undefined;
  return {
    records,
    concurrency: numberOf(values, 'concurrency', enough(records), 1, 512),
    rate: values.rate === undefined ? null : numberOf(values, 'rate', 0, 1, 100_000),
    // With a fixed number the seconds only bound the run.
    seconds: numberOf(values, 'seconds', fixed ? LIMIT_SECONDS : 30, 1, 3_600),
    parcels: fixed ? numberOf(values, 'parcels', 0, 1, MOST_PARCELS) : null,
    seed: BigInt(numberOf(values, 'seed', 1)),
    ...freightOf(values),
    inspect: values.inspect === true,
    cockpits: numberOf(values, 'cockpits', 0, 0, LIMITS.cockpitStreams),
  };
}

/** The options that `loadWishOf` reads of what the parcels are. */
export const STOCK_OPTIONS = {
  mode: { type: 'string' },
  bonded: { type: 'boolean' },
  hot: { type: 'boolean' },
  'no-stock': { type: 'boolean' },
  inspect: { type: 'boolean' },
  cockpits: { type: 'string' },
} as const;

const MODES = ['import', '9610', 'both'] as const;

/** Which way the parcels go. @throws UsageError */
export function modeOf(values: Values): (typeof MODES)[number] {
  const said = values.mode ?? 'import';
  const mode = MODES.find((one) => one === said);
  if (mode !== undefined) return mode;
  throw new UsageError(`--mode takes one of ${MODES.join(', ')}, not ${said}.`);
}

function freightOf(values: Values): Pick<LoadWish, 'freight' | 'stock'> {
  const leaves = modeOf(values) === '9610';
  const [bonded, hot] = [values.bonded === true, values.hot === true];
  if (leaves && bonded) throw new UsageError('--bonded goes with --mode import.');
  if (leaves) return { freight: 'export', stock: false };
  const idle = hot ? 'hot' : values['no-stock'] === true ? 'no-stock' : null;
  if (!bonded && idle !== null) throw new UsageError(`--${idle} goes with --bonded.`);
  if (!bonded) return { freight: 'mixed', stock: false };
  return { freight: hot ? 'hot' : 'bonded', stock: values['no-stock'] !== true };
}

/** Wagons under way that keep the platform busy without a queue that is only waited in. */
function enough(records: number): number {
  if (records >= 50) return 16;
  return records >= 5 ? 48 : 192;
}

/** Parcels a second: a run of a second or two is warmed up with about what it measures. */
const WARM_RATE = 2_000;

/** Parcels sent before anything is measured: they warm caches and compilers and tell the rate. */
export function warmUpSize({ records, parcels, rate, seconds }: LoadWish): number {
  return Math.min(records === 1 ? 2_000 : 6_000, parcels ?? seconds * (rate ?? WARM_RATE));
}

/** Sends the warm-up; @returns parcels a second of its second half. */
export async function warmUp(rig: Rig, chunks: readonly Chunk[], wish: LoadWish): Promise<number> {
  const source = sourceOf(wagonsOf(chunks));
  const run = await drive(
    {
      target: rig.target,
      mostInFlight: wish.concurrency * (wagonMessages(wish.freight) - 1),
      limit: LIMIT_SECONDS * 1_000,
    },
    closedLoop(source, wish.concurrency, Number.POSITIVE_INFINITY),
  );
  const times = run.tracks.flatMap(({ decidedAt }) => [...decidedAt]).sort((a, b) => a - b);
  const half = quantile(times, 0.5);
  return (times.length * 500) / Math.max(1, run.counts.last - half);
}

/** The platform becomes faster while it runs: so much more is prepared than the warm-up tells. */
const RESERVE = 1.5;

/** Parcels to prepare for a load, and no more than memory holds. */
export function freightSize(wish: LoadWish, warmRate: number, sample: readonly Chunk[]): number {
  const { records, rate, seconds, parcels } = wish;
  const asked = parcels ?? seconds * (rate ?? warmRate * RESERVE);
  const bytes = sample.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
  const each = bytes / sample.reduce((sum, chunk) => sum + parcelsOf(chunk), 0);
  const room = (freemem() * 0.4) / each;
  const wagons = Math.ceil(Math.min(asked, MOST_PARCELS, room) / records);
  return parcels !== null && asked <= room ? parcels : wagons * records;
}

function parcelsOf({ parcelEnds }: Chunk): number {
  return parcelEnds.at(-1) ?? 0;
}

/** What a measured load gave. */
export type Measured = {
  readonly run: Run;
  readonly figures: ClearFigures & {
    /** Whether the load ended before its time for want of prepared freight. */
    readonly freightRanOut: boolean;
    /** How far behind its time 99 of 100 lists were sent; null without a rate. */
    readonly sendLagP99Ms: number | null;
    readonly serverRssMb: number;
  };
};

/** Puts the load on a rig that is warm and measures it. */
export async function measureLoad(
  rig: Rig,
  chunks: readonly Chunk[],
  wish: LoadWish,
  terminal: Terminal,
): Promise<Measured> {
  const bar = progressBar(terminal, 'Clearing');
  const wagons = wagonsOf(chunks);
  const all = chunks.reduce((sum, chunk) => sum + parcelsOf(chunk), 0);
  const rawBytes = chunks.reduce((sum, chunk) => sum + chunk.rawBytes, 0);
  const { concurrency, rate, records, seconds, seed } = wish;
  const options = {
    target: rig.target,
    mostInFlight: rate === null ? concurrency * (wagonMessages(wish.freight) - 1) : 512,
    // Arrivals at random may take longer than the seconds; a platform that hangs may not.
    limit: (seconds * 1.2 + 60) * 1_000,
    onProgress: (decided: number) => bar(decided, all),
  };
  const lags: number[] = [];
  const before = await footprint(rig);
  const sendings = rate === null ? [] : schedule(wagons.length, rate / records, seed);
  const work =
    rate === null
      ? closedLoop(sourceOf(wagons), concurrency, performance.now() + seconds * 1_000)
      : openLoop(wagons, sendings, lags);
  const run = await drive(options, work);
  const after = await footprint(rig);
  const server = memoryOf(rig.server.pid);
  const figures = figuresOf(run, before, after, rawBytes / all);
  const wanted = wish.parcels ?? (rate === null ? Number.POSITIVE_INFINITY : rate * seconds);
  return {
    run,
    figures: {
      ...figures,
      freightRanOut: run.counts.sent === all && all < wanted,
      sendLagP99Ms:
        rate === null
          ? null
          : rounded(
              quantile(
                lags.sort((a, b) => a - b),
                0.99,
              ),
            ),
      serverRssMb: Math.round((server.own + server.shared) / 1_048_576),
    },
  };
}
