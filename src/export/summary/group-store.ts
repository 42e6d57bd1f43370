import { CaseRace } from '../../base/case-race.ts';
import type { Instant } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, type LineRow, lineOf } from './columns.ts';
import type { SumLine } from './declare.ts';
import type { Month } from './months.ts';
import { type GroupHead, headKey } from './sums.ts';

/** A group of sums as it stands. */
export type Group = GroupHead & {
  readonly id: number;
  readonly month: Month;
  readonly lists: number;
  readonly firstClosed: Instant;
  readonly lastClosed: Instant;
  /** The application that declares it; null while it is open. */
  readonly sumNo: string | null;
};

/** The columns of `Group`. */
export const GROUP_COLUMNS = `
  id, to_char(month, 'YYYY-MM-DD') as month, lists, first_closed as "firstClosed",
  last_closed as "lastClosed", sum_no as "sumNo", customs_code as "customsCode",
  ebc_code as "ebcCode", agent_code as "agentCode", owner_code as "ownerCode",
  traf_mode as "trafMode", country, port_code as "portCode", trade_mode as "tradeMode",
  loct_no as "loctNo", ebc_name as "ebcName", agent_name as "agentName", owner_name as "ownerName"`;

const OPEN = `
  select ${GROUP_COLUMNS} from export.summary_groups
  where month = $1::date and customs_code = $2 and ebc_code = $3 and agent_code = $4
    and sum_no is null and lists > 0`;

/** Whose sums they are. */
export type Party = {
  readonly customsCode: string;
  readonly ebcCode: string;
  readonly agentCode: string;
};

/** The open groups of a month with lists in them, in the order of their keys. One statement. */
export async function openGroups(sql: Sql, month: Month, party: Party): Promise<Group[]> {
  const { customsCode, ebcCode, agentCode } = party;
  return inOrder(await sql.query<Group>(OPEN, [month, customsCode, ebcCode, agentCode]));
}

const BY_ID = `select ${GROUP_COLUMNS} from export.summary_groups where id = any($1::integer[])`;

/** These groups, in the order of their keys. One statement. */
export async function groupsOf(sql: Sql, ids: readonly number[]): Promise<Group[]> {
  return inOrder(await sql.query<Group>(BY_ID, [[...new Set(ids)]]));
}

/** Everybody writes groups in this order: by month, then by keys. */
export function inOrder(groups: readonly Group[]): Group[] {
  const key = (group: Group) => `${group.month} ${headKey(group)} ${group.id}`;
  return [...groups].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

// One look-up through the index for each, so that rows are written in the order given.
const CLOSE = `
  update export.summary_groups g set sum_no = $3
  from unnest($1::integer[], $2::integer[]) as u (id, lists)
  where g.id = u.id and g.lists = u.lists and g.sum_no is null`;

/**
 * Closes open groups for an application: what is closed later goes into others. One statement.
 * @throws CaseRace when one of them grew or was closed meanwhile
 */
export async function closeGroups(
  tx: Sql,
  groups: readonly Pick<Group, 'id' | 'lists'>[],
  sumNo: string,
): Promise<void> {
  const [ids, lists] = [groups.map(({ id }) => id), groups.map((group) => group.lists)];
  const written = await tx.execute(CLOSE, [ids, lists, sumNo]);
  if (written !== groups.length) throw new CaseRace('a group of sums has changed meanwhile');
}

const SHRINK = `
  update export.summary_groups g set lists = g.lists - u.lists
  from unnest($1::integer[], $2::integer[], $3::text[]) as u (id, lists, sum_no)
  where g.id = u.id and g.lists >= u.lists and g.sum_no is not distinct from u.sum_no`;

/**
 * Takes lists off groups, in the order given, and holds these until the commit. One statement.
 * @throws CaseRace when one of them was closed meanwhile
 */
export async function shrinkGroups(
  tx: Sql,
  groups: readonly Pick<Group, 'id' | 'lists' | 'sumNo'>[],
): Promise<void> {
  const written = await tx.execute(SHRINK, [
    groups.map(({ id }) => id),
    groups.map(({ lists }) => lists),
    groups.map(({ sumNo }) => sumNo),
  ]);
  if (written !== groups.length) throw new CaseRace('a group of sums was closed meanwhile');
}

const LINES = `
  select group_id, line_no, ${LINE_COLUMNS} from export.summary_lines
  where group_id = any($1::integer[]) order by group_id, line_no`;

type Row = LineRow & { readonly group_id: number; readonly line_no: number };

/** The sums of these groups, by the group. One statement. */
export async function linesOfGroups(
  sql: Sql,
  ids: readonly number[],
): Promise<Map<number, SumLine[]>> {
  const lines = new Map<number, SumLine[]>(ids.map((id) => [id, []]));
  for (const row of await sql.query<Row>(LINES, [ids])) {
    lines.get(row.group_id)?.push({ lineNo: row.line_no, ...lineOf(row) });
  }
  return lines;
}
