import { present } from '../base/assert.ts';
import type { Clock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { loadRegistry } from '../registry/facts.ts';
import { readProfile } from '../registry/profile-file.ts';
import { writeProfile } from '../registry/store.ts';
import { UsageError } from './command.ts';

/** Loads the zone's law when the database has none yet; later ones are imported on purpose only. */
export async function ensureProfile(db: Database, dir: string, clock: Clock): Promise<void> {
  const registry = await loadRegistry(db);
  if (registry.profile !== null) return;
  const read = await readProfile(dir);
  if (!read.ok) {
    const first = present(read.error[0], 'finding of the profile');
    throw new UsageError(`The profile ${dir} cannot be used: ${first.en} (${first.path}).`);
  }
  await db.transaction((tx) => writeProfile(tx, read.value, clock.now()));
}
