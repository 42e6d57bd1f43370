import type { Finding } from '../base/finding.ts';
import type { Clock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { readCurrentProfile } from '../registry/facts.ts';
import type { Profile } from '../registry/profile.ts';
import { readProfile } from '../registry/profile-file.ts';
import { writeProfile } from '../registry/store.ts';
import { UsageError } from './command.ts';

const SHOWN = 20;
const NO_FILE = 'PROFILE-FILE';

/**
 * All that is wrong with the files of a profile, one line each when there is more than one. A
 * folder without a profile.yaml is no profile, whatever else it lacks.
 */
export function profileRefusal(dir: string, findings: readonly Finding[]): UsageError {
  const none = findings.find(({ code, path }) => code === NO_FILE && path === 'profile.yaml');
  const lines = (none === undefined ? findings : [none]).map(({ en, path, line }) => {
    return `${en} (${path}${line === undefined ? '' : `, line ${line}`}).`;
  });
  const [only = '', ...others] = lines;
  if (others.length === 0) return new UsageError(`The profile ${dir} cannot be used: ${only}`);
  const more = lines.length > SHOWN ? [`and ${lines.length - SHOWN} more`] : [];
  const text = [`The profile ${dir} cannot be used:`, ...lines.slice(0, SHOWN), ...more];
  return new UsageError(text.join('\n  '));
}

/**
 * Loads the zone's law when the database has none yet; later ones are imported on purpose only.
 * @param adapt what to make of the law of the folder first
 */
export async function ensureProfile(
  db: Database,
  dir: string,
  clock: Clock,
  adapt: (profile: Profile) => Profile = (profile) => profile,
): Promise<void> {
  if ((await readCurrentProfile(db)) !== null) return;
  const read = await readProfile(dir);
  if (!read.ok) throw profileRefusal(dir, read.error);
  await db.transaction((tx) => writeProfile(tx, adapt(read.value), clock.now()));
}
