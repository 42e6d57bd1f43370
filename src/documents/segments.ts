import { zstdDecompressSync } from 'node:zlib';
import type { BusinessDate } from '../base/dates.ts';
import { DAY_TABLES, type DayPart } from '../io/day-tables.ts';
import type { Sql } from '../io/postgres.ts';
import { type Archive, archivedDays } from './archive.ts';

/** One segment of evidence or of facts, and the day in whose partition or file it lies. */
export type SegmentPlace = {
  readonly day: BusinessDate;
  readonly stream: string;
  readonly sequence: number;
};

/** A segment as one text, for maps. */
export function segmentKey({ stream, sequence }: Omit<SegmentPlace, 'day'>): string {
  return `${stream}/${sequence}`;
}

// The days as an array of their own let the planner leave out all other partitions.
const select = (table: string, column: string): string => `
  select stream, sequence, ${column} as body from ${table}
  where day = any($3::date[])
    and (stream, sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

type Row = { stream: string; sequence: number; body: Uint8Array | null };

/**
 * Gives the unpacked bytes of segments one after the other, from the database, and for archived
 * days from their files, so that only one needs to be in memory. One statement while all are in
 * the database; segments that exist nowhere, and those without this column, are left out.
 * @param column a column of zstd frames
 * @throws Fault when the file of an archived day cannot be read
 */
export async function visitSegments(
  sql: Sql,
  part: Extract<DayPart, 'evidence' | 'facts'>,
  places: readonly SegmentPlace[],
  archive: Archive,
  visit: (key: string, raw: Buffer) => void,
  column = 'body',
): Promise<void> {
  const all = [...new Map(places.map((place) => [segmentKey(place), place])).values()];
  const fromDatabase = async (wanted: readonly SegmentPlace[]): Promise<SegmentPlace[]> => {
    const rows = await sql.query<Row>(select(DAY_TABLES[part].table, column), [
      wanted.map(({ stream }) => stream),
      wanted.map(({ sequence }) => sequence),
      [...new Set(wanted.map(({ day }) => day))],
    ]);
    for (const row of rows) {
      if (row.body !== null) visit(segmentKey(row), zstdDecompressSync(row.body));
    }
    const there = new Set(rows.map(segmentKey));
    return wanted.filter((place) => !there.has(segmentKey(place)));
  };
  const missing = await fromDatabase(all);
  if (missing.length === 0) return;
  const byDay = Map.groupBy(missing, ({ day }) => day);
  const archived = await archivedDays(sql, [...byDay.keys()]);
  for (const [day, entry] of archived) {
    const own = byDay.get(day) ?? [];
    const keys = own.map(({ stream, sequence }) => [stream, BigInt(sequence)] as const);
    for (const { values, bytes } of await archive.rows(entry, part, keys)) {
      const key = segmentKey({ stream: values.stream ?? '', sequence: Number(values.sequence) });
      const raw = bytes[column] ?? null;
      if (raw !== null) visit(key, raw);
    }
  }
  // A day that was restored between the two statements is in the database again.
  const restored = missing.filter(({ day }) => !archived.has(day));
  if (restored.length > 0) await fromDatabase(restored);
}

/** The same, all of them by `segmentKey`. */
export async function readSegments(
  sql: Sql,
  part: Extract<DayPart, 'evidence' | 'facts'>,
  places: readonly SegmentPlace[],
  archive: Archive,
  column = 'body',
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  await visitSegments(sql, part, places, archive, (key, raw) => found.set(key, raw), column);
  return found;
}
