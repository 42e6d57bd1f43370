import type { BusinessDate } from '../base/dates.ts';
import { type Archive, archivedDays } from '../documents/archive.ts';
import type { Sql } from '../io/postgres.ts';
import { decodeReceipts, readReceiptBlock } from './codec.ts';
import type { Receipt } from './receipt.ts';

/** Receipts that lie together, from the cursor `first` on. */
export type ReadBlock = { readonly first: bigint; readonly receipts: readonly Receipt[] };

// The days that hold cursors from $2 to $3; none for a reader who has read everything.
const DAYS = `
  select d.day, d.first_cursor as first from receipts.days d
  join receipts.heads h on h.enterprise_code = d.enterprise_code and h.next_cursor > $2
  where d.enterprise_code = $1 and d.first_cursor <= $3 and d.first_cursor >= (
    select max(first_cursor) from receipts.days where enterprise_code = $1 and first_cursor <= $2)
  order by d.first_cursor`;

// No gaps in the cursors, so the end bounds the blocks as well as a running sum would. The days as
// an array of their own let the planner leave out all other partitions.
const BLOCKS = `
  select first_cursor, body from receipts.blocks
  where enterprise_code = $1 and day = any($4::date[]) and first_cursor <= $3
    and first_cursor >= coalesce((select max(first_cursor) from receipts.blocks
      where enterprise_code = $1 and day = any($4::date[]) and first_cursor <= $2), 1)
  order by first_cursor`;

type DayRow = { day: BusinessDate; first: bigint };
type BlockRow = { first_cursor: bigint; body: Uint8Array };

/**
 * The blocks of an enterprise that hold the cursors from `from` to `end`, in order; the first may
 * begin before. Days that are archived come from their files.
 * @throws Fault when the file of an archived day cannot be read
 */
export async function readBlocks(
  sql: Sql,
  enterprise: string,
  from: bigint,
  end: bigint,
  archive: Archive,
): Promise<ReadBlock[]> {
  const begun = await sql.query<DayRow>(DAYS, [enterprise, from, end]);
  const last = begun.at(-1);
  if (last === undefined) return [];
  const days = begun.map(({ day }) => day);
  const load = async (): Promise<ReadBlock[]> => {
    const rows = await sql.query<BlockRow>(BLOCKS, [enterprise, from, end, days]);
    return rows.map(({ first_cursor, body }) => {
      return { first: first_cursor, receipts: decodeReceipts(body) };
    });
  };
  const blocks = await load();
  if (isWhole(blocks, from, last.first)) return blocks;
  const archived = await archivedDays(sql, days);
  for (const entry of archived.values()) {
    const found = await archive.range(entry, 'receipts', [enterprise, from], end);
    for (const { values, bytes } of found) {
      const receipts = readReceiptBlock(bytes.body ?? Buffer.alloc(0));
      blocks.push({ first: BigInt(values.first_cursor ?? 0), receipts });
    }
  }
  const all = blocks.sort((a, b) => (a.first < b.first ? -1 : 1));
  // A day that was restored between the statements is in the database again.
  return isWhole(all, from, last.first) ? all : load();
}

/**
 * Whether the blocks follow each other from the cursor `from`, which there is, and reach into the
 * last day, which begins at `last`: a stream has no gaps, so what is not here lies in a file.
 */
export function isWhole(blocks: readonly ReadBlock[], from: bigint, last: bigint): boolean {
  let at = from;
  for (const { first, receipts } of blocks) {
    if (first > at) return false;
    at = first + BigInt(receipts.length);
  }
  return at > from && at > last;
}
