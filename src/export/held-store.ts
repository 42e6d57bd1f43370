import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { EXPORT_COLUMNS, type ExportDecision } from './case-lookup.ts';

const NAMED = `
  select distinct c.ebp_code, c.order_no
  from ${byKeys('documents.shipments', ['code', 'name'])}
  cross join lateral (
    select list_no from export.waybill_claims
    where logistics_code = found.logistics_code and logistics_no = found.logistics_no offset 0
  ) w
  cross join lateral (
    select ebp_code, order_no from export.cases
    where list_no = w.list_no and state = '400' offset 0
  ) c`;

type OrderRow = { ebp_code: string; order_no: string };

/** Order keys of the lists that wait for what these arrival documents name. One statement. */
export async function awaitingShipments(sql: Sql, documents: readonly string[]): Promise<string[]> {
  if (documents.length === 0) return [];
  const rows = await sql.query<OrderRow>(NAMED, distinctColumns(documents));
  return rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no));
}

const AWAITING = `
  select ${EXPORT_COLUMNS}, true as present
  from ${byKeys('export.cases', ['ebp_code', 'order_no'], { tail: "and state = '400' offset 0" })}`;

/** Those of these orders whose list waits for its arrival. One statement. */
export async function awaitingExports(
  sql: Sql,
  orderKeys: readonly string[],
): Promise<ExportDecision[]> {
  if (orderKeys.length === 0) return [];
  return sql.query<ExportDecision>(AWAITING, distinctColumns(orderKeys));
}

const DUE = `
  select c.ebp_code, c.order_no, c.decided_at, c.list_no from export.cases c
  where c.state = '400' and (c.decided_at, c.list_no) > ($1::timestamptz, $2)
    and (exists (select from documents.shipments s where s.logistics_code = c.logistics_code
        and s.logistics_no = c.logistics_no and s.name like 'CEB507 %')
      or c.accepted_at <= $3::timestamptz)
  order by c.decided_at, c.list_no limit $4`;

/**
 * Order keys of lists that wait for their arrival although one names their waybill, and of those
 * accepted by an instant. A statement for each `page` of them.
 */
export async function dueExports(sql: Sql, before: Instant, page: number): Promise<string[]> {
  const keys: string[] = [];
  for (let after = { decided_at: 0, list_no: '' }; ; ) {
    const rows = await sql.query<OrderRow & typeof after>(DUE, [
      ...[instantText(after.decided_at), after.list_no, instantText(before), page],
    ]);
    keys.push(...rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no)));
    const last = rows.at(-1);
    if (last === undefined) return keys;
    after = last;
  }
}
