import { LIMITS } from '../base/limits.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { numbersFrom } from '../documents/numbers.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { House } from '../flows/house.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { startWorks, type Works, type WorksNews } from '../flows/works.ts';
import type { Clock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Entropy, systemEntropy } from '../io/random.ts';
import { receiptNews } from '../receipts/notify.ts';
import { lastCursors } from '../receipts/store.ts';

/** The parts of one process, wired together, and its works. */
export type Wired = { readonly house: House; readonly works: Works };

/** Milliseconds that have passed; moved by nobody, unlike the clock of the zone. */
export const stopwatch = (): number => performance.now();

export type WireOptions = {
  readonly entropy?: Entropy;
  /** Where the files of archived days are. */
  readonly archive?: Archive;
  /** A stopwatch that paces the batches; without it they are as large as they may be. */
  readonly pace?: () => number;
};

/** Wires the parts over a migrated database that has a profile. */
export async function wire(
  db: Database,
  clock: Clock,
  news: WorksNews = {},
  options: WireOptions = {},
): Promise<Wired> {
  const { entropy = systemEntropy, archive = NO_ARCHIVE, pace } = options;
  const house: House = {
    db,
    clock,
    entropy,
    registry: await watchRegistry(db),
    numbers: numbersFrom(db),
    terms: termsShelf(LIMITS.termsAtHandBytes, archive),
    news: receiptNews({ latest: (enterprises) => lastCursors(db, enterprises) }),
    archive,
  };
  return { house, works: startWorks(house, news, undefined, pace) };
}
