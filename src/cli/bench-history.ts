import { join, resolve } from 'node:path';
import type { Chunk } from '../sandbox/bench/chunk.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { median, quantile, rounded } from '../sandbox/bench/latencies.ts';
import { timeLookUps } from '../sandbox/bench/look-ups.ts';
import { openYard } from '../sandbox/bench/yard.ts';
import { freightFor } from './bench-clear.ts';
import { checkSpace } from './bench-disk.ts';
import { fillHistory, type History, openHistory, saveHistory } from './bench-fill.ts';
import { type LoadWish, loadWishOf, type Measured, measureLoad, warmUp } from './bench-load.ts';
import type { BenchCall, Case, Outcome } from './bench-outcome.ts';
import { auditRig, footprint, withRig, withScratch } from './bench-rig.ts';
import { numberOf, textOf, UsageError } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { makeFolder } from './files.ts';
import { progressBar } from './terminal.ts';

const PARCELS = 2_000_000;
const LOOK_UPS = 300;

/** The same load on an empty database and on one with history. */
type Pair = {
  readonly empty: Measured;
  readonly after: Measured;
  readonly emptyBytes: number;
  readonly auditFindings: number;
};

/** `onestep bench history`. */
export function benchHistory(call: BenchCall): Promise<Outcome> {
  const kept = textOf(call.values, 'data-dir');
  if (kept === undefined) return withScratch((dir) => historyIn(join(dir, 'history'), call));
  return historyIn(resolve(kept), call);
}

async function historyIn(dataDir: string, call: BenchCall): Promise<Outcome> {
  const { values, terminal } = call;
  const parcels = numberOf(values, 'parcels', PARCELS, 1, 20_000_000);
  const { parcels: _, rate: __, ...rest } = loadWishOf({ ...values, parcels: undefined });
  const wish: LoadWish = { ...rest, parcels: null, rate: null };
  makeFolder(dataDir);
  const history = openHistory(dataDir, wish.seed);
  if (history.pages > 0) {
    throw new UsageError(`The history in ${dataDir} is for bench screens alone; take another.`);
  }
  const missing = Math.max(0, parcels - history.parcels);
  await checkSpace(dataDir, missing);
  const filled = await fillHistory(history, missing, terminal);
  const rounds = numberOf(values, 'rounds', 1, 1, 20);
  const pairs: Pair[] = [];
  while (pairs.length < rounds) pairs.push(await playPair(history, wish, call));
  const ends = await withRig({ dataDir, owner: history.owner, terminal }, async (rig) => ({
    bytes: (await footprint(rig)).databaseBytes,
    times: await lookUp(rig.target.url, history),
    audited: await auditRig(rig, terminal),
    postgres: await settingsOf(rig.db),
  }));
  return outcomeOf(history, pairs, { ...filled, ...ends });
}

// The first ones make the connections and the plans of a server that has just started; they are of
// other lists than those that count.
async function lookUp(url: string, history: History): Promise<number[]> {
  const known = history.sample(2 * LOOK_UPS);
  const first = Math.floor(known.length / 2);
  await timeLookUps(url, known.slice(0, first));
  return timeLookUps(url, known.slice(first));
}

// One right after the other and with the very same messages, so that the machine is the same too;
// the database that is not measured does not run meanwhile.
async function playPair(history: History, wish: LoadWish, call: BenchCall): Promise<Pair> {
  const { terminal } = call;
  const { owner } = history;
  const yard = openYard({
    ...owner,
    records: wish.records,
    profileDir: DEFAULT_PROFILE,
    firstChunk: history.nextChunk,
  });
  const first = await withScratch((dataDir) =>
    withRig({ dataDir, owner, terminal }, async (rig) => {
      const { databaseBytes } = await footprint(rig);
      const freight = await freightFor(rig, yard, wish, progressBar(terminal, 'Preparing'));
      await yard.close();
      const measured = await measureLoad(rig, freight.sent, wish, terminal);
      return { measured, freight, databaseBytes, ...(await auditRig(rig, terminal)) };
    }),
  ).finally(() => yard.close());
  history.nextChunk = yard.nextChunk();
  saveHistory(history);
  const { warm, sent } = first.freight;
  const after = await afterHistory(history, { warm, sent }, wish, call);
  return {
    empty: first.measured,
    after,
    emptyBytes: first.databaseBytes,
    auditFindings: first.auditFindings,
  };
}

function afterHistory(
  { dataDir, owner }: History,
  { warm, sent }: { readonly warm: readonly Chunk[]; readonly sent: readonly Chunk[] },
  wish: LoadWish,
  { terminal }: BenchCall,
): Promise<Measured> {
  return withRig({ dataDir, owner, terminal }, async (rig) => {
    await warmUp(rig, warm, wish);
    return measureLoad(rig, sent, wish, terminal);
  });
}

type Ends = {
  readonly fillSeconds: number;
  readonly fillPerSecond: number;
  readonly bytes: number;
  readonly times: readonly number[];
  readonly audited: Awaited<ReturnType<typeof auditRig>>;
  readonly postgres: Readonly<Record<string, string>>;
};

function outcomeOf(history: History, pairs: readonly Pair[], ends: Ends): Outcome {
  const rate = ({ figures }: Measured): number => figures.parcelsPerSecond;
  const runs = pairs.flatMap(({ empty, after }) => [empty, after]);
  const loaded = pairs.reduce((sum, { after }) => sum + after.figures.parcels, 0);
  const times = Float64Array.from(ends.times).sort();
  const bytes = ends.bytes - (pairs[0]?.emptyBytes ?? 0);
  const emptyFindings = pairs.reduce((sum, { auditFindings }) => sum + auditFindings, 0);
  const clean = ends.audited.auditFindings + emptyFindings;
  return {
    figures: {
      historyParcels: history.parcels,
      fillSeconds: rounded(ends.fillSeconds),
      fillPerSecond: ends.fillPerSecond,
      ours: median(pairs.map(({ after }) => rate(after))),
      peer: median(pairs.map(({ empty }) => rate(empty))),
      ratio: rounded(median(pairs.map(({ empty, after }) => rate(after) / rate(empty))), 3),
      unit: 'parcels/s, after history to empty',
      bytesPerParcel: Math.round(bytes / (history.parcels + loaded)),
      lookUps: times.length,
      lookUpP50Ms: rounded(quantile(times, 0.5), 2),
      lookUpP99Ms: rounded(quantile(times, 0.99), 2),
      released: runs.reduce((sum, { figures }) => sum + figures.released, 0),
      parcels: runs.reduce((sum, { figures }) => sum + figures.parcels, 0),
      auditFindings: clean,
      auditSteps: ends.audited.auditSteps,
      cases: pairs.flatMap(({ empty, after }) => [
        caseOf('empty', empty),
        caseOf('with history', after),
      ]),
    },
    ok: runs.every(({ figures }) => figures.released === figures.parcels) && clean === 0,
    postgres: ends.postgres,
    samples: {
      columns: ['lookUpMs'],
      rows: ends.times.map((time) => [rounded(time, 3)]),
    },
  };
}

function caseOf(name: string, { figures }: Measured): Case {
  const { parcelsPerSecond, p50Ms, p99Ms, cpuMicrosPerParcel, walBytesPerParcel } = figures;
  return { name, parcelsPerSecond, p50Ms, p99Ms, cpuMicrosPerParcel, walBytesPerParcel };
}
