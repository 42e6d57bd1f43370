import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** Steps at which a declaration had passed every rule, and was released or selected. */
const PASSED = `rested is not null and state in ('300', '500', '600', '800')
  and at >= $1::timestamptz and at < $2::timestamptz`;

const DAYS = `
  select (at at time zone 'Asia/Shanghai')::date::text as day, count(*)::integer as decisions
  from b2b.steps where ${PASSED} group by day order by day`;

/** The days of a period on which declarations passed, with how often. */
export function passedDays(
  sql: Sql,
  from: Instant,
  until: Instant,
): Promise<{ readonly day: BusinessDate; readonly decisions: number }[]> {
  return sql.query(DAYS, [instantText(from), instantText(until)]);
}

/** A step by its declaration and number. */
type StepKey = { readonly declSeqNo: string; readonly step: number };

const KEYS = `
  select decl_seq_no as "declSeqNo", step from (
    select decl_seq_no, step, row_number() over (order by at, decl_seq_no, step) as place
    from b2b.steps where ${PASSED}
  ) s where (place - 1) % $3::integer = 0 order by place`;

/** Such steps of a period in the order in which they were decided, or every n-th of them. */
export function passedSteps(
  sql: Sql,
  from: Instant,
  until: Instant,
  every: number,
): Promise<StepKey[]> {
  return sql.query<StepKey>(KEYS, [instantText(from), instantText(until), every]);
}

/** A declaration that passed, with what its decision rested on. */
export type PassedRow = {
  readonly declSeqNo: string;
  readonly entryId: string;
  readonly agentCode: string;
  readonly body: Uint8Array;
  readonly fobs: readonly Fen[];
  readonly rested: string;
};

const ROWS = `
  select d.decl_seq_no as "declSeqNo", d.entry_id as "entryId", d.agent_code as "agentCode",
    d.body, d.line_fobs as fobs, s.rested
  from unnest($1::text[], $2::smallint[]) with ordinality as u (decl_seq_no, step, place)
    join b2b.steps s on s.decl_seq_no = u.decl_seq_no and s.step = u.step
    join b2b.declarations d on d.decl_seq_no = u.decl_seq_no
  order by u.place`;

/** The declarations of these steps, in their order. One statement. */
export function passedDeclarations(sql: Sql, keys: readonly StepKey[]): Promise<PassedRow[]> {
  return sql.query<PassedRow>(ROWS, [
    keys.map(({ declSeqNo }) => declSeqNo),
    keys.map(({ step }) => step),
  ]);
}
