import type { Instant } from '../base/dates.ts';
import { keyColumns, keyOf } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';

/** Whether a parcel comes in or leaves. */
export type Way = 'import' | 'export';

/** Where one attempt to declare a parcel stands. */
export type FoundList = {
  readonly way: Way;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly attempt: number;
  readonly preNo: string;
  /** Of the list itself, and its place in it, from 0. */
  readonly messageId: string;
  readonly record: number;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly acceptedAt: Instant;
  /** A status; `waiting` for its documents; `aside` for a person; `open` before. */
  readonly state: string;
  readonly listNo: string | null;
  readonly decidedAt: Instant | null;
  readonly codes: readonly string[];
  /** What a waiting list waits for. */
  readonly missing: readonly string[];
};

/**
 * What was filed for a parcel: order, payment, waybill, its arrival and status; of one that leaves
 * order, collection, waybill, arrival, master waybill, departure, withdrawals and returns.
 */
export type FoundDocument = {
  readonly way: Way;
  readonly kind: Kind;
  /** Code of the firm and number, the key of the document; with the type from the arrival on. */
  readonly code: string;
  readonly no: string;
  readonly orderNo: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly messageId: string;
  readonly record: number;
  readonly acceptedAt: Instant;
};

type Kind =
  | 'order'
  | 'payment'
  | 'collection'
  | 'waybill'
  | 'arrival'
  | 'status'
  | 'master'
  | 'departure'
  | 'withdrawal'
  | 'return';

/** Where one attempt to declare an export by a customs declaration stands. */
export type FoundDeclared = {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly attempt: number;
  /** Its pre-entry number, and the customs number; null of one that was returned at once. */
  readonly declSeqNo: string;
  readonly entryId: string | null;
  readonly copNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly takenAt: Instant;
  readonly state: string;
  readonly decidedAt: Instant;
};

/** Nothing in it is personal. */
export type FoundParcels = {
  readonly lists: readonly FoundList[];
  readonly declarations: readonly FoundDeclared[];
  readonly documents: readonly FoundDocument[];
};

/** Where a page of lists ended: the time of its last one, and what parts lists of one time. */
export type ListPlace = { readonly at: Instant; readonly name: string };

/** Most lists that one look-up gives; more than a person can buy in a year. */
const MOST = 1_000;

/*
 * Every look-up goes by the beginning of a key or by an index, and by number of rows found, not of
 * rows there are. They begin at the numbers given and are joined row by row: `unnest` first.
 */

/** All attempts to declare the orders of `$1` and `$2`. */
export const listsOf = (way: Way, lists: string, cases: string): string => `
  select '${way}' as way, l.ebp_code as "ebpCode", l.order_no as "orderNo", l.attempt,
    l.pre_no as "preNo", l.message_id as "messageId", l.record,
    l.logistics_code as "logisticsCode", l.logistics_no as "logisticsNo",
    l.accepted_at as "acceptedAt", d.list_no as "listNo", d.decided_at as "decidedAt",
    coalesce(d.codes, '{}') as codes, coalesce(w.missing, '{}') as missing,
    case when d.state is not null then d.state when w.attempt is not null then 'waiting'
      when q.attempt is not null then 'aside' else 'open' end as state
  from unnest($1::text[], $2::text[]) as u (ebp_code, order_no)
  join documents.${lists} l on l.ebp_code = u.ebp_code and l.order_no = u.order_no
  left join lateral (
    select state, list_no, codes, decided_at from (
      select 1 as rank, state, list_no, codes, decided_at from ${cases}.cases
      where ebp_code = l.ebp_code and order_no = l.order_no and attempt = l.attempt
        and list_no is not null
      union all
      select 2, state, list_no, codes, decided_at from ${cases}.past_cases
      where ebp_code = l.ebp_code and order_no = l.order_no and attempt = l.attempt
    ) decisions order by rank, decided_at desc limit 1
  ) d on true
  left join ${cases}.waiting w on w.ebp_code = l.ebp_code and w.order_no = l.order_no
    and w.attempt = l.attempt
  left join ${cases}.quarantine q on q.ebp_code = l.ebp_code and q.order_no = l.order_no
    and q.attempt = l.attempt`;

const LISTS = `
  select * from (${listsOf('import', 'lists', 'clearance')}
    union all ${listsOf('export', 'export_lists', 'export')}
  ) lists order by "acceptedAt" desc, "preNo" desc limit ${MOST}`;

/** Columns of a document of a kind, which is an SQL expression as its numbers are. */
const columns = (way: Way, kind: string, code: string, no: string, orderNo = "''"): string => `
  select '${way}' as way, ${kind} as kind, d.${code} as code, d.${no} as no,
    ${orderNo} as "orderNo", d.version, d.deleted, d.message_id as "messageId", d.record,
    d.accepted_at as "acceptedAt"`;

const byOrder = (way: Way, kind: Kind, table: string, code: string, no: string): string => `
  ${columns(way, `'${kind}'`, code, no, 'd.order_no')}
  from documents.${table} d join unnest($1::text[], $2::text[]) as u (ebp_code, order_no)
    on d.ebp_code = u.ebp_code and d.order_no = u.order_no`;

const waybill = (way: Way, table: string, orderNo?: string): string => `
  ${columns(way, "'waybill'", 'logistics_code', 'logistics_no', orderNo)}
  from documents.${table} d join unnest($3::text[], $4::text[]) as u (code, no)
    on d.logistics_code = u.code and d.logistics_no = u.no`;

const MOVED = `case left(d.name, 6)
    when 'CEB507' then 'arrival' when 'CEB607' then 'master' else 'departure' end`;

/** What names a waybill by a table of its own. */
const naming = (way: Way, kind: string, table: string): string => `
  ${columns(way, kind, 'code', 'name')}
  from unnest($3::text[], $4::text[]) as u (code, no)
  join documents.${table} a on a.logistics_code = u.code and a.logistics_no = u.no
  join documents.others d on d.code = a.code and d.name = a.name`;

const SIGNED = `
  ${columns('import', "'status'", 'code', 'name')}
  from unnest($3::text[], $4::text[]) as u (code, no)
  join documents.others d on d.code = u.code and d.name = 'CEB513 ' || u.no || ' S'`;

const WANTED = "case left(d.name, 6) when 'CEB605' then 'withdrawal' else 'return' end";

/** What asks something of an export list, once customs has decided on it. */
const ASKED = `
  ${columns('export', WANTED, 'code', 'name')}
  from (
    select distinct code, name from clearance.requests
    where list_no = any($5::text[]) and name ~ '^CEB(605|213) '
  ) a join documents.others d on d.code = a.code and d.name = a.name`;

const DOCUMENTS = [
  byOrder('import', 'order', 'orders', 'ebp_code', 'order_no'),
  byOrder('import', 'payment', 'payments', 'pay_code', 'pay_transaction_id'),
  waybill('import', 'waybills', 'd.order_no'),
  naming('import', "'arrival'", 'arrivals'),
  SIGNED,
  byOrder('export', 'order', 'export_orders', 'ebp_code', 'order_no'),
  byOrder('export', 'collection', 'collections', 'ebp_code', 'order_no'),
  waybill('export', 'export_waybills'),
  naming('export', MOVED, 'shipments'),
  ASKED,
].join(' union all ');

const DECLARATIONS = `
  select d.ebp_code as "ebpCode", d.order_no as "orderNo", d.attempt,
    d.decl_seq_no as "declSeqNo", d.entry_id as "entryId", d.cop_no as "copNo",
    d.logistics_code as "logisticsCode", d.logistics_no as "logisticsNo",
    d.taken_at as "takenAt", d.state, d.decided_at as "decidedAt"
  from unnest($1::text[], $2::text[]) as u (ebp_code, order_no)
  join b2b.declarations d on d.ebp_code = u.ebp_code and d.order_no = u.order_no
  order by d.taken_at desc, d.decl_seq_no desc limit ${MOST}`;

/** All attempts to declare these orders, the latest first, with the documents they rest on. */
export async function parcelsOf(
  sql: Sql,
  orderKeys: readonly string[],
  waybillKeys: readonly string[] = [],
): Promise<FoundParcels> {
  const keys = keyColumns([...new Set(orderKeys)]);
  const lists = await sql.query<FoundList>(LISTS, keys);
  const declarations = await sql.query<FoundDeclared>(DECLARATIONS, keys);
  const named = [...lists, ...declarations].map((one) => {
    return keyOf(one.logisticsCode, one.logisticsNo);
  });
  const waybills = keyColumns([...new Set([...waybillKeys, ...named])]);
  const numbers = lists.flatMap(({ way, listNo }) => (way === 'export' ? (listNo ?? []) : []));
  const documents = await sql.query<FoundDocument>(DOCUMENTS, [...keys, ...waybills, numbers]);
  return { lists, declarations, documents };
}

/** What is known of an order, by platform and order number. */
export function findByOrder(sql: Sql, ebpCode: string, orderNo: string): Promise<FoundParcels> {
  return parcelsOf(sql, [keyOf(ebpCode, orderNo)]);
}

const BY_WAYBILL = `
  select c.ebp_code, c.order_no from clearance.waybill_claims w
  join clearance.cases c on c.list_no = w.list_no
  where w.logistics_code = $1 and w.logistics_no = $2
  union
  select ebp_code, order_no from clearance.waiting
  where logistics_code = $1 and logistics_no = $2
  union
  select c.ebp_code, c.order_no from export.waybill_claims w
  join export.cases c on c.list_no = w.list_no
  where w.logistics_code = $1 and w.logistics_no = $2
  union
  select ebp_code, order_no from export.waiting
  where logistics_code = $1 and logistics_no = $2
  union
  select ebp_code, order_no from b2b.declarations
  where logistics_code = $1 and logistics_no = $2 and state not in ('100', '430')`;

export type KeyRow = { ebp_code: string; order_no: string };

/** Keys of rows. */
export const keysOf = (rows: readonly KeyRow[]): string[] =>
  rows.map((row) => keyOf(row.ebp_code, row.order_no));

/**
 * What is known of a waybill: its document, and the parcel of the list or declaration that holds it
 * or waits for it. A returned one holds its waybill no more and is found by its order alone.
 */
export async function findByWaybill(sql: Sql, code: string, no: string): Promise<FoundParcels> {
  const rows = await sql.query<KeyRow>(BY_WAYBILL, [code, no]);
  return parcelsOf(sql, keysOf(rows), [keyOf(code, no)]);
}

const BY_LIST = `
  select ebp_code, order_no from clearance.cases where list_no = $1
  union
  select ebp_code, order_no from clearance.past_cases where list_no = $1
  union
  select ebp_code, order_no from documents.lists where pre_no = $1
  union
  select ebp_code, order_no from export.cases where list_no = $1
  union
  select ebp_code, order_no from export.past_cases where list_no = $1
  union
  select ebp_code, order_no from documents.export_lists where pre_no = $1
  union
  select ebp_code, order_no from b2b.declarations where decl_seq_no = $1
  union
  select ebp_code, order_no from b2b.declarations where entry_id = $1`;

// The codes of firms come first in every key, so a number alone is looked up beneath each of them.
const BY_ANY_WAYBILL = `
  select c.ebp_code, c.order_no from unnest($1::text[]) as u (code)
  join clearance.waybill_claims w on w.logistics_code = u.code and w.logistics_no = $2
  join clearance.cases c on c.list_no = w.list_no
  union
  select w.ebp_code, w.order_no from unnest($1::text[]) as u (code)
  join clearance.waiting w on w.logistics_code = u.code and w.logistics_no = $2
  union
  select c.ebp_code, c.order_no from unnest($1::text[]) as u (code)
  join export.waybill_claims w on w.logistics_code = u.code and w.logistics_no = $2
  join export.cases c on c.list_no = w.list_no
  union
  select w.ebp_code, w.order_no from unnest($1::text[]) as u (code)
  join export.waiting w on w.logistics_code = u.code and w.logistics_no = $2
  union
  select d.ebp_code, d.order_no from unnest($1::text[]) as u (code)
  join b2b.declarations d on d.logistics_code = u.code and d.logistics_no = $2
    and d.state not in ('100', '430')`;

/**
 * The parcels of a number alone: that of a list or declaration, an order or a waybill.
 * @param firms codes of those who give numbers to orders, and of carriers
 */
export async function findByNumber(
  sql: Sql,
  firms: { readonly platforms: readonly string[]; readonly carriers: readonly string[] },
  number: string,
): Promise<FoundParcels> {
  const [lists, waybills] = await Promise.all([
    sql.query<KeyRow>(BY_LIST, [number]),
    sql.query<KeyRow>(BY_ANY_WAYBILL, [firms.carriers, number]),
  ]);
  const orders = firms.platforms.map((code) => keyOf(code, number));
  return parcelsOf(sql, [...keysOf(lists), ...keysOf(waybills), ...orders]);
}

/** The parcel of a list or a declaration, by customs number or pre-entry number. */
export async function findByList(sql: Sql, listNo: string): Promise<FoundParcels> {
  return parcelsOf(sql, keysOf(await sql.query<KeyRow>(BY_LIST, [listNo])));
}
