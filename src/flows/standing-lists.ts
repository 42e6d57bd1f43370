import { present } from '../base/assert.ts';
import { keyOf } from '../base/keys.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';
import { decodeKept, standingVerdict } from './decision-codec.ts';
import type { House } from './house.ts';

/** A list that has a customs number: the decision that stands, and its document. */
export type NumberedList = { readonly row: DecisionRow; readonly list: FiledList };

/** The lists with these customs numbers, by number. */
export async function listsNumbered(
  tx: Sql,
  house: House,
  listNos: readonly string[],
): Promise<Map<string, NumberedList>> {
  const rows = [...(await standingDecisions(tx, listNos)).values()];
  if (rows.length === 0) return new Map();
  const orders = rows.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const lists = await loadLatestLists(tx, house.terms, orders);
  return new Map(
    rows.map((row, i) => {
      const list = present(lists.get(orders[i]!), 'the document of a decided list');
      return [row.listNo, { row, list }];
    }),
  );
}

/** These lists as they stand, with their terms and verdicts, by customs number. */
export async function standingOf(
  tx: Sql,
  house: House,
  lists: Iterable<NumberedList>,
): Promise<Map<string, StandingList>> {
  const all = [...lists];
  const rows = all.map(({ row }) => row);
  const texts = rows.length === 0 ? [] : await readFacts(tx, rows, house.archive);
  return new Map(
    all.map(({ row: { listNo, state, decidedAt }, list }, i) => {
      const verdict = standingVerdict(decodeKept(texts[i]!));
      return [listNo, { list: list.terms, state, decidedAt, verdict }];
    }),
  );
}

/** The lists with these customs numbers as they stand. */
export async function standingLists(
  tx: Sql,
  house: House,
  listNos: readonly string[],
): Promise<Map<string, StandingList>> {
  return standingOf(tx, house, (await listsNumbered(tx, house, listNos)).values());
}
