import type { Instant } from '../base/dates.ts';
import type { ConclusionOutcome } from '../clearance/conclusion.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/*
 * The lists and customs declarations that officers have in hand, whichever way their parcels go. A
 * condition on the state goes down to each table, to its index of these few.
 */
const LISTS = `(
    select list_no, order_no, state, codes, decided_at from clearance.cases
    union all
    select list_no, order_no, state, codes, decided_at from export.cases
    union all
    select entry_id, order_no, state, '{}', decided_at from b2b.declarations
  )`;

/** Lists at 300 for which the working queue of officers has no task yet, the oldest first. */
export async function taskless300(
  sql: Sql,
  limit: number,
): Promise<{ readonly listNo: string; readonly decidedAt: Instant }[]> {
  return sql.query(
    `select list_no as "listNo", decided_at as "decidedAt" from ${LISTS} c
     where state = '300' and not exists (select from inspection.tasks t
       where t.kind = 'review' and t.subject = c.list_no)
     order by decided_at limit $1`,
    [limit],
  );
}

/** When the stand-ins of a sandbox may act, and how that stands in an order number. */
type Due = { readonly at: Instant; readonly minutesForm: string; readonly seconds: number };

/** Lists at 300 because their order number asked for it, and whose time is over. */
export async function forced300(
  sql: Sql,
  { at, minutesForm, seconds }: Due,
  limit: number,
): Promise<{ readonly listNo: string; readonly orderNo: string }[]> {
  return sql.query(
    `select list_no as "listNo", order_no as "orderNo" from ${LISTS} c
     where state = '300' and 'SBX-REVIEW' = any(codes) and decided_at + coalesce(
       substring(order_no from $2)::integer * interval '1 minute', $3 * interval '1 second')
       <= $1::timestamptz
     order by decided_at limit $4`,
    [instantText(at), minutesForm, seconds, limit],
  );
}

/** Which of these lists are at 300. */
export async function listsAt300(sql: Sql, listNos: readonly string[]): Promise<Set<string>> {
  if (listNos.length === 0) return new Set();
  const rows = await sql.query<{ listNo: string }>(
    `select list_no as "listNo" from ${LISTS} c
     where list_no = any($1::text[]) and state = '300'`,
    [listNos],
  );
  return new Set(rows.map(({ listNo }) => listNo));
}

/** Lists that are at 300 although an officer has said what becomes of them. */
export async function reviewed300(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ listNo: string }>(
    `select c.list_no as "listNo" from ${LISTS} c
     join inspection.reviews r on r.list_no = c.list_no
     where c.state = '300' order by c.decided_at limit $1`,
    [limit],
  );
  return rows.map(({ listNo }) => listNo);
}

/** A list at 501 or 502, with what was proposed last, if anything. */
export type DetainedCase = {
  readonly listNo: string;
  readonly state: '501' | '502';
  readonly since: Instant;
  readonly outcome: ConclusionOutcome | null;
  /** The number of that proposal. */
  readonly proposal: number | null;
  readonly by: string | null;
};

/**
 * Lists at 501 or 502 behind `after`, by number. All that are detained now are read, by an index of
 * these alone, and put in order: an index by number would be gone through for lists that are not.
 */
export function detainedCases(sql: Sql, after: string, limit: number): Promise<DetainedCase[]> {
  return sql.query<DetainedCase>(
    `select c.list_no as "listNo", c.state, c.decided_at as since, d.outcome,
       d.position as proposal, d.officer as by
     from (
       select * from (
         select list_no, state, decided_at from ${LISTS} lists where state in ('501', '502')
         offset 0
       ) detained
       where list_no > $1 order by list_no limit $2
     ) c
     left join lateral (
       select position, outcome, officer from inspection.detained
       where list_no = c.list_no order by position desc limit 1
     ) d on true
     order by c.list_no`,
    [after, limit],
  );
}

/** A list at 501 or 502 that nobody has a task of, and whether an end is proposed already. */
export type UntaskedDetained = Pick<DetainedCase, 'listNo' | 'since'> & {
  readonly proposed: boolean;
};

/** Lists at 501 or 502 without a task, the oldest first. */
export function tasklessDetained(sql: Sql, limit: number): Promise<UntaskedDetained[]> {
  return sql.query<UntaskedDetained>(
    `select c.list_no as "listNo", c.decided_at as since,
       exists (select from inspection.detained d where d.list_no = c.list_no) as proposed
     from ${LISTS} c
     where c.state in ('501', '502') and not exists (select from inspection.tasks t
       where t.kind = 'detained' and t.subject = c.list_no)
     order by c.decided_at limit $1`,
    [limit],
  );
}

/** Open tasks of lists that are at 501 or 502 no more. */
export async function leftDetained(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select t.id from inspection.tasks t
     where t.kind = 'detained' and t.closed_at is null and not exists (
       select from ${LISTS} c where c.list_no = t.subject and c.state in ('501', '502'))
     limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Lists that are at 501 or 502 although two persons have decided what becomes of them. */
export function decidedDetained(
  sql: Sql,
  limit: number,
): Promise<{ readonly listNo: string; outcome: ConclusionOutcome; reason: string }[]> {
  return sql.query(
    `select c.list_no as "listNo", d.outcome, d.reason from ${LISTS} c
     join inspection.detained d on d.list_no = c.list_no and d.action = 'approved'
     where c.state in ('501', '502') order by d.at, c.list_no limit $1`,
    [limit],
  );
}
