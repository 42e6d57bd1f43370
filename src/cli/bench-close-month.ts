import { join } from 'node:path';
import { addMonths } from '../base/dates.ts';
import { monthOf } from '../export/summary/months.ts';
import { settableClock, systemClock } from '../io/clock.ts';
import { startEmbedded } from '../io/embedded.ts';
import { connect } from '../io/postgres.ts';
import { closeMonth, type MonthRun } from '../sandbox/bench/close-month.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { rounded } from '../sandbox/bench/latencies.ts';
import { withoutClasses } from '../sandbox/without-classes.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { register, withScratch } from './bench-rig.ts';
import { numberOf } from './command.ts';
import { progressBar } from './terminal.ts';
import { wire } from './wire.ts';

const LISTS = 3_000_000;

/**
 * `onestep bench close-month`: lists of last month are merged as customs closes them, then every
 * seller's agent applies for its declarations, and lists are taken back one by one. Nothing is
 * drawn for inspection.
 */
export function benchCloseMonth({ values, terminal }: BenchCall): Promise<Outcome> {
  const seed = BigInt(numberOf(values, 'seed', 1));
  const lists = numberOf(values, 'lists', LISTS, 1, 20_000_000);
  return withScratch(async (dir) => {
    const embedded = await startEmbedded({ dataDir: join(dir, 'month') });
    const db = connect(embedded.url);
    try {
      const credentials = makeCredentials(seed);
      await register(db, { seed, credentials }, {}, withoutClasses);
      const clock = settableClock(systemClock.now());
      const site = { ...(await wire(db, clock)), clock };
      const month = addMonths(monthOf(systemClock.now()), -1);
      const onProgress = progressBar(terminal, 'Merging');
      const run = await closeMonth(site, { seed, lists, month, credentials, onProgress });
      await site.works.idle();
      await site.close();
      return outcomeOf(run, await settingsOf(db));
    } finally {
      await db.close();
      await embedded.stop();
    }
  });
}

function outcomeOf({ figures, batches, ok }: MonthRun, postgres: Outcome['postgres']): Outcome {
  return {
    figures: { ...figures, unit: 'lists' },
    ok,
    postgres,
    samples: { columns: ['batch', 'ms'], rows: batches.map((ms, i) => [i, rounded(ms, 2)]) },
  };
}
