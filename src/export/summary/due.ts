import { addDays, addMonths, type BusinessDate } from '../../base/dates.ts';
import { keyOf } from '../../base/keys.ts';
import type { Sql } from '../../io/postgres.ts';
import type { WorkingDays } from '../../registry/calendar.ts';
import { type Month, monthAfter } from './months.ts';

/** What the law of the day says of the summary: the day of the month and the working days. */
export type SummaryLaw = { readonly summaryDay: number; readonly workingDays: WorkingDays };

/** The last day on which the lists closed in a month may be declared (EXP-4). */
export function summaryDeadline(
  month: Month,
  { summaryDay, workingDays }: SummaryLaw,
): BusinessDate {
  return workingDays.nextWorkingDayOnOrAfter(addDays(monthAfter(month), summaryDay - 1));
}

/** Closed lists of one seller and its agent at one customs that no declaration has yet. */
export type Due = {
  readonly month: Month;
  readonly customsCode: string;
  readonly ebcCode: string;
  readonly agentCode: string;
  readonly ebcName: string;
  readonly agentName: string;
  readonly lists: number;
  readonly deadline: BusinessDate;
  /** The deadline has passed: new lists of the pair are not taken. */
  readonly isLate: boolean;
};

/** The same as JSON. */
export function dueJson({ month, ...due }: Due) {
  return { ...due, month: month.slice(0, 7) };
}

const UNDECLARED = `
  select to_char(month, 'YYYY-MM-DD') as month, customs_code as "customsCode",
    ebc_code as "ebcCode", agent_code as "agentCode", max(ebc_name) as "ebcName",
    max(agent_name) as "agentName", sum(lists)::integer as lists
  from export.summary_groups
  where sum_no is null and lists > 0 and month < $1::date
    and ($2::text is null or $2 in (ebc_code, agent_code))
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`;

/**
 * What is to be declared of the months before that of `date`, by month. One statement.
 * @param party the seller or agent whose it is; null for all
 */
export async function undeclared(
  sql: Sql,
  date: BusinessDate,
  law: SummaryLaw,
  party: string | null = null,
): Promise<Due[]> {
  const rows = await sql.query<Omit<Due, 'deadline' | 'isLate'>>(UNDECLARED, [
    `${date.slice(0, 7)}-01`,
    party,
  ]);
  return rows.map((row) => {
    const deadline = summaryDeadline(row.month, law);
    return { ...row, deadline, isLate: date > deadline };
  });
}

const LATE = `
  select distinct ebc_code as "ebcCode", agent_code as "agentCode" from export.summary_groups
  where sum_no is null and lists > 0 and month <= $1::date`;

/**
 * Sellers and agents that let a deadline pass, as `keyOf` ebcCode and agentCode (EXP-7). One
 * statement, which reads nothing where all is declared in time.
 */
export async function blockedPairs(
  sql: Sql,
  date: BusinessDate,
  law: SummaryLaw,
): Promise<Set<string>> {
  const last = addMonths(`${date.slice(0, 7)}-01`, -1);
  const late = date > summaryDeadline(last, law) ? last : addMonths(last, -1);
  const rows = await sql.query<Pick<Due, 'ebcCode' | 'agentCode'>>(LATE, [late]);
  return new Set(rows.map(({ ebcCode, agentCode }) => keyOf(ebcCode, agentCode)));
}
