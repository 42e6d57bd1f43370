import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { DECISION_COLUMNS, type DecisionRow } from './case-lookup.ts';

const HELD = `
  select ${DECISION_COLUMNS}, true as present
  from clearance.cases c where state = '600' and (decided_at, list_no) > ($1::timestamptz, $2)
    and not exists (select from clearance.quarantine q where q.ebp_code = c.ebp_code
      and q.order_no = c.order_no and q.attempt = c.attempt)
  order by decided_at, list_no limit $3`;

/** A page of the lists held at 600 behind `after`, the longest held first; none set aside. */
export async function heldCases(
  sql: Sql,
  after: Pick<DecisionRow, 'decidedAt' | 'listNo'> | null,
  limit: number,
): Promise<DecisionRow[]> {
  const from = after ?? { decidedAt: 0, listNo: '' };
  return sql.query<DecisionRow>(HELD, [instantText(from.decidedAt), from.listNo, limit]);
}

const AWAITING = `
  select ${DECISION_COLUMNS}, true as present
  from ${byKeys('clearance.cases', ['ebp_code', 'order_no'], {
    tail: "and state = '400' offset 0",
  })}
  where exists (select from documents.arrivals a where a.logistics_code = found.logistics_code
      and a.logistics_no = found.logistics_no)
    or exists (select from documents.lists l where l.ebp_code = found.ebp_code
      and l.order_no = found.order_no and l.attempt = found.attempt
      and l.accepted_at <= $3::timestamptz)`;

/**
 * Those of these orders whose list waits for its arrival, and something arrived, whether it agrees
 * or not, or the list was accepted by an instant. One statement.
 */
export async function awaitingCases(
  sql: Sql,
  orderKeys: readonly string[],
  before: Instant,
): Promise<DecisionRow[]> {
  if (orderKeys.length === 0) return [];
  return sql.query<DecisionRow>(AWAITING, [...distinctColumns(orderKeys), instantText(before)]);
}

const NAMED = `
  select distinct c.ebp_code, c.order_no
  from ${byKeys('documents.arrivals', ['code', 'name'])}
  cross join lateral (
    select list_no from clearance.waybill_claims
    where logistics_code = found.logistics_code and logistics_no = found.logistics_no offset 0
  ) w
  cross join lateral (
    select ebp_code, order_no from clearance.cases
    where list_no = w.list_no and state = '400' offset 0
  ) c`;

type OrderRow = { ebp_code: string; order_no: string };

/** Order keys of the lists that wait for what these arrival details name. One statement. */
export async function awaitingArrivals(sql: Sql, details: readonly string[]): Promise<string[]> {
  if (details.length === 0) return [];
  const rows = await sql.query<OrderRow>(NAMED, distinctColumns(details));
  return rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no));
}

const DUE = `
  select c.ebp_code, c.order_no, c.decided_at, c.list_no from clearance.cases c
  where c.state = '400' and (c.decided_at, c.list_no) > ($1::timestamptz, $2)
    and not exists (select from clearance.quarantine q where q.ebp_code = c.ebp_code
      and q.order_no = c.order_no and q.attempt = c.attempt)
    and (exists (select from documents.arrivals a where a.logistics_code = c.logistics_code
        and a.logistics_no = c.logistics_no)
      or exists (select from documents.lists l where l.ebp_code = c.ebp_code
        and l.order_no = c.order_no and l.attempt = c.attempt and l.accepted_at <= $3::timestamptz))
  order by c.decided_at, c.list_no limit $4`;

/**
 * Order keys of lists that wait for their arrival although something arrived, whether it agrees or
 * not, and of those accepted by an instant. A statement for each `page` of them.
 */
export async function dueArrivals(sql: Sql, before: Instant, page: number): Promise<string[]> {
  const keys: string[] = [];
  for (let after = { decided_at: 0, list_no: '' }; ; ) {
    const { decided_at, list_no } = after;
    const rows = await sql.query<OrderRow & typeof after>(DUE, [
      ...[instantText(decided_at), list_no, instantText(before), page],
    ]);
    keys.push(...rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no)));
    const last = rows.at(-1);
    if (last === undefined) return keys;
    after = last;
  }
}
