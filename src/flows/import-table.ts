import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { Fault } from '../io/faults.ts';
import type { Database } from '../io/postgres.ts';
import { loadRegistry } from '../registry/facts.ts';
import type { SampleTable } from '../registry/profile.ts';
import { bumpRevision } from '../registry/settings.ts';
import { writeProfile } from '../registry/store.ts';
import { IMPORTS, type ImportOptions, type ImportResult } from '../registry/tariff-import.ts';

/** What became of a file. `changed`: whether the law is another one than before. */
export type TableImported = ImportResult & {
  readonly changed: boolean;
  /** The revision of the registry after it. */
  readonly revision: bigint;
};

/**
 * Replaces a table of the law in force by a full file. The old law stays for what was decided
 * under it; running platforms take the new one up by the revision.
 * @throws Fault `database-conflict` when the registry was changed at the same moment; Bug when
 * there is no law yet
 */
export async function importTable(
  db: Database,
  table: SampleTable,
  bytes: Uint8Array,
  at: Instant,
  options: ImportOptions = {},
): Promise<TableImported> {
  const { revision, profile } = await loadRegistry(db);
  const before = present(profile, 'profile of the zone').profile;
  const result = IMPORTS[table](bytes, before, options);
  const changed = result.taken && result.profile.version !== before.version;
  if (!changed) return { ...result, changed, revision };
  return db.transaction(async (tx) => {
    const next = await bumpRevision(tx);
    // What another load wrote since would be undone by the law that was read before it.
    if (next !== revision + 1n) {
      throw new Fault(
        'database-conflict',
        'The registry was changed at the same moment; import the file again.',
      );
    }
    await writeProfile(tx, result.profile, at);
    return { ...result, changed, revision: next };
  });
}
