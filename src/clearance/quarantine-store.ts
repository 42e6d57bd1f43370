import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

const STORE = `
  insert into clearance.quarantine (ebp_code, order_no, attempt, message, at)
  select l.ebp_code, l.order_no, max(l.attempt), $3, $4::timestamptz from documents.lists l
  where (l.ebp_code, l.order_no) in (select * from unnest($1::text[], $2::text[]))
  group by l.ebp_code, l.order_no
  on conflict (ebp_code, order_no, attempt) do nothing`;

/** Marks the latest attempts of these orders as set aside for a person. One statement. */
export async function storeQuarantine(
  sql: Sql,
  orderKeys: readonly string[],
  message: string,
  at: Instant,
): Promise<void> {
  await sql.execute(STORE, [...keyColumns(orderKeys), message, instantText(at)]);
}

const STORE_REQUESTS = `
  insert into clearance.quarantine (ebp_code, order_no, attempt, message, at)
  select o.code, o.name, o.version, $3, $4::timestamptz from documents.others o
  where (o.code, o.name) in (select * from unnest($1::text[], $2::text[]))
  on conflict (ebp_code, order_no, attempt) do nothing`;

/**
 * Marks requests (keys of `documents.others`) as set aside for a person. A row of theirs has code,
 * name and version where that of a list has platform, order number and attempt; the name begins
 * with the message type and a blank, so that the two are told apart. One statement.
 */
export async function storeRequestQuarantine(
  sql: Sql,
  keys: readonly string[],
  message: string,
  at: Instant,
): Promise<void> {
  await sql.execute(STORE_REQUESTS, [...keyColumns(keys), message, instantText(at)]);
}

const ASIDE = `
  select ebp_code as code, order_no as name, attempt as version
  from ${byKeys('clearance.quarantine', ['ebp_code', 'order_no'], {
    tail: 'order by attempt desc limit 1',
  })}`;

/** The latest versions of these requests that were set aside, if any. One statement. */
export async function requestsAside(
  sql: Sql,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  type Row = { code: string; name: string; version: number };
  const rows = await sql.query<Row>(ASIDE, distinctColumns(keys));
  return new Map(rows.map(({ code, name, version }) => [keyOf(code, name), version]));
}
