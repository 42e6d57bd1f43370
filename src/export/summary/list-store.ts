import { CaseRace } from '../../base/case-race.ts';
import type { Sql } from '../../io/postgres.ts';

/** A closed list and the sums that its lines are in, in the order of its lines. */
export type SummedList = {
  readonly listNo: string;
  readonly groupId: number;
  readonly logisticsNo: string;
  readonly lineNos: readonly number[];
};

const COLUMNS = `
  l.list_no as "listNo", l.group_id as "groupId", l.logistics_no as "logisticsNo",
  l.lines as "lineNos"`;

// What was in open sums and is taken back has no row of its own any more.
const BY_NO = `
  select given.list_no as "listNo", coalesce(l.group_id, t.group_id) as "groupId",
    coalesce(l.logistics_no, '') as "logisticsNo", coalesce(l.lines, '{}') as "lineNos",
    coalesce(l.closing, t.closing) as closing,
    coalesce(t.closing >= coalesce(l.closing, 0), false) as "isBack"
  from unnest($1::text[]) as given (list_no)
  left join lateral (
    select * from export.summary_lists where list_no = given.list_no
    order by closing desc limit 1
  ) l on true
  left join lateral (
    select * from export.summary_taken_back where list_no = given.list_no and whole
    order by closing desc limit 1
  ) t on true
  where l.list_no is not null or t.list_no is not null`;

/** A list where it was merged last, and whether all of it was taken back since. */
export type FoundList = SummedList & {
  /** How often it was closed by then, from 1. */
  readonly closing: number;
  readonly isBack: boolean;
};

/** These lists; those that never were in a sum are absent. One statement. */
export async function summedLists(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, FoundList>> {
  const rows = await sql.query<FoundList>(BY_NO, [[...new Set(listNos)]]);
  return new Map(rows.map((row) => [row.listNo, row]));
}

const OF_GROUP = `
  select ${COLUMNS} from export.summary_lists l
  where group_id = $1 and list_no >= $2 order by list_no limit $3`;

/** Lists of a group in the order of their numbers, from one on. One statement. */
export async function listsOfGroup(
  sql: Sql,
  groupId: number,
  from: string,
  limit: number,
): Promise<SummedList[]> {
  return sql.query<SummedList>(OF_GROUP, [groupId, from, limit]);
}

const MOVE = `
  update export.summary_lists l set group_id = u.to_group, lines = u.lines::integer[]
  from unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::integer[])
    as u (list_no, from_group, to_group, lines, backs)
  where l.list_no = u.list_no and l.group_id = u.from_group
    and (select count(*) from export.summary_taken_back t where t.list_no = l.list_no) = u.backs`;

/**
 * Moves lists to other sums. One statement.
 * @param moved number, group it is in, group it goes to, `{...}` of its sums there, and how often
 * something was taken back of it, as columns
 * @throws CaseRace when one of them is not there any more
 */
export async function moveLists(
  tx: Sql,
  moved: readonly [string[], number[], number[], string[], number[]],
): Promise<void> {
  const written = await tx.execute(MOVE, moved);
  if (written !== moved[0].length) throw new CaseRace('a list went elsewhere meanwhile');
}

const REMOVE = `
  delete from export.summary_lists l
  using unnest($1::text[], $2::integer[]) as u (list_no, group_id)
  where l.list_no = u.list_no and l.group_id = u.group_id`;

/**
 * Removes lists from open groups. One statement or none.
 * @throws CaseRace when one of them is not there any more
 */
export async function removeLists(
  tx: Sql,
  lists: readonly Pick<SummedList, 'listNo' | 'groupId'>[],
): Promise<void> {
  if (lists.length === 0) return;
  const written = await tx.execute(REMOVE, [
    lists.map(({ listNo }) => listNo),
    lists.map(({ groupId }) => groupId),
  ]);
  if (written !== lists.length) throw new CaseRace('a list went elsewhere meanwhile');
}

const BLANK = `
  update export.summary_lists l set lines = u.lines::integer[]
  from unnest($1::text[], $2::integer[], $3::text[]) as u (list_no, group_id, lines)
  where l.list_no = u.list_no and l.group_id = u.group_id`;

/**
 * Writes the sums of lists in open groups anew, 0 for lines of which nothing is left. One statement
 * or none.
 * @throws CaseRace when one of them is not there any more
 */
export async function rewriteLists(
  tx: Sql,
  lists: readonly Pick<SummedList, 'listNo' | 'groupId' | 'lineNos'>[],
): Promise<void> {
  if (lists.length === 0) return;
  const written = await tx.execute(BLANK, [
    lists.map(({ listNo }) => listNo),
    lists.map(({ groupId }) => groupId),
    lists.map(({ lineNos }) => `{${lineNos.join(',')}}`),
  ]);
  if (written !== lists.length) throw new CaseRace('a list went elsewhere meanwhile');
}
