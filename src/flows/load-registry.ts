import type { Instant } from '../base/dates.ts';
import type { Database } from '../io/postgres.ts';
import { type LoadReport, loadDirectory } from '../registry/load.ts';
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
    },
  });
  const { counts, openings, changed } = report;
  const stock = { added: opened, changed: 0, unchanged: openings.length - opened };
  const all = { ...counts, 'opening-stock': stock };
  return { ...report, changed: changed || opened > 0, counts: all };
}
