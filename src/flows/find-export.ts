import { isExportNo } from '../base/ids.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import {
  type FiledExportList,
  findExportList,
  findExportListByPreNo,
} from '../documents/export-list-store.ts';
import { termsShelf } from '../documents/terms-shelf.ts';
import { type ExportDecision, exportsByAttempt, exportsByListNo } from '../export/case-lookup.ts';
import type { Sql } from '../io/postgres.ts';

/** An export list with the decisions on it, the standing one first. */
export type FoundExport = {
  readonly list: FiledExportList;
  readonly decisions: readonly ExportDecision[];
};

/** The export list with this customs number (invtNo) or pre-entry number (preNo), or null. */
export async function findExport(
  sql: Sql,
  listNo: string,
  archive: Archive = NO_ARCHIVE,
): Promise<FoundExport | null> {
  // Old lists are looked up as well as new ones: nothing is kept at hand.
  const shelf = termsShelf(0, archive);
  if (listNo.startsWith('B')) {
    const list = await findExportListByPreNo(sql, shelf, listNo);
    if (list === null) return null;
    const { ebpCode, orderNo } = list.terms;
    return { list, decisions: await exportsByAttempt(sql, ebpCode, orderNo, list.attempt) };
  }
  if (!isExportNo(listNo)) return null;
  const decisions = await exportsByListNo(sql, listNo);
  const [first] = decisions;
  if (first === undefined) return null;
  const list = await findExportList(sql, shelf, first.ebpCode, first.orderNo, first.attempt);
  return list === null ? null : { list, decisions };
}
