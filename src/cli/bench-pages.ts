import { businessDate } from '../base/dates.ts';
import { numbersFrom } from '../documents/numbers.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { fillExportPages, fillSummaries } from '../sandbox/bench/pages-exports.ts';
import { fillFirmPages } from '../sandbox/bench/pages-firm.ts';
import { fillOfficePages } from '../sandbox/bench/pages-office.ts';
import { fillStockPages } from '../sandbox/bench/pages-stock.ts';
import type { PagesWish } from '../sandbox/bench/pages-wish.ts';
import { bookNoOf } from '../sandbox/world/books.ts';
import { AGENTS, AREAS, SELLERS } from '../sandbox/world/parties.ts';
import { type History, saveHistory } from './bench-fill.ts';
import type { Terminal } from './command.ts';
import { progressBar } from './terminal.ts';

const [AREA, OTHER_AREA] = [AREAS[0]!, AREAS[1]!];

/** Whose pages are filled and asked for. */
export const PAGES_OF = {
  agent: AGENTS[0]!.code,
  keeper: AREA.code,
  seller: SELLERS[0]!.code,
  bookNo: bookNoOf(AREA),
  otherBook: bookNoOf(OTHER_AREA),
} as const;

/**
 * Fills, once, what the pages of the console show beside the parcels of a history: lists of exports
 * merged by the platform, and everything else multiplied from its parcels, in the shapes that the
 * platform writes. Such a history is no use for the auditor any more.
 * @returns seconds that it took
 */
export async function fillPages(
  db: Database,
  history: History,
  terminal: Terminal,
): Promise<number> {
  if (history.pages > 0) return 0;
  const began = performance.now();
  const { parcels, owner } = history;
  const at = systemClock.now();
  const onProgress = progressBar(terminal, 'Merging');
  const numbers = numbersFrom(db);
  await fillSummaries({ db, numbers }, { seed: owner.seed, parcels, at, onProgress });
  await db.transaction(async (tx) => {
    const wish: PagesWish = { tx, parcels, day: businessDate(at), ...PAGES_OF };
    await fillFirmPages(wish);
    await fillOfficePages(wish);
    await fillStockPages(wish);
    await fillExportPages(wish);
  });
  await db.script('vacuum (analyze)');
  history.pages = parcels;
  saveHistory(history);
  return (performance.now() - began) / 1_000;
}
