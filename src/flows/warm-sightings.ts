import { businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { seenKeys } from '../risk/sightings.ts';
import { decidedDays, walkPassed } from './decided-walk.ts';
import type { House } from './house.ts';

const HOUR = 3_600_000;

const SINCE = `
  select min(decided_at) as since from (
    select decided_at, sum(count) over (order by decided_at desc, stream, sequence) as decisions
    from clearance.segments
    where day >= $1::date and decided_at >= $2::timestamptz and decided_at < $3::timestamptz
  ) s where decisions <= $4::integer`;

/** From when on the last so many decisions were made; null when there are none. */
async function sinceOf(sql: Sql, from: Instant, until: Instant, most: number) {
  const given = [businessDate(from), instantText(from), instantText(until), most];
  const [row] = await sql.query<{ since: Instant | null }>(SINCE, given);
  return row?.since ?? null;
}

/**
 * Counts the persons of the last lists that passed within the hours of the law, whichever process
 * decided them: one that has just begun would not know who came before. Called before it clears.
 * @returns how many lists were counted
 */
export async function warmSightings(
  { db, clock, registry }: Pick<House, 'db' | 'clock' | 'registry'>,
  most: number = LIMITS.sightingsWarm,
): Promise<number> {
  const until = clock.now();
  const { index, memory } = registry.current();
  const law = index.sightings(businessDate(until));
  const from = await sinceOf(db, until - law.hours * HOUR, until, most);
  if (from === null) return 0;
  let counted = 0;
  for (const { day } of await decidedDays(db, businessDate(from), from, until)) {
    for await (const { parcels } of walkPassed(db, day, { from, until, every: 1 })) {
      for (const { facts, ...documents } of parcels) {
        memory.sightings.look([seenKeys(documents)], facts.at, law).keep();
      }
      counted += parcels.length;
    }
  }
  return counted;
}
