import { present } from '../../base/assert.ts';
import type { Numbers } from '../../documents/numbers.ts';
import type { Sql } from '../../io/postgres.ts';
import { type Group, shrinkGroups } from './group-store.ts';
import { moveLists } from './list-store.ts';
import { type Grown, growSums, listColumns } from './merge.ts';
import { planSums } from './plan.ts';
import { type MergedList, subtractLists } from './subtract.ts';

/** Some of the lists of an open group. */
export type Picked = { readonly group: Group; readonly lists: readonly MergedList[] };

/**
 * Takes lists out of open groups, which are in the order of their keys, into groups of an
 * application: their sums go with them. Four statements a group at most; what it costs depends on
 * the lists that are taken, not on those that stay.
 * @returns the ids of the new groups
 * @throws CaseRace when a group was closed, or a list went elsewhere, meanwhile
 */
export async function takeOut(
  tx: Sql,
  numbers: Numbers,
  picked: readonly Picked[],
  sumNo: string,
): Promise<number[]> {
  if (picked.length === 0) return [];
  await shrinkGroups(
    tx,
    picked.map(({ group, lists }) => ({ ...group, lists: lists.length })),
  );
  await subtractLists(
    tx,
    picked.flatMap(({ lists }) => lists),
  );
  const grown: Grown[] = [];
  for (const { group, lists } of picked) {
    const { month, firstClosed, lastClosed } = group;
    const growth = { month, from: firstClosed, until: lastClosed, sumNo };
    grown.push(...(await growSums(tx, numbers, planSums(lists), growth)));
  }
  const before = new Map(
    picked.flatMap(({ group, lists }) => lists.map(({ listNo }) => [listNo, group.id] as const)),
  );
  const [ids, listNos, , lines] = listColumns(grown);
  const from = listNos.map((listNo) => present(before.get(listNo), 'where a list was'));
  await moveLists(tx, [listNos, from, ids, lines]);
  return grown.map(({ id }) => id);
}
