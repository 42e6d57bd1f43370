import { businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Days } from './days.ts';
import { type Place, placeKey } from './evidence-cache.ts';
import { entriesIn, entriesOf, type KeptFacts, readFacts } from './facts-reader.ts';

/** Where the facts of one decision are: a place in a segment, and when it was made. */
export type FactsPlace = Place & { readonly position: number; readonly at: Instant };

const FACTS = `
  select stream, sequence, body from clearance.segments
  where day = any($3::date[])
    and (stream, sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

/**
 * Reads what decisions rest on, from the database or the files of archived days.
 * @returns the facts of each; null for one that has none or cannot be read
 */
export async function loadFacts(
  sql: Sql,
  days: Days,
  places: readonly FactsPlace[],
): Promise<(place: Omit<FactsPlace, 'at'>) => KeptFacts | null> {
  const entryOf = await loadEntries(sql, days, places);
  return (place) => {
    const entry = entryOf(place);
    const facts = entry === null ? null : readFacts(entry);
    return facts === 'unreadable' ? null : facts;
  };
}

/** The same as they are kept, one text each; null for one that is not there. */
export async function loadEntries(
  sql: Sql,
  days: Days,
  places: readonly FactsPlace[],
): Promise<(place: Omit<FactsPlace, 'at'>) => string | null> {
  const wanted = [...new Map(places.map((place) => [placeKey(place), place])).values()];
  const segments = await sql.query<Place & { body: Uint8Array }>(FACTS, [
    wanted.map(({ stream }) => stream),
    wanted.map(({ sequence }) => sequence),
    [...new Set(wanted.map(({ at }) => businessDate(at)))],
  ]);
  const entries = new Map(segments.map((one) => [placeKey(one), entriesOf(one.body)]));
  for (const place of wanted.filter((one) => !entries.has(placeKey(one)))) {
    const row = await days.find('facts', place.at, place);
    if (row !== null) entries.set(placeKey(place), entriesIn(row.bytes.body ?? null));
  }
  return (place) => entries.get(placeKey(place))?.[place.position] ?? null;
}
