import { businessDate, type Instant } from '../base/dates.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { type LoadReport, loadDirectory } from '../registry/load.ts';
import { beginDrawing, bumpRevision } from '../registry/settings.ts';
import { inspectorsOn } from '../registry/staff-store.ts';
import { limitGuarantees } from './guarantee-limits.ts';
import { openStock } from './open-stock.ts';

/**
 * Registers the files of a directory and, in the same transaction, sets the limits of the
 * guarantee accounts to what is lodged now and writes the opening stock of books.
 */
export async function loadRegistryFiles(
  db: Database,
  dir: string,
  at: Instant,
  options: { readonly partial?: boolean } = {},
): Promise<LoadReport> {
  let opened = 0;
  const report = await loadDirectory(db, dir, at, {
    ...options,
    afterWrite: async (tx, { guarantees, openings }) => {
      await limitGuarantees(tx, guarantees);
      opened = await openStock(tx, openings, at);
      if (await beginToDraw(tx, at)) await bumpRevision(tx);
    },
  });
  const { counts, openings, changed } = report;
  const stock = { added: opened, changed: 0, unchanged: openings.length - opened };
  const all = { ...counts, 'opening-stock': stock };
  return { ...report, changed: changed || opened > 0, counts: all };
}

/** An inspection needs two of them (RAND-3). */
const LEAST_OFFICERS = 2;

/**
 * Has the zone draw for inspection as soon as there are officers, and for good: without that a
 * roster that is emptied for a day would be a day without draws.
 */
async function beginToDraw(tx: Sql, at: Instant): Promise<boolean> {
  if ((await inspectorsOn(tx, businessDate(at))) < LEAST_OFFICERS) return false;
  return beginDrawing(tx, at);
}
