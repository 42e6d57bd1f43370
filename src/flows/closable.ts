import { addDays, type BusinessDate, startOfDay } from '../base/dates.ts';
import { forgottenLists } from '../clearance/waiting-store.ts';
import { forgottenExports } from '../export/waiting-store.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/**
 * A day may be archived two days after it, so that no clock and no transaction of it is still at
 * work, and when nothing in the database needs its rows on the common way: every list filed on it
 * is decided, waits or was set aside; and of no list that waits (for documents) or is held (300,
 * 400, 600) the list, its order, payments or waybill were filed on it or the decision made on it;
 * the same of exports.
 *
 * Documents that no list has used do not keep a day open, for nothing ever ends them; nor do lists
 * set aside for a person. Both are read from the file when they are needed after all.
 * @returns why it may not, a sentence each; empty when it may
 */
export async function reasonsToKeep(
  sql: Sql,
  day: BusinessDate,
  today: BusinessDate,
): Promise<string[]> {
  if (day > addDays(today, -LEAST_DAYS)) return [`It is less than ${LEAST_DAYS} days past.`];
  const [from, until] = [startOfDay(day), startOfDay(addDays(day, 1))];
  const forgotten = [
    ...(await forgottenLists(sql, from, until - 1, 1)),
    ...(await forgottenExports(sql, from, until - 1, 1)),
  ];
  const reasons = forgotten.length === 0 ? [] : [UNDECIDED];
  const rows: OpenRow[] = [];
  for (const text of OPEN) {
    rows.push(...(await sql.query<OpenRow>(text, [instantText(from), instantText(until)])));
  }
  return [
    ...reasons,
    ...rows.map(({ why, n, example }) => {
      const lists =
        n === 1n ? `List ${example} ${why}` : `${n} lists, ${example} among them, ${why}`;
      return `${lists} and may need its rows.`;
    }),
  ];
}

/** Days that must have passed since a day begins before it can be archived. */
const LEAST_DAYS = 2;

const UNDECIDED =
  'A list filed on it is neither decided nor known to wait: a running platform will see to that.';

type OpenRow = { readonly why: string; readonly n: bigint; readonly example: string };

/** Where lists of one direction and their documents are. */
type Tables = {
  readonly schema: 'clearance' | 'export';
  readonly lists: string;
  /** Documents under the key of the order, and under that of the waybill. */
  readonly byOrder: readonly string[];
  readonly byWaybill: string;
  readonly arrivals: string;
  readonly held: readonly string[];
};

/** Starts at the few lists that are open and looks their documents up by key. */
function openText({ schema, lists, byOrder, byWaybill, arrivals, held }: Tables): string {
  const ordered = byOrder.map(
    (table) => `
    select l.why, l.pre_no, d.accepted_at from listed l
    join documents.${table} d on d.ebp_code = l.ebp_code and d.order_no = l.order_no
    union all`,
  );
  return `
  with open as (
    select 'waits' as why, ebp_code, order_no, attempt, null::timestamptz as at
    from ${schema}.waiting
    union all
    select 'is held', ebp_code, order_no, attempt, decided_at
    from ${schema}.cases where state in (${held.map((state) => `'${state}'`).join(', ')})
  ), listed as (
    select o.why, o.at, l.ebp_code, l.order_no, l.pre_no, l.logistics_code, l.logistics_no,
      l.accepted_at
    from open o join documents.${lists} l on l.ebp_code = o.ebp_code and l.order_no = o.order_no
      and l.attempt = o.attempt
  ), needed as (
    select why, pre_no, at from listed
    union all
    select why, pre_no, accepted_at from listed
    union all ${ordered.join('')}
    select l.why, l.pre_no, d.accepted_at from listed l
    join documents.${byWaybill} d
      on d.logistics_code = l.logistics_code and d.logistics_no = l.logistics_no
    union all
    select l.why, l.pre_no, d.accepted_at from listed l
    join documents.${arrivals} a
      on a.logistics_code = l.logistics_code and a.logistics_no = l.logistics_no
    join documents.others d on d.code = a.code and d.name = a.name
  )
  select why, count(distinct pre_no) as n, min(pre_no) as example from needed
  where at >= $1::timestamptz and at < $2::timestamptz
  group by why order by why`;
}

const IN_HAND = ['300', '400', '500', '501', '502'];

// An export that is released and has not left keeps no day open, for it may never leave.
const OPEN = [
  openText({
    schema: 'clearance',
    lists: 'lists',
    byOrder: ['orders', 'payments'],
    byWaybill: 'waybills',
    arrivals: 'arrivals',
    held: [...IN_HAND, '600'],
  }),
  openText({
    schema: 'export',
    lists: 'export_lists',
    byOrder: ['export_orders', 'collections'],
    byWaybill: 'export_waybills',
    arrivals: 'shipments',
    held: IN_HAND,
  }),
];
