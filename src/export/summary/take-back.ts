import { CaseRace } from '../../base/case-race.ts';
import type { Instant } from '../../base/dates.ts';
import { instantText, type Sql } from '../../io/postgres.ts';
import {
  addDeclarations,
  type Declaration,
  type DeclarationTotals,
  declarationsOfGroups,
  totalsOf,
} from './declaration-store.ts';
import { totalOf } from './declare.ts';
import { type Group, groupsOf, linesOfGroups, shrinkGroups } from './group-store.ts';
import { removeLists, summedLists } from './list-store.ts';
import { type MergedList, subtractLists } from './subtract.ts';
import type { ClosedList } from './sums.ts';

/** A list that is taken back after it was closed, and why in a few words. */
export type TakenBack = ClosedList & { readonly reason: string };

type Found = TakenBack & MergedList;

/** A declaration that was corrected: its new version with the lines that changed. */
export type Corrected = Declaration & DeclarationTotals;

// Only lists that are where they were seen: an application may have moved one meanwhile.
const MARK = `
  insert into export.summary_taken_back (at, list_no, group_id, reason)
  select $1::timestamptz, u.* from unnest($2::text[], $3::integer[], $4::text[])
    as u (list_no, group_id, reason)
  where exists (
    select from export.summary_lists l where l.list_no = u.list_no and l.group_id = u.group_id)
  on conflict (list_no) do nothing`;

/**
 * Takes lists back that were closed: out of the open sums, or, when they are declared already, out
 * of the declarations, of which a new version is written beside the old one. Lists that are in no
 * sum (channel A, not closed, taken back before) are left alone. The statements do not depend on
 * the lists.
 * @returns the new versions, and which of the lists were in a sum
 * @throws CaseRace when an application took one of them meanwhile
 */
export async function takeBack(
  tx: Sql,
  lists: readonly TakenBack[],
  at: Instant,
): Promise<{ readonly corrected: Corrected[]; readonly listNos: string[] }> {
  const summed = await summedLists(
    tx,
    lists.map(({ listNo }) => listNo),
  );
  const found = lists.flatMap((list): Found[] => {
    const place = summed.get(list.listNo);
    return place === undefined || place.isBack ? [] : [{ ...place, ...list }];
  });
  if (found.length === 0) return { corrected: [], listNos: [] };
  const groups = await holdGroups(tx, found);
  await mark(tx, found, at);
  await subtractLists(tx, found);
  const declared = groups.filter(({ sumNo }) => sumNo !== null).map(({ id }) => id);
  // What was declared, and is told line by line, keeps its lists.
  const isOpen = ({ groupId }: Found) => !declared.includes(groupId);
  await removeLists(tx, found.filter(isOpen));
  const corrected = declared.length === 0 ? [] : await correct(tx, declared, found, at);
  return { corrected, listNos: found.map(({ listNo }) => listNo) };
}

async function holdGroups(tx: Sql, found: readonly Found[]): Promise<Group[]> {
  const groups = await groupsOf(
    tx,
    found.map(({ groupId }) => groupId),
  );
  const lists = (id: number) => found.filter(({ groupId }) => groupId === id).length;
  await shrinkGroups(
    tx,
    groups.map((group) => ({ ...group, lists: lists(group.id) })),
  );
  return groups;
}

async function mark(tx: Sql, found: readonly Found[], at: Instant): Promise<void> {
  const rows = [...found].sort((a, b) => (a.listNo < b.listNo ? -1 : 1));
  const written = await tx.execute(MARK, [
    instantText(at),
    rows.map(({ listNo }) => listNo),
    rows.map(({ groupId }) => groupId),
    rows.map(({ reason }) => reason),
  ]);
  if (written !== found.length) throw new CaseRace('a list went elsewhere meanwhile');
}

/** New versions of the declarations that have sums of these lists, from the sums as they are. */
async function correct(
  tx: Sql,
  groupIds: readonly number[],
  found: readonly Found[],
  at: Instant,
): Promise<Corrected[]> {
  const sums = await linesOfGroups(tx, groupIds);
  const touched = new Map(groupIds.map((id) => [id, new Set<number>()]));
  for (const { groupId, lineNos } of found) {
    for (const lineNo of lineNos) touched.get(groupId)?.add(lineNo);
  }
  const corrected = (await declarationsOfGroups(tx, groupIds)).flatMap((before): Corrected[] => {
    const own = touched.get(before.groupId);
    const bySum = new Map(sums.get(before.groupId)?.map((sum) => [sum.lineNo, sum]));
    const isTouched = (lineNo: number) => own?.has(lineNo) === true;
    const changed = before.lines
      .filter(({ lineNos }) => lineNos.some(isTouched))
      .map((line) => {
        return { ...line, sums: totalOf(line.lineNos.flatMap((no) => bySum.get(no) ?? [])) };
      });
    if (changed.length === 0) return [];
    const now = new Map([...before.lines, ...changed].map((line) => [line.gseqno, line]));
    const reason = reasonOf(found, before.groupId);
    const version = before.version + 1;
    return [{ ...before, version, at, reason, lines: changed, ...totalsOf([...now.values()]) }];
  });
  await addDeclarations(tx, corrected, at);
  return corrected;
}

/** The reasons of the lists of a group, each once. */
function reasonOf(found: readonly Found[], groupId: number): string {
  const own = found.filter((list) => list.groupId === groupId);
  return [...new Set(own.map(({ reason, listNo }) => `${listNo}: ${reason}`))].join('; ');
}
