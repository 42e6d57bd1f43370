import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** A list of exports that cannot be decided until its partners arrive. */
export type WaitingExport = {
  readonly orderKey: string;
  readonly attempt: number;
  readonly waybillKey: string;
  readonly missing: readonly string[];
  readonly since: Instant;
};

type KeyRow = { ebp_code: string; order_no: string };
const keysOf = (rows: readonly KeyRow[]): string[] =>
  rows.map((row) => keyOf(row.ebp_code, row.order_no));

const BY_KEYS = `
  select ebp_code, order_no from ${byKeys('export.waiting', ['ebp_code', 'order_no'])}
  union all
  select ebp_code, order_no
  from ${byKeys('export.waiting', ['logistics_code', 'logistics_no'], { from: 3 })}`;

/** Order keys of the lists that wait for one of these orders or waybills. One statement. */
export async function findWaitingExports(
  sql: Sql,
  orderKeys: readonly string[],
  waybillKeys: readonly string[],
): Promise<string[]> {
  if (orderKeys.length === 0 && waybillKeys.length === 0) return [];
  const columns = [...distinctColumns(orderKeys), ...distinctColumns(waybillKeys)];
  return [...new Set(keysOf(await sql.query<KeyRow>(BY_KEYS, columns)))];
}

const STORE = `
  insert into export.waiting as w (ebp_code, order_no, attempt, logistics_code, logistics_no,
    missing, since)
  select u.ebp_code, u.order_no, u.attempt, u.logistics_code, u.logistics_no,
    string_to_array(u.missing, ' '), u.since
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[],
    $7::timestamptz[])
    as u (ebp_code, order_no, attempt, logistics_code, logistics_no, missing, since)
  on conflict (ebp_code, order_no, attempt) do update set missing = excluded.missing
  where w.missing <> excluded.missing`;

/** Takes note of lists that wait. One statement, none when there are none. */
export async function storeWaitingExports(tx: Sql, lists: readonly WaitingExport[]): Promise<void> {
  if (lists.length === 0) return;
  const waiting = inKeyOrder(lists, ({ orderKey }) => orderKey);
  await tx.execute(STORE, [
    ...keyColumns(waiting.map((one) => one.orderKey)),
    waiting.map((one) => one.attempt),
    ...keyColumns(waiting.map((one) => one.waybillKey)),
    waiting.map((one) => one.missing.join(' ')),
    waiting.map((one) => instantText(one.since)),
  ]);
}

const REMOVE = `
  delete from export.waiting w using unnest($1::text[], $2::text[], $3::smallint[])
    as u (ebp_code, order_no, attempt)
  where w.ebp_code = u.ebp_code and w.order_no = u.order_no and w.attempt <= u.attempt`;

/** Ends the waiting of decided attempts and of those they replace. One statement or none. */
export async function endWaitingExports(
  tx: Sql,
  decided: readonly { readonly orderKey: string; readonly attempt: number }[],
): Promise<void> {
  if (decided.length === 0) return;
  await tx.execute(REMOVE, [
    ...keyColumns(decided.map((one) => one.orderKey)),
    decided.map((one) => one.attempt),
  ]);
}

const FORGET = `
  delete from export.waiting
  where (ebp_code, order_no) in (select * from unnest($1::text[], $2::text[]))`;

/** Ends the waiting of orders that are set aside. One statement. */
export async function forgetWaitingExports(tx: Sql, orderKeys: readonly string[]): Promise<void> {
  await tx.execute(FORGET, keyColumns(orderKeys));
}

const OVERDUE = `
  select ebp_code, order_no from export.waiting where since <= $1::timestamptz
  order by since limit $2`;

/** Lists that wait since before an instant. */
export async function overdueExports(sql: Sql, before: Instant, limit: number): Promise<string[]> {
  return keysOf(await sql.query<KeyRow>(OVERDUE, [instantText(before), limit]));
}

const FORGOTTEN = `
  select l.ebp_code, l.order_no from documents.export_lists l
  where l.accepted_at >= $1::timestamptz and l.accepted_at <= $2::timestamptz
    and not exists (select from export.cases c where c.ebp_code = l.ebp_code
      and c.order_no = l.order_no and c.attempt >= l.attempt)
    and not exists (select from export.waiting w where w.ebp_code = l.ebp_code
      and w.order_no = l.order_no and w.attempt >= l.attempt)
    and not exists (select from export.quarantine q where q.ebp_code = l.ebp_code
      and q.order_no = l.order_no and q.attempt >= l.attempt)
  order by l.accepted_at, l.pre_no limit $3`;

/**
 * Lists filed in a period that are neither decided nor known to wait: what a process that died
 * between filing and deciding has left behind.
 */
export async function forgottenExports(
  sql: Sql,
  from: Instant,
  until: Instant,
  limit: number,
): Promise<string[]> {
  return keysOf(await sql.query<KeyRow>(FORGOTTEN, [instantText(from), instantText(until), limit]));
}
