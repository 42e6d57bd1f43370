import {
  type DecisionRow,
  decisionsByAttempt,
  decisionsByListNo,
} from '../clearance/case-lookup.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { type FiledList, findList, findListByPreNo } from '../documents/list-store.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';

/** A list with the decisions on it, the standing one first. */
export type FoundDeclaration = {
  readonly list: FiledList;
  readonly decisions: readonly DecisionRow[];
};

/** The list with this customs number (invtNo) or pre-entry number (preNo), or null. */
export async function findDeclaration(
  sql: Sql,
  listNo: string,
  archive: Archive = NO_ARCHIVE,
): Promise<FoundDeclaration | null> {
  // Old lists are looked up as well as new ones: nothing is kept at hand.
  const shelf = termsShelf(0, archive);
  if (listNo.startsWith('B')) {
    const list = await findListByPreNo(sql, shelf, listNo);
    if (list === null) return null;
    const { ebpCode, orderNo } = list.terms;
    return { list, decisions: await decisionsByAttempt(sql, ebpCode, orderNo, list.attempt) };
  }
  const decisions = await decisionsByListNo(sql, listNo);
  const [first] = decisions;
  if (first === undefined) return null;
  const list = await findList(sql, shelf, first.ebpCode, first.orderNo, first.attempt);
  return list === null ? null : { list, decisions };
}
