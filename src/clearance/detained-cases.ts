import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { ConclusionOutcome } from './conclusion.ts';

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

/** Lists at 501 or 502 behind `after`, by number. */
export function detainedCases(sql: Sql, after: string, limit: number): Promise<DetainedCase[]> {
  return sql.query<DetainedCase>(
    `select c.list_no as "listNo", c.state, c.decided_at as since, d.outcome,
       d.position as proposal, d.officer as by
     from clearance.cases c
     left join lateral (
       select position, outcome, officer from inspection.detained
       where list_no = c.list_no order by position desc limit 1
     ) d on true
     where c.state in ('501', '502') and c.list_no > $1 order by c.list_no limit $2`,
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
     from clearance.cases c
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
       select from clearance.cases c where c.list_no = t.subject and c.state in ('501', '502'))
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
    `select c.list_no as "listNo", d.outcome, d.reason from clearance.cases c
     join inspection.detained d on d.list_no = c.list_no and d.action = 'approved'
     where c.state in ('501', '502') order by d.at, c.list_no limit $1`,
    [limit],
  );
}
