import type { BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { Sql } from '../io/postgres.ts';
import { BILL_COLUMNS, type Bill } from './bill-store.ts';
import type { NoticeState } from './notice-json.ts';
import { NOTICE_COLUMNS, type Notice } from './notice-store.ts';

/*
 * What one enterprise has to pay: bills of lists whose tax it guarantees, and the notices that
 * collect them. Every statement reads one range of an index that begins with the enterprise.
 */

/** Tax of the lists released in a month, fen. */
export type TaxMonth = {
  /** Its first day. */
  readonly month: BusinessDate;
  /** Bills that no notice collects yet, and what they ask for. */
  readonly openBills: number;
  readonly uncollected: Fen;
  readonly notices: number;
  /** Of the notices: what is to be paid, and what was. */
  readonly due: Fen;
  readonly paid: Fen;
};

// Void notices ask for nothing any more.
const MONTHS = `
  with collected as (
    select date_trunc('month', released_day)::date as month, count(*)::integer as notices,
      coalesce(sum(duty + consumption_tax + vat) filter (where paid_at is null), 0) as due,
      coalesce(sum(duty + consumption_tax + vat) filter (where paid_at is not null), 0) as paid
    from clearance.duty_notices
    where assure_code = $1 and released_day >= $2::date and voided_at is null group by 1
  ), open as (
    select month, bills::integer as bills, amount from clearance.bill_months
    where assure_code = $1 and month >= $2::date and bills > 0
  )
  select to_char(month, 'YYYY-MM-DD') as month, coalesce(bills, 0) as "openBills",
    coalesce(amount, 0)::bigint as uncollected, coalesce(notices, 0) as notices,
    coalesce(due, 0)::bigint as due, coalesce(paid, 0)::bigint as paid
  from collected full join open using (month) order by month desc`;

/** The months, from one on, in which lists of a guarantor were released; the newest first. */
export function taxMonths(sql: Sql, code: string, from: BusinessDate): Promise<TaxMonth[]> {
  return sql.query<TaxMonth>(MONTHS, [code, from]);
}

/** Which notices of an enterprise, a page of them. */
export type NoticesAsked = {
  /** First days of the months between which its lists were released. */
  readonly from: BusinessDate;
  readonly until: BusinessDate;
  readonly state: NoticeState | null;
  readonly today: BusinessDate;
  /** The number behind which the page begins; empty for the first one. */
  readonly after: string;
  readonly limit: number;
};

const NOTICES = `
  select ${NOTICE_COLUMNS} from clearance.duty_notices n
  where assure_code = $1 and released_day >= $2::date and released_day < $3::date
    and (released_day, duty_no) < (coalesce((
      select a.released_day from clearance.duty_notices a
      where a.duty_no = $6 and a.assure_code = $1), $3::date), $6)
    and case $4
      when 'open' then paid_at is null and voided_at is null and due_day >= $5::date
      when 'overdue' then paid_at is null and voided_at is null and due_day < $5::date
      when 'paid' then paid_at is not null
      when 'void' then voided_at is not null
      else true end
  order by released_day desc, duty_no desc limit $7`;

/** The notices of an enterprise, those of the newest day of release first. */
export function noticesOf(sql: Sql, code: string, asked: NoticesAsked): Promise<Notice[]> {
  const { from, until, state, today, after, limit } = asked;
  return sql.query<Notice>(NOTICES, [code, from, until, state ?? '', today, after, limit]);
}

const IN_NOTICE = `
  select ${BILL_COLUMNS} from clearance.bills where duty_no = $1 and list_no > $2
  order by list_no limit $3`;

/** The bills that a notice collects, by list, behind a list; all of them without a limit. */
export function billsIn(
  sql: Sql,
  dutyNo: string,
  after = '',
  limit: number | null = null,
): Promise<Bill[]> {
  return sql.query<Bill>(IN_NOTICE, [dutyNo, after, limit]);
}

const UNCOLLECTED = `
  select ${BILL_COLUMNS} from clearance.bills
  where assure_code = $1 and state = '1' and released_day >= $2::date and released_day < $3::date
    and (released_day, list_no) > (coalesce((
      select a.released_day from clearance.bills a
      where a.list_no = $4 and a.assure_code = $1 limit 1), $2::date - 1), $4)
  order by released_day, list_no limit $5`;

/** Bills of a guarantor that no notice collects yet, the oldest first, behind a list. */
export function uncollectedBills(
  sql: Sql,
  code: string,
  asked: Pick<NoticesAsked, 'from' | 'until' | 'after' | 'limit'>,
): Promise<Bill[]> {
  const { from, until, after, limit } = asked;
  return sql.query<Bill>(UNCOLLECTED, [code, from, until, after, limit]);
}

const NUMBERED = `
  select ${BILL_COLUMNS} from clearance.bills where list_no = $1 and serial = $2::smallint`;

/** One bill by its number, which is that of `taxNoOf`; null where there is none. */
export async function billNumbered(sql: Sql, taxNo: string): Promise<Bill | null> {
  const [bill] = await sql.query<Bill>(NUMBERED, [taxNo.slice(0, -2), taxNo.slice(-2)]);
  return bill ?? null;
}
