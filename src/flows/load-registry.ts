import type { Instant } from '../base/dates.ts';
import type { Database } from '../io/postgres.ts';
import { type LoadReport, loadDirectory } from '../registry/load.ts';
import { limitGuarantees } from './guarantee-limits.ts';

/**
 * Registers the files of a directory and, in the same transaction, sets the limits of the
 * guarantee accounts to what is lodged now.
 */
export function loadRegistryFiles(
  db: Database,
  dir: string,
  at: Instant,
  options: { readonly partial?: boolean } = {},
): Promise<LoadReport> {
  return loadDirectory(db, dir, at, {
    ...options,
    afterWrite: (tx, { guarantees }) => limitGuarantees(tx, guarantees),
  });
}
