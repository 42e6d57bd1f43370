import type { Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, type LineRow, lineOf } from './columns.ts';
import type { SumLine } from './declare.ts';
import { GROUP_COLUMNS, type Group } from './group-store.ts';
import type { Month } from './months.ts';

/** A group of sums, how many sums are in it, and how many declarations were made of it. */
export type CountedGroup = Group & { readonly lines: number; readonly declarations: number };

const COUNTED = `
  select ${GROUP_COLUMNS},
    (select count(*)::integer from export.summary_lines l
      where l.group_id = g.id and l.uses > 0) as lines,
    (select count(distinct decl_seq_no)::integer from export.declarations d
      where d.group_id = g.id) as declarations
  from export.summary_groups g`;

const PAGE = `${COUNTED}
  where month = $1::date and lists > 0 and ($2::text is null or $2 in (ebc_code, agent_code))
    and id > $3 order by id limit $4`;

/**
 * Groups of a month in the order in which they were begun, behind an id. One statement.
 * @param party the seller or declarant whose they are; null for all
 */
export function pageOfGroups(
  sql: Sql,
  month: Month,
  party: string | null,
  after: number,
  limit: number,
): Promise<CountedGroup[]> {
  return sql.query<CountedGroup>(PAGE, [month, party, after, limit]);
}

/** One group, or null. */
export async function findGroup(sql: Sql, id: number): Promise<CountedGroup | null> {
  return (await sql.query<CountedGroup>(`${COUNTED} where id = $1`, [id]))[0] ?? null;
}

const LINES = `
  select line_no as "lineNo", ${LINE_COLUMNS} from export.summary_lines
  where group_id = $1 and line_no > $2 and uses > 0 order by line_no limit $3`;

/** Sums of a group that have something in them, behind a number. One statement. */
export async function pageOfLines(
  sql: Sql,
  groupId: number,
  after: number,
  limit: number,
): Promise<SumLine[]> {
  const rows = await sql.query<LineRow & { lineNo: number }>(LINES, [groupId, after, limit]);
  return rows.map((row) => ({ lineNo: row.lineNo, ...lineOf(row) }));
}

/** Lists of a group that one page looks at for those in a sum. */
const LOOKED_AT = 5_000;

const END = `
  select list_no as "listNo" from export.summary_lists where group_id = $1 and list_no > $2
  order by list_no offset ${LOOKED_AT - 1} limit 1`;

/** The last list that a page behind `after` looks at; null when it looks at all that are left. */
export async function endOfLook(sql: Sql, groupId: number, after: string): Promise<string | null> {
  const [row] = await sql.query<{ listNo: string }>(END, [groupId, after]);
  return row?.listNo ?? null;
}

// What was taken back of a declared sum leaves the list there, with the lines that are gone.
const LISTS = `
  select l.list_no as "listNo", l.logistics_no as "logisticsNo", there."lineNos"
  from (
    select * from export.summary_lists where group_id = $1 and list_no > $2
    order by list_no limit case when $3::integer is null then $4 else ${LOOKED_AT} end
  ) l cross join lateral (
    select array_agg(case when n.gnum = any(gone.gnums) then 0 else n.line_no end
      order by n.gnum) as "lineNos"
    from unnest(l.lines) with ordinality as n (line_no, gnum) cross join (
      select array_agg(e) as gnums from export.summary_taken_back t cross join unnest(t.ended) e
      where t.list_no = l.list_no and t.closing = l.closing
    ) gone
  ) there
  where $3::integer is null or $3 = any(l.lines) and $3 = any(there."lineNos")
  order by l.list_no limit $4`;

/** A closed list in a group: the sum that each of its lines is in, 0 where all was taken back. */
export type MergedList = {
  readonly listNo: string;
  readonly logisticsNo: string;
  readonly lineNos: readonly number[];
};

/**
 * Lists of a group behind a number; with `lineNo` those alone that are in this sum, of as many as
 * are looked at: see `endOfLook`.
 */
export function pageOfLists(
  sql: Sql,
  groupId: number,
  lineNo: number | null,
  after: string,
  limit: number,
): Promise<MergedList[]> {
  return sql.query<MergedList>(LISTS, [groupId, after, lineNo, limit]);
}
