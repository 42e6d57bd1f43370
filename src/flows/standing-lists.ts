import { present } from '../base/assert.ts';
import { keyOf } from '../base/keys.ts';
import { standingDecisions } from '../clearance/case-lookup.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import { loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';
import { standingOf } from './asked.ts';
import type { House } from './house.ts';

/** The lists with these customs numbers as they stand, with their terms and verdicts. */
export async function listsNumbered(
  tx: Sql,
  house: House,
  listNos: readonly string[],
): Promise<Map<string, StandingList>> {
  const rows = [...(await standingDecisions(tx, listNos)).values()];
  if (rows.length === 0) return new Map();
  const orders = rows.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const lists = await loadLatestLists(tx, house.terms, orders);
  const found = rows.map((row, i) => ({
    row,
    list: present(lists.get(orders[i]!), 'the document of a decided list'),
  }));
  return standingOf(tx, house, found);
}
