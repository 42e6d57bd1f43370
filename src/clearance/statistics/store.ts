import type { Instant } from '../../base/dates.ts';
import { instantText, type Sql } from '../../io/postgres.ts';

/** A released list, and when it was. */
export type Release = { readonly listNo: string; readonly at: Instant };

// A released list is released for good, so it stands here once, at one instant.
const RELEASED = `
  select list_no as "listNo", decided_at as at from clearance.cases
  where state = '800' and decided_at > $1::timestamptz and decided_at <= $2::timestamptz
  order by decided_at fetch first $3 rows with ties`;

/** The first lists that were released after one instant, until another; a range of `cases_page`. */
export function releasedAfter(
  sql: Sql,
  after: Instant,
  until: Instant,
  limit: number,
): Promise<Release[]> {
  return sql.query<Release>(RELEASED, [instantText(after), instantText(until), limit]);
}

/** A refund that was closed, and when it was. */
export type ClosedRefund = Release & { readonly preNo: string };

const CLOSED = `
  select r.list_no as "listNo", r.pre_no as "preNo", r.ended_at as at
  from clearance.refunds r join clearance.cases c on c.list_no = r.list_no and c.state = '800'
  where r.state = 'closed' and r.ended_at > $1::timestamptz and r.ended_at <= $2::timestamptz
    and c.decided_at > (select through from clearance.progress where name = 'imports-began')
  order by r.ended_at fetch first $3 rows with ties`;

/** The first refunds that were closed after one instant, until another, of lists that count. */
export function refundedAfter(
  sql: Sql,
  after: Instant,
  until: Instant,
  limit: number,
): Promise<ClosedRefund[]> {
  return sql.query<ClosedRefund>(CLOSED, [instantText(after), instantText(until), limit]);
}
