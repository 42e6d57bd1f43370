import { join } from 'node:path';
import { startEmbedded } from '../io/embedded.ts';
import { connect } from '../io/postgres.ts';
import type { Chunk } from '../sandbox/bench/chunk.ts';
import { type CopyRun, copyFreight } from '../sandbox/bench/copy-run.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { rounded } from '../sandbox/bench/latencies.ts';
import { clearFresh } from './bench-clear.ts';
import { loadWishOf } from './bench-load.ts';
import type { BenchCall, Case, Outcome } from './bench-outcome.ts';
import { withScratch } from './bench-rig.ts';
import { doing } from './terminal.ts';

/** `onestep bench copy`: what PostgreSQL takes of the same bytes, and how close `clear` comes. */
export function benchCopy(call: BenchCall): Promise<Outcome> {
  const wish = loadWishOf(call.values);
  return withScratch(async (dir) => {
    const cleared = await clearFresh(wish, join(dir, 'clear'), call);
    const copying = copies(join(dir, 'copy'), cleared.sent);
    const { runs, postgres } = await doing(call.terminal, 'Copying', copying);
    const { figures, audited } = cleared;
    const rates = runs.map(rateOf);
    // The limit for these bytes: the better way of copying messages as they are.
    const peer = Math.max(...rates.filter((_, i) => runs[i]?.kind !== 'blobs'));
    return {
      figures: {
        records: wish.records,
        ours: figures.parcelsPerSecond,
        peer,
        ratio: rounded(figures.parcelsPerSecond / peer, 3),
        unit: 'parcels/s',
        released: figures.released,
        parcels: figures.parcels,
        ...audited,
        cases: runs.map((run, i): Case => {
          const megabytes = rounded(run.rawBytes / (run.milliseconds * 1_000));
          return { name: NAMES[run.kind], parcelsPerSecond: rates[i]!, rawMbPerSecond: megabytes };
        }),
      },
      ok: cleared.ok,
      postgres,
      samples: {
        columns: ['kind', 'batch', 'parcels', 'ms'],
        rows: runs.flatMap(({ kind, batches, parcels }) =>
          batches.map((ms, i) => [kind, i, Math.round(parcels / batches.length), rounded(ms, 2)]),
        ),
      },
    };
  });
}

const NAMES = {
  rows: 'COPY, a row a message',
  external: 'COPY, a row a message, not compressed',
  blobs: 'COPY, a compressed block a batch',
} as const;

function rateOf({ parcels, milliseconds }: CopyRun): number {
  return Math.round((parcels * 1_000) / milliseconds);
}

// In a cluster of its own, started as the platform starts its own: the same settings.
async function copies(dataDir: string, chunks: readonly Chunk[]) {
  const embedded = await startEmbedded({ dataDir });
  const db = connect(embedded.url);
  try {
    const postgres = await settingsOf(db);
    const runs: CopyRun[] = [];
    for (const kind of ['rows', 'external', 'blobs'] as const) {
      runs.push(await copyFreight(embedded.url, chunks, kind));
    }
    return { runs, postgres };
  } finally {
    await db.close();
    await embedded.stop();
  }
}
