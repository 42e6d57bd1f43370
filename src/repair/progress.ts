import type { Sql } from '../io/postgres.ts';
import type { Change } from './correction.ts';
import { type ListForm, repairForm } from './forms.ts';
import type { Item } from './item-store.ts';
import type { ItemState, Job, Outcome, RepairResult } from './job.ts';
import { PARTNER_AGAIN } from './partner-sql.ts';

/** How many items of a repair are where. */
export type Progress = {
  /** By what came of the trial; those not tried yet under `open`. */
  readonly outcomes: Readonly<Partial<Record<Outcome | 'open', number>>>;
  /** By how they ended; those under way by `queued`, `sent` (no verdict yet) and `held`. */
  readonly results: Readonly<Partial<Record<RepairResult | 'queued' | 'sent' | 'held', number>>>;
};

const COUNTS = `
  select state, outcome, result, standing is not null as held, count(*)::int as n
  from repair.items where job = $1 group by state, outcome, result, held`;

type CountRow = {
  state: ItemState;
  outcome: Outcome | null;
  result: RepairResult | null;
  held: boolean;
  n: number;
};

/** One statement over the items of the repair. */
export async function progressOf(sql: Sql, job: string): Promise<Progress> {
  const outcomes: Partial<Record<string, number>> = {};
  const results: Partial<Record<string, number>> = {};
  for (const { state, outcome, result, held, n } of await sql.query<CountRow>(COUNTS, [job])) {
    const tried = outcome ?? 'open';
    outcomes[tried] = (outcomes[tried] ?? 0) + n;
    const end = result ?? (state === 'sent' && held ? 'held' : state);
    if (end !== 'open' && end !== 'checked') results[end] = (results[end] ?? 0) + n;
  }
  return { outcomes, results };
}

/** Why lists would be refused again, or were: how many for each reason. */
export type Reason = {
  readonly code: string;
  /** Element without a line number. */
  readonly field: string;
  readonly zh: string;
  readonly en: string;
  readonly hint: string | null;
  readonly hintZh: string | null;
  readonly lists: number;
};

const REASON = `min(f ->> 'zh') as zh, min(f ->> 'en') as en, min(f ->> 'hint') as hint,
  min(f ->> 'hintZh') as "hintZh", count(distinct position)::int as lists`;

/** Findings of the trial, and of the door. */
const TRIED = `
  select f ->> 'code' as code,
    coalesce(regexp_replace(f ->> 'path', '\\[\\d+\\]', '', 'g'), '') as field, ${REASON}
  from repair.items cross join jsonb_array_elements(findings) f
  where job = $1 group by 1, 2 order by lists desc, code, field limit $2`;

/** Those of lists that were returned again, in the words of what stands in their place. */
const listsAgain = ({ refusals }: ListForm): string => `
  select u.code, coalesce(min(r.field), '') as field, coalesce(min(r.zh), u.code) as zh,
    coalesce(min(r.en), u.code) as en, min(r.hint) as hint, min(r.hint_zh) as "hintZh",
    count(distinct i.position)::int as lists
  from repair.items i cross join unnest(i.codes) u (code)
    left join ${refusals} r
      on r.ebp_code = i.ebp_code and r.order_no = i.order_no and r.code = u.code
  where i.job = $1 and i.result = 'refused' group by u.code order by lists desc, u.code limit $2`;

export function reasonsOfTrial(sql: Sql, job: string, limit: number): Promise<Reason[]> {
  return sql.query<Reason>(TRIED, [job, limit]);
}

export function reasonsAgain(
  sql: Sql,
  { id, cause }: Pick<Job, 'id' | 'cause'>,
  limit: number,
): Promise<Reason[]> {
  const form = repairForm(cause);
  const text = form.document === 'list' ? listsAgain(form) : PARTNER_AGAIN;
  return sql.query<Reason>(text, [id, limit]);
}

/** A list with what is changed in it. */
export type Example = Pick<Item, 'listNo' | 'orderNo' | 'outcome' | 'findings'> & {
  readonly changes: readonly Change[];
};

const EXAMPLES = `
  select list_no as "listNo", order_no as "orderNo", outcome, changes, findings from (
    select *, row_number() over (partition by outcome order by position) as turn
    from repair.items where job = $1 and outcome is not null
  ) i order by turn, position limit $2`;

/** Some lists of each outcome. */
export function examplesOf(sql: Sql, job: string, limit: number): Promise<Example[]> {
  return sql.query<Example>(EXAMPLES, [job, limit]);
}
