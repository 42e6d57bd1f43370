import { assert, present } from '../../base/assert.ts';
import type { Instant } from '../../base/dates.ts';
import type { Scaled5 } from '../../base/fen.ts';
import type { Sql } from '../../io/postgres.ts';
import { addBack, type BackRow, type BackSoFar, NOTHING_BACK, takenBack } from './back-store.ts';
import {
  addDeclarations,
  type Declaration,
  type DeclarationTotals,
  declarationsOfGroups,
  totalsOf,
} from './declaration-store.ts';
import { totalOf } from './declare.ts';
import { type Group, groupsOf, linesOfGroups, shrinkGroups } from './group-store.ts';
import { type FoundList, removeLists, rewriteLists, summedLists } from './list-store.ts';
import { type SumPart, subtractParts } from './subtract.ts';
import { type ClosedList, linesOf, partOf } from './sums.ts';

/** A closed list of which something is taken back. */
export type TakenBack = Omit<ClosedList, 'back'> & {
  /** The document that takes it back: what one document says counts once. */
  readonly reference: string;
  /** Why, in a few words. */
  readonly reason: string;
  /** How much of which lines, of one line in one row; null: all that is left. */
  readonly goods: readonly { readonly gnum: number; readonly qty: Scaled5 }[] | null;
};

/** A declaration that was corrected: its new version with the lines that changed. */
export type Corrected = Declaration & DeclarationTotals;

/** What is taken back of one list at once, and what that takes from the sums. */
type Taken = {
  readonly place: FoundList;
  readonly row: BackRow;
  readonly parts: readonly SumPart[];
};

/**
 * Takes lists back that were closed, or a part of them: out of the open sums, or, when they are
 * declared already, out of the declarations, of which a new version is written beside the old one.
 * Lists that are in no sum (channel A, not closed, all of it back) are left alone, and so is what
 * the same document took back before. The statements do not depend on the lists.
 * @returns the new versions of declarations
 * @throws CaseRace when something else happened to one of them meanwhile; Bug when more is taken
 * back of a line than is left
 */
export async function takeBack(
  tx: Sql,
  lists: readonly TakenBack[],
  at: Instant,
): Promise<Corrected[]> {
  const listNos = [...new Set(lists.map(({ listNo }) => listNo))];
  const taken = takenOf(lists, await summedLists(tx, listNos), await takenBack(tx, listNos));
  if (taken.length === 0) return [];
  const groups = await holdGroups(tx, taken);
  await addBack(
    tx,
    taken.map(({ row }) => row),
    at,
  );
  await subtractParts(
    tx,
    taken.flatMap(({ parts }) => parts),
  );
  const declared = groups.filter(({ sumNo }) => sumNo !== null).map(({ id }) => id);
  // What was declared, and is told line by line, keeps its lists as they were.
  await shortenLists(
    tx,
    taken.filter(({ place }) => !declared.includes(place.groupId)),
  );
  return declared.length === 0 ? [] : correct(tx, declared, taken, at);
}

/** What each document takes, behind what was taken before it. */
function takenOf(
  lists: readonly TakenBack[],
  summed: ReadonlyMap<string, FoundList>,
  before: ReadonlyMap<string, BackSoFar>,
): Taken[] {
  const known = new Map(before);
  return lists.flatMap((list): Taken[] => {
    const place = summed.get(list.listNo);
    const soFar = known.get(list.listNo) ?? NOTHING_BACK;
    if (place === undefined || place.isBack || soFar.references.includes(list.reference)) return [];
    const one = takeOne(list, place, soFar);
    known.set(list.listNo, one.now);
    return one.taken === null ? [] : [one.taken];
  });
}

function takeOne(
  { listNo, terms, reference, reason, goods }: TakenBack,
  place: FoundList,
  soFar: BackSoFar,
): { readonly taken: Taken | null; readonly now: BackSoFar } {
  const asked = new Map(goods?.map(({ gnum, qty }) => [gnum, qty]));
  const back = new Map(soFar.back);
  const parts: SumPart[] = [];
  const rows: { gnum: number; qty: Scaled5 }[] = [];
  const ended: number[] = [];
  let left = false;
  for (const [i, { keys, sums }] of linesOf(terms).entries()) {
    const gnum = i + 1;
    const from = back.get(gnum) ?? 0n;
    const until = goods === null ? sums.qty : from + (asked.get(gnum) ?? 0n);
    assert(until <= sums.qty, `more comes back of line ${gnum} of list ${listNo} than is left`);
    left ||= until < sums.qty;
    if (until === from) continue;
    back.set(gnum, until);
    rows.push({ gnum, qty: until - from });
    if (until === sums.qty) ended.push(gnum);
    parts.push({
      ...{ groupId: place.groupId, lineNo: present(place.lineNos[i], 'a sum'), keys },
      sums: partOf(sums, from, until),
    });
  }
  const now = { times: soFar.times + 1, references: [...soFar.references, reference], back };
  if (rows.length === 0) return { taken: null, now: soFar };
  const serial = now.times;
  const { groupId, closing } = place;
  const row = { listNo, serial, groupId, closing, isWhole: !left, reference, reason };
  return { taken: { place, row: { ...row, goods: rows, ended }, parts }, now };
}

/** Holds the groups, in the order of their keys, and takes lists that are gone off them. */
async function holdGroups(tx: Sql, taken: readonly Taken[]): Promise<Group[]> {
  const groups = await groupsOf(
    tx,
    taken.map(({ place }) => place.groupId),
  );
  const gone = taken.filter(({ row }) => row.isWhole);
  await shrinkGroups(
    tx,
    groups.map((group) => ({
      ...group,
      lists: gone.filter(({ place }) => place.groupId === group.id).length,
    })),
  );
  return groups;
}

/** Takes lists out of open groups, or those of their lines of which nothing is left. */
async function shortenLists(tx: Sql, taken: readonly Taken[]): Promise<void> {
  const lists = Map.groupBy(taken, ({ place }) => place);
  const isWhole = (own: readonly Taken[]) => own.some(({ row }) => row.isWhole);
  const gone = [...lists].filter(([, own]) => isWhole(own)).map(([place]) => place);
  await removeLists(tx, gone);
  const shorter = [...lists].flatMap(([place, own]) => {
    const ended = new Set(own.flatMap(({ row }) => row.ended));
    if (ended.size === 0 || isWhole(own)) return [];
    const lineNos = place.lineNos.map((lineNo, i) => (ended.has(i + 1) ? 0 : lineNo));
    return [{ ...place, lineNos }];
  });
  await rewriteLists(tx, shorter);
}

/** New versions of the declarations that have sums of these lists, from the sums as they are. */
async function correct(
  tx: Sql,
  groupIds: readonly number[],
  taken: readonly Taken[],
  at: Instant,
): Promise<Corrected[]> {
  const sums = await linesOfGroups(tx, groupIds);
  const parts = taken.flatMap((one) => one.parts);
  const touched = new Set(parts.map(({ groupId, lineNo }) => `${groupId} ${lineNo}`));
  const corrected = (await declarationsOfGroups(tx, groupIds)).flatMap((before): Corrected[] => {
    const { groupId } = before;
    const bySum = new Map(sums.get(groupId)?.map((sum) => [sum.lineNo, sum]));
    const changed = before.lines
      .filter(({ lineNos }) => lineNos.some((lineNo) => touched.has(`${groupId} ${lineNo}`)))
      .map((line) => {
        return { ...line, sums: totalOf(line.lineNos.flatMap((no) => bySum.get(no) ?? [])) };
      });
    if (changed.length === 0) return [];
    const now = new Map([...before.lines, ...changed].map((line) => [line.gseqno, line]));
    const reason = reasonOf(taken, groupId);
    const version = before.version + 1;
    return [{ ...before, version, at, reason, lines: changed, ...totalsOf([...now.values()]) }];
  });
  await addDeclarations(tx, corrected, at);
  return corrected;
}

/** The reasons of the lists of a group, each once. */
function reasonOf(taken: readonly Taken[], groupId: number): string {
  const own = taken.filter(({ place }) => place.groupId === groupId);
  return [...new Set(own.map(({ row }) => `${row.listNo}: ${row.reason}`))].join('; ');
}
