import type { CountedCause } from '../documents/refusal-store.ts';
import type { Sql } from '../io/postgres.ts';

/** Why import lists of a declarant stand returned, whatever stood in them. */
export type CountedRefusal = Pick<
  CountedCause,
  'code' | 'field' | 'lists' | 'latest' | 'zh' | 'en'
>;

const REFUSALS = `
  select k.*, w.zh, w.en from (
    select code, field, count(*)::int as lists, max(decided_at) as latest
    from clearance.refusals where agent_code = $1
    group by code, field order by lists desc, code, field limit $2
  ) k cross join lateral (
    select zh, en from clearance.refusals r
    where agent_code = $1 and r.code = k.code and r.field = k.field limit 1
  ) w order by lists desc, code, field`;

/** The commonest of them, with the words of one list each. One statement. */
export function refusalsOfAgent(sql: Sql, agent: string, limit: number): Promise<CountedRefusal[]> {
  return sql.query<CountedRefusal>(REFUSALS, [agent, limit]);
}
