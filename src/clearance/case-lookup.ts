import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { FactsPlace } from './facts-store.ts';
import type { Status } from './verdict.ts';

/** One decision as it stands or stood, with the place of its facts. */
export type DecisionRow = FactsPlace & {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly attempt: number;
  readonly state: Status;
  readonly preNo: string;
  readonly listNo: string;
  readonly profileVersion: string;
  readonly decidedAt: Instant;
  /** False for a decision that a later one has replaced. */
  readonly present: boolean;
};

/** The columns of a `DecisionRow` but the last, the same in both tables of cases. */
export const DECISION_COLUMNS = `
  ebp_code as "ebpCode", order_no as "orderNo", attempt, state, pre_no as "preNo",
  list_no as "listNo", profile_version as "profileVersion", stream, sequence, position,
  decided_at as "decidedAt"`;

const BY_LIST_NO = `
  select ${DECISION_COLUMNS}, true as present from clearance.cases where list_no = $1
  union all
  select ${DECISION_COLUMNS}, false as present from clearance.past_cases where list_no = $1
  order by present desc, "decidedAt" desc`;

/** Every decision made under a customs number, the standing one first. */
export async function decisionsByListNo(sql: Sql, listNo: string): Promise<DecisionRow[]> {
  return sql.query<DecisionRow>(BY_LIST_NO, [listNo]);
}

const BY_ATTEMPT = `
  select ${DECISION_COLUMNS}, true as present from clearance.cases
  where ebp_code = $1 and order_no = $2 and attempt = $3 and list_no is not null
  union all
  select ${DECISION_COLUMNS}, false as present from clearance.past_cases
  where ebp_code = $1 and order_no = $2 and attempt = $3
  order by present desc, "decidedAt" desc`;

/** Every decision on one attempt of an order, the standing one first. */
export async function decisionsByAttempt(
  sql: Sql,
  ebpCode: string,
  orderNo: string,
  attempt: number,
): Promise<DecisionRow[]> {
  return sql.query<DecisionRow>(BY_ATTEMPT, [ebpCode, orderNo, attempt]);
}

const STANDING = `
  select distinct on ("listNo") * from (
    select ${DECISION_COLUMNS}, true as present from clearance.cases
    where list_no = any($1::text[])
    union all
    select ${DECISION_COLUMNS}, false as present from clearance.past_cases
    where list_no = any($1::text[])
  ) decisions order by "listNo", present desc, "decidedAt" desc`;

/** The decision that stands under each of these customs numbers, by number. One statement. */
export async function standingDecisions(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, DecisionRow>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<DecisionRow>(STANDING, [[...new Set(listNos)]]);
  return new Map(rows.map((row) => [row.listNo, row]));
}
