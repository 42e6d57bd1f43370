import { readFacts } from '../clearance/facts-store.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import { type ExportDecision, type ExportPassage, passageOf } from '../export/case-lookup.ts';
import { exportAnswersAgain, exportAnswersOf } from '../export/receipt-of.ts';
import { type ExportReturn, returnsOf } from '../export/return-store.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { declaring } from '../receipts/texts.ts';
import type { Step } from './declaration-view.ts';
import { decodeKeptExport } from './export-codec.ts';
import { findExport } from './find-export.ts';

/** An export list as those who take part in it may see it. */
export type ExportDeclaration = {
  readonly list: FiledExportList;
  readonly invtNo: string | null;
  readonly status: string;
  readonly timeline: readonly Step[];
  /** What the goods are worth and how they leave; null before a decision. */
  readonly passage: ExportPassage | null;
  /** Returns of its goods that customs accepted, the oldest first. */
  readonly returns: readonly ExportReturn[];
  readonly decision: (ExportDecision & { readonly verdict: ExportVerdict }) | null;
};

/** Enterprises that may look at a list: those it names and those who read its receipts. */
function viewersOf({ terms, readers }: FiledExportList): string[] {
  const { ebpCode, ebcCode, agentCode, ownerCode, logisticsCode, iacCode } = terms;
  const named = [ebpCode, ebcCode, agentCode, ownerCode, logisticsCode];
  return [...named, ...(iacCode === null ? [] : [iacCode]), ...readers];
}

/**
 * What became of an export list, by customs number or pre-entry number.
 * @param viewer the enterprise that asks; null for the authority, which sees every list
 * @returns null when there is none, or the viewer takes no part in it
 */
export async function viewExport(
  sql: Sql,
  listNo: string,
  viewer: string | null,
  archive: Archive = NO_ARCHIVE,
): Promise<ExportDeclaration | null> {
  const found = await findExport(sql, listNo, archive);
  if (found === null) return null;
  if (viewer !== null && !viewersOf(found.list).includes(viewer)) return null;
  const { list, decisions } = found;
  const texts = await readFacts(sql, decisions, archive);
  const decided = decisions.map((row, i) => {
    return { ...row, verdict: decodeKeptExport(texts[i]!).verdict };
  });
  const timeline = [firstStep(list), ...decided.toReversed().flatMap(stepsOf)];
  const [standing] = decided;
  return {
    list,
    invtNo: standing?.listNo ?? null,
    status: timeline.at(-1)?.status ?? '2',
    timeline,
    passage: standing === undefined ? null : await passageOf(sql, standing.listNo),
    returns: await returnsOf(sql, standing === undefined ? [] : [standing.listNo]),
    decision: standing ?? null,
  };
}

function firstStep({ terms, acceptedAt }: FiledExportList): Step {
  const { status, info } = declaring('CEB604', '1', '', terms);
  return { at: acceptedAt, status, info: info.replace('[]', '') };
}

function stepsOf(
  { decidedAt, verdict }: ExportDecision & { verdict: ExportVerdict },
  position: number,
): Step[] {
  if (verdict.status === '430') return [{ at: decidedAt, status: '430', info: '撤单成功' }];
  const answers = position === 0 ? exportAnswersOf(verdict) : exportAnswersAgain(verdict);
  return answers.map(({ status, info }) => ({ at: decidedAt, status, info }));
}
