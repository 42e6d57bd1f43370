import { assert, present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { segmentKey, visitSegments } from '../documents/segments.ts';
import { pack } from '../io/pack.ts';
import { instantText, type Sql } from '../io/postgres.ts';

const NEWLINE = 0x0a;

/** Which batch: the facts of a process form a stream of segments, numbered from 1. */
export type FactsSegment = { readonly stream: string; readonly sequence: number };

/** Where the facts of one decision are kept. */
export type FactsPlace = FactsSegment & {
  readonly position: number;
  /** The instant the batch was decided at: its day is where the segment is looked for. */
  readonly decidedAt: Instant;
};

const INSERT = `
  insert into clearance.segments (stream, sequence, count, body, decided_at, day)
  values ($1, $2, $3, $4, $5, $6)`;

/**
 * Keeps the facts and verdicts of one batch, one text a parcel, as one row. One statement.
 * @param at the same instant as `decided_at` of its cases
 */
export async function storeFacts(
  tx: Sql,
  place: FactsSegment,
  entries: readonly string[],
  at: Instant,
): Promise<void> {
  const body = pack(Buffer.from(entries.join('\n')));
  await tx.execute(INSERT, [
    place.stream,
    place.sequence,
    entries.length,
    body,
    instantText(at),
    businessDate(at),
  ]);
}

/**
 * The facts texts of decisions, in their order. One statement while their days are not archived.
 * @throws Fault when the file of an archived day cannot be read
 * @throws Bug when a segment or a position is missing.
 */
export async function readFacts(
  sql: Sql,
  places: readonly FactsPlace[],
  archive: Archive = NO_ARCHIVE,
): Promise<string[]> {
  const placed = places.map((place) => ({ ...place, day: businessDate(place.decidedAt) }));
  const wanted = Map.groupBy(placed, segmentKey);
  const texts = new Map<string, string>();
  const nameOf = (place: FactsPlace): string => `${segmentKey(place)}/${place.position}`;
  // Only one segment is unpacked at a time, and no text keeps the others of its segment alive.
  await visitSegments(sql, 'facts', placed, archive, (key, raw) => {
    for (const place of wanted.get(key) ?? []) {
      texts.set(nameOf(place), entryAt(raw, place.position));
    }
  });
  return places.map((place) => present(texts.get(nameOf(place)), 'facts segment'));
}

function entryAt(raw: Buffer, position: number): string {
  let start = 0;
  for (let i = 0; i < position; i += 1) {
    start = raw.indexOf(NEWLINE, start) + 1;
    assert(start > 0, 'facts of the parcel');
  }
  const end = raw.indexOf(NEWLINE, start);
  return raw.toString('utf8', start, end < 0 ? raw.length : end);
}
