import { present } from '../base/assert.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { Selection } from '../clearance/selection.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import { exportListTerms } from '../documents/export-terms-of.ts';
import { receivedTimes } from '../documents/message-store.ts';
import { redecideExport } from '../export/case-facts.ts';
import type { ExportDecision } from '../export/case-lookup.ts';
import type { ExportConclusion } from '../export/conclusion.ts';
import { type ExportNumbers, examineExport } from '../export/examine.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import type { RuleResult } from '../matching/rule-result.ts';
import { readProfileVersion } from '../registry/facts.ts';
import { sameVerdict } from './explain.ts';
import { type EvidenceLine, type Place, readAgain, type Source } from './explain-evidence.ts';
import { filedAgain, filedPlaces, type Messages, storedAgain } from './explain-filed.ts';
import {
  comesOutAgain,
  type ExplainedSelection,
  explainExportSelection,
} from './explain-selection.ts';
import { decodeKeptExport, type KeptExport } from './export-codec.ts';
import { selectedExport } from './export-decided.ts';
import { findExport } from './find-export.ts';

/** One decision on an export list derived again. */
export type ExplainedExport = {
  readonly row: ExportDecision;
  readonly evidence: readonly EvidenceLine[];
  readonly stored: ExportVerdict;
  /** Derived now from evidence, facts and law; null where a document, or its absence, decided. */
  readonly derived: ExportVerdict | null;
  readonly same: boolean;
  /** How it was looked at before a release; null where nobody looked. */
  readonly selected: ExplainedSelection | null;
  /** What officers said, where the verdict is theirs. */
  readonly conclusion: ExportConclusion | null;
  readonly rules: readonly RuleResult[];
  readonly numbers: ExportNumbers | null;
};

export type ExportExplanation = {
  readonly list: FiledExportList;
  readonly decisions: readonly ExplainedExport[];
};

/**
 * Derives every decision on an export list again, as `explain` does for imports.
 * @param listNo customs number (invtNo) or pre-entry number (preNo)
 * @returns null when there is no such list
 */
export async function explainExport(
  sql: Sql,
  listNo: string,
  archive: Archive = NO_ARCHIVE,
): Promise<ExportExplanation | null> {
  const found = await findExport(sql, listNo, archive);
  if (found === null) return null;
  const texts = await readFacts(sql, found.decisions, archive);
  const decisions: ExplainedExport[] = [];
  for (const [i, row] of found.decisions.entries()) {
    const kept = decodeKeptExport(texts[i]!);
    decisions.push(await explainOne({ sql, archive }, row, kept, found.list));
  }
  return { list: found.list, decisions };
}

async function explainOne(
  source: Source,
  row: ExportDecision,
  kept: KeptExport,
  list: FiledExportList,
): Promise<ExplainedExport> {
  const { evidence, bytes } = await readAgain(source, placesOf(kept));
  const common = { row, evidence, stored: kept.verdict };
  if (kept.record === null) {
    const nothing = { selected: null, conclusion: null, rules: [], numbers: null };
    return { ...common, ...nothing, derived: null, same: true };
  }
  const { sql } = source;
  const { facts } = kept.record;
  const selection = kept.record.selection as Selection | null;
  const index = present(await readProfileVersion(sql, row.profileVersion), 'law of the decision');
  const times = await receivedTimes(sql, [...bytes.keys()]);
  const matched = rebuild(kept, { bytes, times }, list.preNo);
  const verdict = redecideExport(matched, facts, index);
  const { orderNo } = list.terms;
  const derived = selection === null ? verdict : selectedExport(verdict, selection, orderNo);
  const { value } = kept.verdict;
  const worth = () => present(value, 'the value of a list that passed');
  const selected =
    selection === null
      ? null
      : await explainExportSelection(sql, matched, facts, worth(), selection, index);
  return {
    ...common,
    derived,
    same: sameVerdict(derived, kept.verdict) && comesOutAgain(selected),
    selected,
    conclusion: facts.conclusion,
    ...examineExport(matched, facts, index),
  };
}

function placesOf({ refs, verdict }: KeptExport): Place[] {
  const { list, by } = refs;
  const ending = verdict.status === '430' ? 'withdrawal' : 'departure';
  return [
    { kind: 'list', ref: list },
    ...filedPlaces(refs),
    ...(by === undefined ? [] : [{ kind: ending, ref: by } as const]),
  ];
}

/** The case as it was decided, read again from the raw messages. */
function rebuild({ refs }: KeptExport, messages: Messages, preNo: string): ExportMatched {
  const { order, waybill, ...others } = filedAgain(refs, messages);
  return {
    ...others,
    list: { ...storedAgain(messages, refs.list, exportListTerms), preNo },
    order: present(order, 'order'),
    waybill: present(waybill, 'waybill'),
  };
}
