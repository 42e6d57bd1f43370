import type { Archive } from '../documents/archive.ts';
import type { Numbers } from '../documents/numbers.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Clock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import type { ReceiptNews } from '../receipts/notify.ts';
import type { Draws } from './draws.ts';
import type { RegistryWatch } from './registry-watch.ts';

/** The parts that the flows share; `cli/serve.ts` wires them together. */
export type House = {
  readonly db: Database;
  readonly registry: RegistryWatch;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly numbers: Numbers;
  readonly terms: TermsShelf;
  readonly news: ReceiptNews;
  /** By which parcels and officers are drawn. */
  readonly draws: Draws;
  /** Where the files of archived days are. */
  readonly archive: Archive;
};
