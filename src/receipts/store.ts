import { assert, present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { decodeReceipts, encodeReceipts } from './codec.ts';
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

const MOVE_HEADS = `
  insert into receipts.heads as h (enterprise_code, next_cursor)
  select code, n + 1 from unnest($1::text[], $2::bigint[]) as t (code, n)
  on conflict (enterprise_code)
    do update set next_cursor = h.next_cursor + excluded.next_cursor - 1
  returning enterprise_code, next_cursor`;

const ADD_BLOCKS = `
  insert into receipts.blocks (enterprise_code, first_cursor, count, filed_at, body)
  select code, first, n, $5::timestamptz, body
  from unnest($1::text[], $2::bigint[], $3::integer[], $4::bytea[]) as t (code, first, n, body)`;

/** No gaps in the cursors, so `after + limit` bounds the blocks as well as a running sum would. */
const READ_BLOCKS = `
  select first_cursor, body from receipts.blocks
  where enterprise_code = $1 and first_cursor <= $3 and first_cursor >= coalesce(
    (select max(first_cursor) from receipts.blocks
     where enterprise_code = $1 and first_cursor <= $2), 1)
  order by first_cursor`;

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

async function moveHeads(tx: Sql, streams: Streams): Promise<Map<string, bigint>> {
  const counts = [...streams.values()].map((receipts) => receipts.length);
  const rows = await tx.query<{ enterprise_code: string; next_cursor: bigint }>(MOVE_HEADS, [
    [...streams.keys()],
    counts,
  ]);
  assert(rows.length === streams.size, 'every stream has a head');
  return new Map(rows.map((row) => [row.enterprise_code, row.next_cursor - 1n]));
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
  const last = await moveHeads(tx, streams);
  const firstOf = ({ to, before, total }: Block) =>
    present(last.get(to), 'head') - BigInt(total) + BigInt(before) + 1n;
  await tx.execute(ADD_BLOCKS, [
    blocks.map(({ to }) => to),
    blocks.map(firstOf),
    blocks.map(({ count }) => count),
    blocks.map(({ body }) => body),
    instantText(at),
  ]);
  return last;
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
 * behind them.
 */
export async function readReceipts(
  sql: Sql,
  enterprise: string,
  after: bigint,
  limit: number,
): Promise<FiledReceipt[]> {
  assert(limit >= 1 && limit <= LIMITS.receiptsPerPage, 'a page of receipts has a bounded size');
  const end = after + BigInt(limit);
  const rows = await sql.query<{ first_cursor: bigint; body: Uint8Array }>(READ_BLOCKS, [
    enterprise,
    after + 1n,
    end,
  ]);
  const filed = rows.flatMap(({ first_cursor, body }) =>
    decodeReceipts(body).map((receipt, i) => ({ ...receipt, cursor: first_cursor + BigInt(i) })),
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
