import { present } from '../base/assert.ts';
import { businessDate } from '../base/dates.ts';
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
import { filedWarehouses } from '../export/warehouse.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import type { RuleResult } from '../matching/rule-result.ts';
import { readProfileVersion } from '../registry/facts.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
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
  /**
   * Whether it comes out the same but for the overseas warehouse, which the law wanted on file when
   * nobody kept whether it was: so it is unknown.
   */
  readonly filingUnknown: boolean;
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
    return { ...common, ...nothing, derived: null, same: true, filingUnknown: false };
  }
  const { sql } = source;
  const { facts } = kept.record;
  const selection = kept.record.selection as Selection | null;
  const law = present(await readProfileVersion(sql, row.profileVersion), 'law of the decision');
  const times = await receivedTimes(sql, [...bytes.keys()]);
  const matched = rebuild(kept, { bytes, times }, list.preNo);
  const { orderNo } = list.terms;
  const deriveBy = (index: ProfileIndex) => {
    const verdict = redecideExport(matched, facts, index);
    return selection === null ? verdict : selectedExport(verdict, selection, orderNo);
  };
  const unasked = withoutFiling(law);
  const filingUnknown =
    lacksFiling(kept, list, law) &&
    !sameVerdict(deriveBy(law), kept.verdict) &&
    sameVerdict(deriveBy(unasked), kept.verdict);
  const index = filingUnknown ? unasked : law;
  const derived = deriveBy(index);
  const { value } = kept.verdict;
  const worth = () => present(value, 'the value of a list that passed');
  const selected =
    selection === null
      ? null
      : await explainExportSelection(sql, matched, facts, worth(), selection, index);
  const examined = examineExport(matched, facts, index);
  return {
    ...common,
    derived,
    same: sameVerdict(derived, kept.verdict) && comesOutAgain(selected),
    filingUnknown,
    selected,
    conclusion: facts.conclusion,
    ...(filingUnknown ? withoutWarehouse(examined) : examined),
  };
}

/** Whether the law asked for a warehouse on file, and none was kept with the decision. */
function lacksFiling(
  { record, verdict }: KeptExport,
  { terms }: FiledExportList,
  index: ProfileIndex,
): boolean {
  const { at, warehouses } = present(record, 'the facts of a decision').facts;
  const none = { warehouses: new Map() };
  const isAsked = filedWarehouses(terms, none, index.at(businessDate(at))) !== null;
  // What was decided since filings are kept says that there is none.
  const isTold = verdict.findings.some(({ code }) => code === 'EXP-WAREHOUSE');
  return isAsked && warehouses.length === 0 && !isTold;
}

/** The law as it is but for its wish that overseas warehouses are on file. */
function withoutFiling(index: ProfileIndex): ProfileIndex {
  return {
    ...index,
    at: (date) => ({ ...index.at(date), overseasWarehouseFiling: false }),
  };
}

/** What nobody can tell is no rule that holds. */
function withoutWarehouse<T extends Pick<ExplainedExport, 'rules'>>(examined: T): T {
  return {
    ...examined,
    rules: examined.rules.filter(({ code }) => !code.startsWith('EXP-WAREHOUSE')),
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
