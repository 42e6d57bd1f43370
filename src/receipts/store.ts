import { assert, present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { encodeReceipts } from './codec.ts';
import { readBlocks } from './read-blocks.ts';
import type { AddressedReceipt, FiledReceipt, Receipt } from './receipt.ts';

/**
 * The receipt streams. Each enterprise has one: cursors 1, 2, 3, ... without a gap, in the order
 * of filing, kept for ever.
 *
 * The head row of an enterprise is moved in the caller's transaction and stays locked until its
 * commit. So a second writer waits, gets the cursors behind the first one's, and commits later:
 * whoever has seen cursor n never finds a smaller one appearing afterwards. A rolled back
 * transaction takes its move of the head with it and leaves no gap.
 */

/** More receipts than this go to another block, so that a page never unpacks a huge one. */
const BLOCK_RECEIPTS = LIMITS.receiptsPerPage;

// The days of a stream never go back: a late writer's receipts join the day that has begun, so a
// range of cursors is a range of days.
const MOVE_HEADS = `
  insert into receipts.heads as h (enterprise_code, next_cursor, day, day_first)
  select code, n + 1, $3::date, 1 from unnest($1::text[], $2::bigint[]) as t (code, n)
  on conflict (enterprise_code) do update set
    next_cursor = h.next_cursor + excluded.next_cursor - 1,
    day = greatest(h.day, excluded.day),
    day_first = case when excluded.day > h.day then h.next_cursor else h.day_first end
  returning enterprise_code, next_cursor, day, day_first`;

// With the first block of a day goes a row that says where it begins; most batches have none.
const ADD_BLOCKS = `
  with begun as (
    insert into receipts.days (enterprise_code, first_cursor, day)
    select * from unnest($7::text[], $8::bigint[], $9::date[])
  )
  insert into receipts.blocks (enterprise_code, first_cursor, count, filed_at, body, day)
  select code, first, n, $5::timestamptz, body, day
  from unnest($1::text[], $2::bigint[], $3::integer[], $4::bytea[], $6::date[])
    as t (code, first, n, body, day)`;

const READ_HEADS = `
  select enterprise_code, next_cursor from receipts.heads where enterprise_code = any($1::text[])`;

type Streams = ReadonlyMap<string, readonly Receipt[]>;

function byEnterprise(addressed: readonly AddressedReceipt[]): Streams {
  const groups = new Map<string, Receipt[]>();
  for (const { to, receipt } of addressed) {
    const group = groups.get(to);
    if (group === undefined) groups.set(to, [receipt]);
    else group.push(receipt);
  }
  // Everybody locks heads in this order; two batches that share enterprises then cannot deadlock.
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Head = {
  readonly enterprise_code: string;
  readonly next_cursor: bigint;
  readonly day: BusinessDate;
  readonly day_first: bigint;
};

async function moveHeads(tx: Sql, streams: Streams, at: Instant): Promise<Map<string, Head>> {
  const counts = [...streams.values()].map((receipts) => receipts.length);
  const rows = await tx.query<Head>(MOVE_HEADS, [[...streams.keys()], counts, businessDate(at)]);
  assert(rows.length === streams.size, 'every stream has a head');
  return new Map(rows.map((row) => [row.enterprise_code, row]));
}

/**
 * Appends receipts to the streams of their enterprises, in the given order. Two statements,
 * whatever the number of receipts (none for none). Call it late in the transaction: it holds the
 * enterprises' heads until the commit.
 * @returns the last cursor of every enterprise that got a receipt, for `announce` after the commit.
 */
export async function fileReceipts(
  tx: Sql,
  addressed: readonly AddressedReceipt[],
  at: Instant,
): Promise<Map<string, bigint>> {
  if (addressed.length === 0) return new Map();
  const streams = byEnterprise(addressed);
  // Packed before the heads are locked: others need not wait for the compression.
  const blocks = [...streams].flatMap(([to, receipts]) => packBlocks(to, receipts));
  const heads = await moveHeads(tx, streams, at);
  const placed = blocks.map((block) => {
    const { next_cursor: next, ...head } = present(heads.get(block.to), 'head');
    return { ...block, ...head, first: next - BigInt(block.total) + BigInt(block.before) };
  });
  const begun = placed.filter(({ first, day_first }) => first === day_first);
  await tx.execute(ADD_BLOCKS, [
    placed.map(({ to }) => to),
    placed.map(({ first }) => first),
    placed.map(({ count }) => count),
    placed.map(({ body }) => body),
    instantText(at),
    placed.map(({ day }) => day),
    begun.map(({ to }) => to),
    begun.map(({ first }) => first),
    begun.map(({ day }) => day),
  ]);
  return new Map([...heads].map(([to, { next_cursor }]) => [to, next_cursor - 1n]));
}

/** `before` receipts of the enterprise's `total` in this call stand in earlier blocks. */
type Block = {
  readonly to: string;
  readonly before: number;
  readonly total: number;
  readonly count: number;
  readonly body: Uint8Array;
};

function packBlocks(to: string, receipts: readonly Receipt[]): Block[] {
  const blocks: Block[] = [];
  for (let before = 0; before < receipts.length; before += BLOCK_RECEIPTS) {
    const part = receipts.slice(before, before + BLOCK_RECEIPTS);
    const body = encodeReceipts(part);
    blocks.push({ to, before, total: receipts.length, count: part.length, body });
  }
  return blocks;
}

/**
 * The receipts of one enterprise with cursors above `after`, in order, at most `limit`
 * (1 to `LIMITS.receiptsPerPage`). The same call gives the same receipts for ever, with later ones
 * behind them. Two statements, one when there is nothing.
 * @throws Fault when the file of an archived day cannot be read
 */
export async function readReceipts(
  sql: Sql,
  enterprise: string,
  after: bigint,
  limit: number,
  archive: Archive = NO_ARCHIVE,
): Promise<FiledReceipt[]> {
  assert(limit >= 1 && limit <= LIMITS.receiptsPerPage, 'a page of receipts has a bounded size');
  const end = after + BigInt(limit);
  const blocks = await readBlocks(sql, enterprise, after + 1n, end, archive);
  const filed = blocks.flatMap(({ first, receipts }) =>
    receipts.map((receipt, i) => ({ ...receipt, cursor: first + BigInt(i) })),
  );
  return filed.filter(({ cursor }) => cursor > after && cursor <= end);
}

/** The last cursor of each of the enterprises; those without a receipt are absent. */
export async function lastCursors(
  sql: Sql,
  enterprises: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await sql.query<{ enterprise_code: string; next_cursor: bigint }>(READ_HEADS, [
    enterprises,
  ]);
  return new Map(rows.map((row) => [row.enterprise_code, row.next_cursor - 1n]));
}
