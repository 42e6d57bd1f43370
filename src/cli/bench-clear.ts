import { settingsOf } from '../sandbox/bench/environment.ts';
import { PARCEL_COLUMNS, parcelRows } from '../sandbox/bench/samples.ts';
import { openYard, stock, type Yard } from '../sandbox/bench/yard.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import {
  freightSize,
  type LoadWish,
  loadWishOf,
  measureLoad,
  warmUp,
  warmUpSize,
} from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { auditRig, type Owner, type Rig, withRig, withScratch } from './bench-rig.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

/** `onestep bench clear`. */
export function benchClear(call: BenchCall): Promise<Outcome> {
  const wish = loadWishOf(call.values);
  const owner: Owner = { seed: wish.seed, credentials: makeCredentials(wish.seed) };
  const { terminal } = call;
  const yard = openYard({ ...owner, records: wish.records, profileDir: DEFAULT_PROFILE });
  return withScratch(async (dataDir) => {
    try {
      return await withRig({ dataDir, owner, terminal }, (rig) => clearOn(rig, yard, wish, call));
    } finally {
      await yard.close();
    }
  });
}

async function clearOn(rig: Rig, yard: Yard, wish: LoadWish, call: BenchCall): Promise<Outcome> {
  const { terminal } = call;
  const { records } = wish;
  const warm = await stock(yard, { parcels: warmUpSize(wish), records });
  const rate = await warmUp(rig, warm, wish);
  const parcels = freightSize(wish, rate, warm);
  const chunks = await stock(yard, { parcels, records }, progressBar(terminal, 'Preparing'));
  // Its threads would take CPU from what is measured.
  await yard.close();
  const { run, figures } = await measureLoad(rig, chunks, wish, terminal);
  const audited = await auditRig(rig, terminal);
  const { concurrency } = wish;
  return {
    figures: {
      records,
      ...(wish.rate === null
        ? { loop: 'closed', concurrency }
        : { loop: 'open', askedPerSecond: wish.rate }),
      ...figures,
      ...audited,
    },
    ok: figures.released === figures.parcels && audited.auditFindings === 0,
    postgres: await settingsOf(rig.db),
    samples: { columns: PARCEL_COLUMNS, rows: parcelRows(run) },
  };
}
