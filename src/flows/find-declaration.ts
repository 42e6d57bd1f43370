import {
  type DecisionRow,
  decisionsByAttempt,
  decisionsByListNo,
} from '../clearance/case-lookup.ts';
import { type FiledList, findList, findListByPreNo } from '../documents/list-store.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';

/** A list with the decisions on it, the standing one first. */
export type FoundDeclaration = {
  readonly list: FiledList;
  readonly decisions: readonly DecisionRow[];
};

/** Old lists are looked up as well as new ones: the terms come from the database. */
const NOTHING_AT_HAND = termsShelf(0);

/** The list with this customs number (invtNo) or pre-entry number (preNo), or null. */
export async function findDeclaration(sql: Sql, listNo: string): Promise<FoundDeclaration | null> {
  if (listNo.startsWith('B')) {
    const list = await findListByPreNo(sql, NOTHING_AT_HAND, listNo);
    if (list === null) return null;
    const { ebpCode, orderNo } = list.terms;
    return { list, decisions: await decisionsByAttempt(sql, ebpCode, orderNo, list.attempt) };
  }
  const decisions = await decisionsByListNo(sql, listNo);
  const [first] = decisions;
  if (first === undefined) return null;
  const list = await findList(sql, NOTHING_AT_HAND, first.ebpCode, first.orderNo, first.attempt);
  return list === null ? null : { list, decisions };
}
