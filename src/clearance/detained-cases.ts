import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { ConclusionOutcome } from './conclusion.ts';

/** A list at 501 or 502, with what was proposed last, if anything. */
export type DetainedCase = {
  readonly listNo: string;
  readonly state: '501' | '502';
  readonly since: Instant;
  readonly outcome: ConclusionOutcome | null;
  readonly by: string | null;
};

/** Lists at 501 or 502 behind `after`, by number. */
export function detainedCases(sql: Sql, after: string, limit: number): Promise<DetainedCase[]> {
  return sql.query<DetainedCase>(
    `select c.list_no as "listNo", c.state, c.decided_at as since, d.outcome, d.officer as by
     from clearance.cases c
     left join lateral (
       select outcome, officer from inspection.detained
       where list_no = c.list_no order by position desc limit 1
     ) d on true
     where c.state in ('501', '502') and c.list_no > $1 order by c.list_no limit $2`,
    [after, limit],
  );
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
