import type { Chunk } from '../sandbox/bench/chunk.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { PARCEL_COLUMNS, parcelRows } from '../sandbox/bench/samples.ts';
import { openYard, stock, type Yard } from '../sandbox/bench/yard.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import {
  freightSize,
  type LoadWish,
  loadWishOf,
  type Measured,
  measureLoad,
  warmUp,
  warmUpSize,
} from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { auditRig, type Owner, type Rig, withRig, withScratch } from './bench-rig.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

/** A load on an empty database, measured and audited. */
export type Cleared = Measured & {
  readonly ok: boolean;
  /** What was prepared for the measured load. */
  readonly sent: readonly Chunk[];
  readonly audited: Awaited<ReturnType<typeof auditRig>>;
  readonly postgres: Readonly<Record<string, string>>;
};

/** `onestep bench clear`. */
export async function benchClear(call: BenchCall): Promise<Outcome> {
  const wish = loadWishOf(call.values);
  const cleared = await withScratch((dataDir) => clearFresh(wish, dataDir, call));
  const { run, figures, audited, ok, postgres } = cleared;
  const { records, concurrency, rate, freight, stock: stocked, inspect } = wish;
  return {
    figures: {
      records,
      ...(freight === 'mixed' ? {} : { bonded: true, hot: freight === 'hot', stock: stocked }),
      ...(inspect ? { inspect } : {}),
      ...(rate === null ? { loop: 'closed', concurrency } : { loop: 'open', askedPerSecond: rate }),
      ...figures,
      ...audited,
    },
    ok,
    postgres,
    samples: { columns: PARCEL_COLUMNS, rows: parcelRows(run) },
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
  const { records, freight, stock: stocked, inspect: classed } = wish;
  const yard = openYard({ ...owner, records, freight, profileDir: DEFAULT_PROFILE });
  try {
    return await withRig(
      { dataDir, owner, terminal, nodeOptions, stocked, classed },
      async (rig) => {
        const { sent } = await freightFor(rig, yard, wish, progressBar(terminal, 'Preparing'));
        // Its threads would take CPU from what is measured.
        await yard.close();
        const measured = await measureLoad(rig, sent, wish, terminal);
        const audited = await auditRig(rig, terminal);
        const { parcels, released, inspected } = measured.figures;
        const ok = released + inspected === parcels && audited.auditFindings === 0;
        return { ...measured, ok, sent, audited, postgres: await settingsOf(rig.db) };
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
