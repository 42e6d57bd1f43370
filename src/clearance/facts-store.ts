import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { assert, present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

const NEWLINE = 0x0a;

/** Which batch: the facts of a process form a stream of segments, numbered from 1. */
export type FactsSegment = { readonly stream: string; readonly sequence: number };

/** Where the facts of one decision are kept. */
export type FactsPlace = FactsSegment & { readonly position: number };

const INSERT = `
  insert into clearance.segments (stream, sequence, count, body, decided_at)
  values ($1, $2, $3, $4, $5)`;

/** Keeps the facts and verdicts of one batch, one text a parcel, as one row. One statement. */
export async function storeFacts(
  tx: Sql,
  place: FactsSegment,
  entries: readonly string[],
  at: Instant,
): Promise<void> {
  const body = zstdCompressSync(Buffer.from(entries.join('\n')));
  await tx.execute(INSERT, [place.stream, place.sequence, entries.length, body, instantText(at)]);
}

const READ = `
  select stream, sequence, body from clearance.segments
  where (stream, sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

/**
 * The facts texts of decisions, in their order. One statement.
 * @throws Bug when a segment or a position is missing.
 */
export async function readFacts(sql: Sql, places: readonly FactsPlace[]): Promise<string[]> {
  const wanted = Map.groupBy(places, segmentKey);
  const segments = [...wanted.values()].map(([first]) => first!);
  const rows = await sql.query<FactsSegment & { body: Uint8Array }>(READ, [
    segments.map(({ stream }) => stream),
    segments.map(({ sequence }) => sequence),
  ]);
  const texts = new Map<FactsPlace, string>();
  for (const row of rows) {
    // Only one segment is unpacked at a time, and no text keeps the others of its segment alive.
    const raw = zstdDecompressSync(row.body);
    for (const place of wanted.get(segmentKey(row)) ?? []) {
      texts.set(place, entryAt(raw, place.position));
    }
  }
  return places.map((place) => present(texts.get(place), 'facts segment'));
}

function segmentKey({ stream, sequence }: FactsSegment): string {
  return `${stream}/${sequence}`;
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
