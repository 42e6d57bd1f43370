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

const BY_NO = `
  select given.list_no as "listNo", coalesce(l.group_id, t.group_id) as "groupId",
    coalesce(l.logistics_no, '') as "logisticsNo", coalesce(l.lines, '{}') as "lineNos",
    t.list_no is not null as "isBack"
  from unnest($1::text[]) as given (list_no)
  left join export.summary_lists l on l.list_no = given.list_no
  left join export.summary_taken_back t on t.list_no = given.list_no
  where l.list_no is not null or t.list_no is not null`;

/** These lists where they were merged, and whether they were taken back. One statement. */
export async function summedLists(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, SummedList & { readonly isBack: boolean }>> {
  const rows = await sql.query<SummedList & { readonly isBack: boolean }>(BY_NO, [
    [...new Set(listNos)],
  ]);
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
  from unnest($1::text[], $2::integer[], $3::integer[], $4::text[])
    as u (list_no, from_group, to_group, lines)
  where l.list_no = u.list_no and l.group_id = u.from_group`;

/**
 * Moves lists to other sums. One statement.
 * @param moved number, group it is in, group it goes to, `{...}` of its sums there, as columns
 * @throws CaseRace when one of them is not there any more
 */
export async function moveLists(
  tx: Sql,
  moved: readonly [string[], number[], number[], string[]],
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
