import type { Chunk } from '../sandbox/bench/chunk.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { median, rounded } from '../sandbox/bench/latencies.ts';
import { PARCEL_COLUMNS, parcelRows } from '../sandbox/bench/samples.ts';
import { openYard, stock, type Yard } from '../sandbox/bench/yard.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import { type CockpitsSeen, openCockpits } from './bench-cockpits.ts';
import {
  freightSize,
  type LoadWish,
  loadWishOf,
  type Measured,
  measureLoad,
  modeOf,
  warmUp,
  warmUpSize,
} from './bench-load.ts';
import type { BenchCall, Case, Outcome } from './bench-outcome.ts';
import { auditRig, type Owner, type Rig, withRig, withScratch } from './bench-rig.ts';
import { numberOf, UsageError } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

/** A load on an empty database, measured and audited. */
export type Cleared = Measured & {
  readonly ok: boolean;
  /** What was prepared for the measured load. */
  readonly sent: readonly Chunk[];
  /** Events that those who watched the cockpit got while the load was on. */
  readonly seen: CockpitsSeen;
  readonly audited: Awaited<ReturnType<typeof auditRig>>;
  readonly postgres: Readonly<Record<string, string>>;
};

/** `onestep bench clear`. */
export async function benchClear(call: BenchCall): Promise<Outcome> {
  if (modeOf(call.values) === 'both') return benchBoth(call);
  if (call.values.rounds !== undefined) throw new UsageError('--rounds goes with --mode both.');
  const wish = loadWishOf(call.values);
  const cleared = await withScratch((dataDir) => clearFresh(wish, dataDir, call));
  const { run, figures, audited, ok, postgres, seen } = cleared;
  const { records, concurrency, rate, freight, stock: stocked, inspect, cockpits } = wish;
  return {
    figures: {
      records,
      ...aboutFreight(freight, stocked),
      ...(inspect ? { inspect } : {}),
      ...(cockpits > 0 ? { cockpits, ...seen } : {}),
      ...(rate === null ? { loop: 'closed', concurrency } : { loop: 'open', askedPerSecond: rate }),
      ...figures,
      ...audited,
    },
    ok,
    postgres,
    samples: { columns: PARCEL_COLUMNS, rows: parcelRows(run) },
  };
}

function aboutFreight(freight: LoadWish['freight'], stocked: boolean) {
  if (freight === 'mixed') return {};
  if (freight === 'export') return { mode: '9610' };
  return { bonded: true, hot: freight === 'hot', stock: stocked };
}

/** Both directions one after the other, in turns: how close export comes to import. */
async function benchBoth(call: BenchCall): Promise<Outcome> {
  const rounds = numberOf(call.values, 'rounds', 1, 1, 20);
  const wish = loadWishOf({ ...call.values, mode: 'import' });
  const played: { readonly import: Cleared; readonly export: Cleared }[] = [];
  while (played.length < rounds) {
    const clear = (freight: LoadWish['freight']) =>
      withScratch((dataDir) => clearFresh({ ...wish, freight }, dataDir, call));
    // Whatever becomes slower with time meets each direction as often.
    const first = played.length % 2 === 0 ? 'mixed' : 'export';
    const one = await clear(first);
    const other = await clear(first === 'mixed' ? 'export' : 'mixed');
    played.push(
      first === 'mixed' ? { import: one, export: other } : { import: other, export: one },
    );
  }
  const all = played.flatMap((pair) => [pair.import, pair.export]);
  const rate = ({ figures }: Cleared): number => figures.parcelsPerSecond;
  const sum = (part: (one: Cleared) => number) => all.reduce((total, one) => total + part(one), 0);
  const { records, concurrency, inspect } = wish;
  return {
    figures: {
      ...{ records, concurrency, ...(inspect ? { inspect } : {}), mode: 'both' },
      ours: median(played.map((pair) => rate(pair.export))),
      peer: median(played.map((pair) => rate(pair.import))),
      ratio: rounded(median(played.map((pair) => rate(pair.export) / rate(pair.import))), 3),
      unit: 'parcels/s, export to import',
      released: sum(({ figures }) => figures.released),
      parcels: sum(({ figures }) => figures.parcels),
      auditFindings: sum(({ audited }) => audited.auditFindings),
      auditSteps: sum(({ audited }) => audited.auditSteps),
      cases: played.flatMap((pair) => [
        caseOf('import', pair.import),
        caseOf('export', pair.export),
      ]),
    },
    ok: all.every(({ ok }) => ok),
    postgres: all[0]?.postgres ?? null,
    samples: { columns: PARCEL_COLUMNS, rows: all.flatMap(({ run }) => [...parcelRows(run)]) },
  };
}

function caseOf(name: string, { figures }: Cleared): Case {
  const { parcelsPerSecond, p50Ms, p99Ms, serverCpuMicrosPerParcel } = figures;
  const { databaseCpuMicrosPerParcel, rawBytesPerParcel, walBytesPerParcel } = figures;
  return {
    ...{ name, parcelsPerSecond, p50Ms, p99Ms, serverCpuMicrosPerParcel },
    ...{ databaseCpuMicrosPerParcel, rawBytesPerParcel, walBytesPerParcel },
  };
}

/**
 * Makes a platform in an empty folder, warms it, and puts the load on it.
 * @param nodeOptions for the server process
 */
export async function clearFresh(
  wish: LoadWish,
  dataDir: string,
  { terminal }: BenchCall,
  nodeOptions: readonly string[] = [],
): Promise<Cleared> {
  const owner: Owner = { seed: wish.seed, credentials: makeCredentials(wish.seed) };
  const { records, freight, stock: stocked, inspect: classed, cockpits } = wish;
  const exports = freight === 'export';
  const yard = openYard({ ...owner, records, freight, profileDir: DEFAULT_PROFILE });
  try {
    const watcher = cockpits > 0 ? ({ officer: 'officer' } as const) : {};
    return await withRig(
      { dataDir, owner, terminal, nodeOptions, stocked, classed, exports, ...watcher },
      async (rig) => {
        const { sent } = await freightFor(rig, yard, wish, progressBar(terminal, 'Preparing'));
        // Its threads would take CPU from what is measured.
        await yard.close();
        const watching = await openCockpits(rig.server.url, cockpits);
        const measured = await measureLoad(rig, sent, wish, terminal);
        const seen = watching.close();
        const audited = await auditRig(rig, terminal);
        const { parcels, released, inspected } = measured.figures;
        const ok = released + inspected === parcels && audited.auditFindings === 0;
        return { ...measured, ok, sent, seen, audited, postgres: await settingsOf(rig.db) };
      },
    );
  } finally {
    await yard.close();
  }
}

/** Warms a rig up and prepares what the load needs at the rate that this showed. */
export async function freightFor(
  rig: Rig,
  yard: Yard,
  wish: LoadWish,
  onProgress: (done: number, all: number) => void,
): Promise<{ warm: Chunk[]; sent: Chunk[] }> {
  const { records } = wish;
  const warm = await stock(yard, { parcels: warmUpSize(wish), records });
  const rate = await warmUp(rig, warm, wish);
  const parcels = freightSize(wish, rate, warm);
  return { warm, sent: await stock(yard, { parcels, records }, onProgress) };
}
