import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import type { Archive } from '../documents/archive.ts';
import { isFault } from '../io/faults.ts';
import type { Sql } from '../io/postgres.ts';
import { decodeReceipts } from './codec.ts';
import { isWhole, type ReadBlock } from './read-blocks.ts';
import type { FiledReceipt } from './receipt.ts';
import { readReceipts } from './store.ts';

/** A stretch of a stream: the cursors above `after`, at most `limit` of them. */
export type Stretch = {
  readonly enterprise: string;
  readonly after: bigint;
  readonly limit: number;
};

// As DAYS of read-blocks.ts, for many stretches at once.
const DAYS = `
  select s.n::integer as n, d.day, d.first_cursor as first
  from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality as s (code, start, stop, n)
  cross join lateral (
    select day, first_cursor from receipts.days
    where enterprise_code = s.code and first_cursor <= s.stop and first_cursor >= (
      select max(first_cursor) from receipts.days
      where enterprise_code = s.code and first_cursor <= s.start)
  ) as d
  order by s.n, d.first_cursor`;

// The days as an array of their own let the planner leave out all other partitions.
const BLOCKS = `
  select s.n::integer as n, b.first_cursor, b.body
  from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality as s (code, start, stop, n)
  cross join lateral (
    select first_cursor, body from receipts.blocks
    where enterprise_code = s.code and day = any($4::date[]) and first_cursor <= s.stop
      and first_cursor >= coalesce((select max(first_cursor) from receipts.blocks
        where enterprise_code = s.code and day = any($4::date[]) and first_cursor <= s.start), 1)
  ) as b
  order by s.n, b.first_cursor`;

type DayRow = { readonly n: number; readonly day: BusinessDate; readonly first: bigint };
type BlockRow = { readonly n: number; readonly first_cursor: bigint; readonly body: Uint8Array };

/**
 * The receipts of many stretches, in their order; null for one that lies in an archived day whose
 * file cannot be read, so that it does not hold up the others. Two statements for all of them; a
 * stretch in an archived day takes its own.
 */
export async function readStreams(
  sql: Sql,
  stretches: readonly Stretch[],
  archive: Archive,
): Promise<(FiledReceipt[] | null)[]> {
  if (stretches.length === 0) return [];
  const bounds = [
    stretches.map(({ enterprise }) => enterprise),
    stretches.map(({ after }) => after + 1n),
    stretches.map(({ after, limit }) => after + BigInt(limit)),
  ];
  const days = await sql.query<DayRow>(DAYS, bounds);
  const all = [...new Set(days.map(({ day }) => day))];
  const rows = await sql.query<BlockRow>(BLOCKS, [...bounds, all]);
  const lastDays = new Map(days.map(({ n, first }) => [n, first]));
  const blocks = Map.groupBy(rows, ({ n }) => n);
  return Promise.all(
    stretches.map((stretch, i) => {
      const own = (blocks.get(i + 1) ?? []).map(blockOf);
      const last = lastDays.get(i + 1);
      if (last === undefined) return [];
      if (isWhole(own, stretch.after + 1n, last)) return cut(own, stretch);
      const { enterprise, after, limit } = stretch;
      return readReceipts(sql, enterprise, after, limit, archive).catch(nullOfFault);
    }),
  );
}

function nullOfFault(error: unknown): null {
  if (isFault(error)) return null;
  throw error;
}

function blockOf({ first_cursor: first, body }: BlockRow): ReadBlock {
  return { first, receipts: decodeReceipts(body) };
}

function cut(blocks: readonly ReadBlock[], { after, limit }: Stretch): FiledReceipt[] {
  const first = present(blocks[0], 'the first block').first;
  const all = blocks.flatMap(({ receipts }) => receipts);
  const filed = all.map((receipt, i) => ({ ...receipt, cursor: first + BigInt(i) }));
  return filed.filter(({ cursor }) => cursor > after && cursor <= after + BigInt(limit));
}
