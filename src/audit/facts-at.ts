import { businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Days } from './days.ts';
import { type Place, placeKey } from './evidence-cache.ts';
import { isExportEntry, type KeptExport, readExport } from './export-facts-reader.ts';
import { entriesIn, entriesOf, type KeptFacts, readFacts } from './facts-reader.ts';

/** Where the facts of one decision are: a place in a segment, and when it was made. */
export type FactsPlace = Place & { readonly position: number; readonly at: Instant };

const FACTS = `
  select stream, sequence, body from clearance.segments
  where day = any($3::date[])
    and (stream, sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

/** The entry of a decision, by its place; null for one that has none. */
type Entries = (place: Omit<FactsPlace, 'at'>) => string | null;

/**
 * Reads what decisions rest on, from the database or the files of archived days.
 * @returns the facts of each; null for one that has none or cannot be read
 */
export async function loadFacts(
  sql: Sql,
  days: Days,
  places: readonly FactsPlace[],
): Promise<(place: Omit<FactsPlace, 'at'>) => KeptFacts | null> {
  const entries = await loadEntries(sql, days, places);
  return (place) => {
    const entry = entries(place);
    const facts = entry === null || isExportEntry(entry) ? null : readFacts(entry);
    return facts === 'unreadable' ? null : facts;
  };
}

/** The same of decisions on export lists. */
export async function loadExportFacts(
  sql: Sql,
  days: Days,
  places: readonly FactsPlace[],
): Promise<(place: Omit<FactsPlace, 'at'>) => KeptExport | null> {
  const entries = await loadEntries(sql, days, places);
  return (place) => {
    const entry = entries(place);
    const kept = entry === null || !isExportEntry(entry) ? null : readExport(entry);
    return kept === 'unreadable' ? null : kept;
  };
}

async function loadEntries(sql: Sql, days: Days, places: readonly FactsPlace[]): Promise<Entries> {
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
