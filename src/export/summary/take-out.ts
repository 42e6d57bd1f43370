import { present } from '../../base/assert.ts';
import type { Numbers } from '../../documents/numbers.ts';
import type { Sql } from '../../io/postgres.ts';
import { type Group, shrinkGroups } from './group-store.ts';
import { moveLists, type SummedList } from './list-store.ts';
import { type Grown, growSums, listColumns } from './merge.ts';
import { planSums } from './plan.ts';
import { type SumPart, subtractParts } from './subtract.ts';
import { type ClosedList, linesOf } from './sums.ts';

/** A list with what is in it and the sums that it is in. */
export type PickedList = ClosedList &
  Pick<SummedList, 'groupId' | 'lineNos'> & {
    /** How often something was taken back of it. */
    readonly times: number;
  };

/** Some of the lists of an open group. */
export type Picked = { readonly group: Group; readonly lists: readonly PickedList[] };

/**
 * Takes lists out of open groups, which are in the order of their keys, into groups of an
 * application: their sums go with them. Three statements, and two a group; what it costs depends
 * on the lists that are taken, not on those that stay.
 * @returns the ids of the new groups
 * @throws CaseRace when a group was closed, or something happened to a list, meanwhile
 */
export async function takeOut(
  tx: Sql,
  numbers: Numbers,
  picked: readonly Picked[],
  sumNo: string,
): Promise<number[]> {
  if (picked.length === 0) return [];
  const lists = picked.flatMap((one) => one.lists);
  await shrinkGroups(
    tx,
    picked.map(({ group, lists: own }) => ({ ...group, lists: own.length })),
  );
  await subtractParts(tx, lists.flatMap(partsOf));
  const grown: Grown[] = [];
  for (const { group, lists: own } of picked) {
    const { month, firstClosed, lastClosed } = group;
    const growth = { month, from: firstClosed, until: lastClosed, sumNo };
    grown.push(...(await growSums(tx, numbers, planSums(own), growth)));
  }
  const before = new Map(lists.map((list) => [list.listNo, list]));
  const [ids, listNos, , lines] = listColumns(grown);
  const from = listNos.map((listNo) => present(before.get(listNo), 'where a list was'));
  await moveLists(tx, [
    listNos,
    from.map(({ groupId }) => groupId),
    ids,
    lines,
    from.map(({ times }) => times),
  ]);
  return grown.map(({ id }) => id);
}

/** What a list has in the sums of its group: what is left of its lines. */
function partsOf({ terms, back, groupId, lineNos }: PickedList): SumPart[] {
  return linesOf(terms, back).flatMap((line, i) => {
    const lineNo = present(lineNos[i], 'the sum of a line');
    return line.sums.uses === 0 ? [] : [{ ...line, groupId, lineNo }];
  });
}
