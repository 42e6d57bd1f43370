import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import { redecide } from '../clearance/case-facts.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import type { Conclusion } from '../clearance/conclusion.ts';
import { type CaseNumbers, examine } from '../clearance/examine.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { Verdict } from '../clearance/verdict.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import type { DecodedRecord } from '../documents/codec.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { DocumentRef } from '../documents/terms.ts';
import {
  arrivalTerms,
  listTerms,
  orderTerms,
  paymentTerms,
  waybillTerms,
} from '../documents/terms-of.ts';
import type { Sql } from '../io/postgres.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { RuleResult } from '../matching/rule-result.ts';
import type { Pull } from '../paydata/pull.ts';
import { pullsOfList } from '../paydata/pull-store.ts';
import { readProfileVersion } from '../registry/facts.ts';
import type { PersonalHash } from '../registry/personal-hash.ts';
import { type Signal, signalsOfList } from '../risk/signals.ts';
import { decodeKept, type KeptDecision } from './decision-codec.ts';
import { type EvidenceLine, type Place, readAgain, type Source } from './explain-evidence.ts';
import { comesOutAgain, type ExplainedSelection, explainSelection } from './explain-selection.ts';
import { findDeclaration } from './find-declaration.ts';
import { recordAt } from './record-at.ts';

/** One decision derived again. */
export type Explained = {
  readonly row: DecisionRow;
  readonly evidence: readonly EvidenceLine[];
  readonly stored: Verdict;
  /** The verdict derived now from evidence, facts and law; null for a document that never came. */
  readonly derived: Verdict | null;
  readonly same: boolean;
  /** How it was looked at before a release; null where nobody looked. */
  readonly selected: ExplainedSelection | null;
  /** What officers said, where the verdict is theirs. */
  readonly conclusion: Conclusion | null;
  readonly rules: readonly RuleResult[];
  readonly numbers: CaseNumbers | null;
  readonly enterprises: readonly { readonly code: string; readonly name: string }[];
};

export type Explanation = {
  readonly list: FiledList;
  readonly decisions: readonly Explained[];
  /** When the platform was asked for the payment data of the order, and what came of it. */
  readonly pulls: readonly Pull[];
  readonly signals: readonly Signal[];
};

/**
 * Derives every decision on a list again, from the bytes that were kept, the facts that were kept
 * and the law of that version, and says whether it comes out the same.
 * @param listNo customs number (invtNo) or pre-entry number (preNo)
 * @returns null when there is no such list
 */
export async function explain(
  sql: Sql,
  hash: PersonalHash,
  listNo: string,
  archive: Archive = NO_ARCHIVE,
): Promise<Explanation | null> {
  const found = await findDeclaration(sql, listNo, archive);
  if (found === null) return null;
  const texts = await readFacts(sql, found.decisions, archive);
  const decisions: Explained[] = [];
  for (const [i, row] of found.decisions.entries()) {
    const kept = decodeKept(texts[i]!);
    decisions.push(await explainOne({ sql, archive }, hash, row, kept, found.list));
  }
  const number = found.decisions[0]?.listNo;
  const pulls = number === undefined ? [] : await pullsOfList(sql, number);
  const signals = number === undefined ? [] : await signalsOfList(sql, number);
  return { list: found.list, decisions, pulls, signals };
}

async function explainOne(
  source: Source,
  hash: PersonalHash,
  row: DecisionRow,
  kept: KeptDecision,
  list: FiledList,
): Promise<Explained> {
  const { sql } = source;
  const { evidence, bytes } = await readAgain(source, placesOf(kept));
  const common = { row, evidence, stored: kept.verdict };
  if (kept.facts === null) {
    const nothing = { selected: null, conclusion: null, rules: [], numbers: null, enterprises: [] };
    return { ...common, ...nothing, derived: null, same: true };
  }
  const index = present(await readProfileVersion(sql, row.profileVersion), 'law of the decision');
  const matched = rebuild(kept, bytes, hash, list);
  const derived = redecide(matched, kept.facts, index);
  const selected = await explainSelection(sql, matched, kept.facts, index);
  return {
    ...common,
    derived,
    same: sameVerdict(derived, kept.verdict) && comesOutAgain(selected),
    selected,
    conclusion: kept.facts.conclusion,
    ...examine(matched, kept.facts, index),
    enterprises: kept.facts.enterprises.map(({ code, name }) => ({ code, name })),
  };
}

function placesOf({ refs }: KeptDecision): Place[] {
  const places: Place[] = [{ kind: 'list', ref: refs.list }];
  if (refs.order !== null) places.push({ kind: 'order', ref: refs.order });
  places.push(...refs.payments.map((ref): Place => ({ kind: 'payment', ref })));
  if (refs.waybill !== null) places.push({ kind: 'waybill', ref: refs.waybill });
  places.push(
    ...(refs.arrivals ?? []).map(({ messageId, record }): Place => {
      return { kind: 'arrival', ref: { messageId, record } };
    }),
  );
  return places;
}

/** The case as it was decided, read again from the raw messages. */
function rebuild(
  { refs }: KeptDecision,
  bytes: ReadonlyMap<string, Uint8Array>,
  hash: PersonalHash,
  list: FiledList,
): MatchedCase {
  const read = <T>(
    ref: DocumentRef,
    build: (record: DecodedRecord, hash: PersonalHash) => Result<T, readonly Finding[]>,
    version = 1,
  ) => {
    const record = recordAt(present(bytes.get(ref.messageId), 'evidence'), ref.record);
    const terms = build(record, hash);
    return { terms: termsOf(terms), ref, version, acceptedAt: list.acceptedAt };
  };
  const payments = refs.payments.map((ref) => read(ref, paymentTerms));
  const declared = read(refs.list, listTerms);
  const { logisticsCode, logisticsNo } = declared.terms;
  const arrivals = (refs.arrivals ?? [])
    .map((ref) => ({ ...read(ref, (record) => ok(arrivalTerms(record))), preNo: ref.preNo }))
    .filter(({ terms }) => terms.logisticsCode === logisticsCode)
    .filter(({ terms }) => terms.logisticsNos.includes(logisticsNo));
  return {
    arrivals,
    list: { ...declared, preNo: list.preNo },
    order: read(present(refs.order, 'order'), orderTerms, refs.orderVersion),
    payment: present(payments[0], 'payment'),
    payments,
    waybill: read(present(refs.waybill, 'waybill'), waybillTerms),
    waybillHolder: refs.waybillHolder,
  };
}

function termsOf<T>(built: Result<T, readonly Finding[]>): T {
  return present(built.ok ? built.value : null, 'terms of the evidence');
}

/** Whether two verdicts are equal in everything. */
export function sameVerdict(a: object, b: object): boolean {
  return textOf(a) === textOf(b);
}

function textOf(verdict: object): string {
  return JSON.stringify(verdict, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}
