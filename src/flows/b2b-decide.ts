import { checkDeclaration } from '../b2b/check.ts';
import { b2bFinding } from '../b2b/codes.ts';
import { pointerFor } from '../b2b/list-form.ts';
import type { Declared } from '../b2b/lookup.ts';
import { type Passed, passed } from '../b2b/states.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import { dutyOf, EXEMPT, fobsOf } from '../b2b/value.ts';
import { assert } from '../base/assert.ts';
import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Selection } from '../clearance/selection.ts';
import { type ExportConclusion, exportConcluded } from '../export/conclusion.ts';
import { decideDeclared } from '../export/decide.ts';
import type { ExportFacts } from '../export/facts.ts';
import { exportOfficerFinding } from '../export/officer-codes.ts';
import { rateOf } from '../export/value.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import { isInspected } from '../registry/export-law.ts';
import { dutyFindings } from './b2b-duty.ts';
import type { DeclaredCase } from './b2b-match.ts';

/** What has an order already: a list, a customs declaration, or nothing. */
export type OrderHolder = 'list' | 'declaration' | null;

/** What a declaration comes to: its state with what is told, and its value and duty by line. */
export type DecidedDeclaration = Passed & {
  /** In fen of yuan; empty when it is returned. */
  readonly fobs: readonly Fen[];
  readonly duties: readonly Fen[];
};

/**
 * Decides a customs declaration: returned with all findings, those of the rules that it has in
 * common with lists and those of its own; waiting for its arrival; or passed. Pure.
 */
export function decideDeclaration(
  terms: DeclarationTerms,
  one: DeclaredCase,
  facts: ExportFacts,
  orderHeldBy: OrderHolder,
): DecidedDeclaration {
  const { date, index, rates } = facts;
  const { hasOrder, hasWaybill } = one;
  const inYuan = (currency: string) => rateOf(currency, rates);
  const verdict = decideDeclared(one.matched, facts);
  const shared = verdict.findings.map((found) => ({ ...found, path: pointerFor(found.path) }));
  const checked = { date, index, rateOf: inYuan, hasOrder, hasWaybill, orderHeldBy };
  const own = checkDeclaration(terms, checked);
  const fobs = fobsOf(terms, inYuan);
  const defects = verdict.status === '100' ? [...own, ...shared] : own;
  if (defects.length > 0) return { state: '100', findings: defects, fobs: [], duties: [] };
  assert(fobs !== null, 'what has no value has a finding');
  const duties = terms.lines.map((line, i) => {
    const goods = index.exportGoods(line.codeTs, date);
    return goods === null ? 0n : dutyOf(line, fobs[i]!, goods.duty);
  });
  const state = verdict.status === '400' ? '400' : '800';
  return { state, findings: verdict.status === '400' ? shared : [], fobs, duties };
}

/**
 * What becomes of a declaration whose arrival is looked for again, before anybody looks at it; null
 * while it waits on. Pure.
 * @param verdict that of `decideAwaiting`
 */
export function decideArrived(verdict: ExportVerdict): Passed | null {
  if (verdict.status === '400') return null;
  if (verdict.status === '800') return { state: '800', findings: [] };
  const findings = verdict.findings.map((one) => ({ ...one, path: pointerFor(one.path) }));
  return { state: '100', findings };
}

/**
 * What officers make of a declaration that they have in hand (LINE-5), before what passed a review
 * is looked at by chance. Pure.
 */
export function decideSaid(earlier: ExportVerdict, conclusion: ExportConclusion): Passed {
  const { status, findings } = exportConcluded(earlier, conclusion);
  const isReturned = status === '100';
  const { reason } = conclusion;
  return { state: status, findings: isReturned ? [returnedBy(reason)] : findings };
}

/** Tells the declarant why officers return it. */
export function returnedBy(reason: string): Finding {
  return b2bFinding('DEC-OFFICER', null, { reason });
}

/** The verdict that has a declaration wait, or that gave it into the hands of officers. */
export function standingVerdict({ state, fob }: Pick<Declared, 'state' | 'fob'>): ExportVerdict {
  assert(state !== '600', 'what waits for its duty alone has no such verdict');
  return { status: state, findings: [], value: { channel: 'D', fob: fob ?? 0n, lines: [] } };
}

/** Why the law has goods inspected or documents looked at. */
export type Risks = { readonly inspections: Finding[]; readonly reviews: Finding[] };

/** Of what officers have seen already. */
export const NO_RISKS: Risks = { inspections: [], reviews: [] };

/**
 * Where a declaration goes that passed, and what is told of it: to those who were chosen to see it,
 * or on to its duty and its release. Pure.
 * @param selection null where nobody looks: the law alone says who sees it
 */
export function onward(
  { declSeqNo, duty }: Pick<Declared, 'declSeqNo' | 'duty'>,
  { inspections, reviews }: Risks,
  selection: Selection | null,
): Passed {
  const owed = duty ?? 0n;
  const unpaid = () => dutyFindings(declSeqNo, owed);
  if (selection === null) return passed(inspections, reviews, owed, unpaid);
  const byOthers = (look: 'INSPECT' | 'REVIEW', byLaw: Finding[]) =>
    byLaw.length > 0 ? byLaw : [exportOfficerFinding(look)];
  if (selection.action === 'inspect') {
    return passed(byOthers('INSPECT', inspections), reviews, owed, unpaid);
  }
  if (selection.action === 'review') return passed([], byOthers('REVIEW', reviews), owed, unpaid);
  return passed([], [], owed, unpaid);
}

/** Why goods of a declaration that passed are inspected, and why its documents are looked at. */
export function risksOf(
  { licenseNo, lines }: DeclarationTerms,
  { index, date }: Pick<ExportFacts, 'index' | 'date'>,
): Risks {
  const inspections = lines.flatMap(({ codeTs }, at) => {
    const goods = index.exportGoods(codeTs, date);
    if (goods === null || !isInspected(goods)) return [];
    return [b2bFinding('DEC-INSPECTION', `/goods/${at}/codeTs`, { hs: codeTs })];
  });
  const exempt = lines.some(({ dutyMode }) => dutyMode === EXEMPT);
  const reviews = [
    ...(licenseNo === null ? [] : [b2bFinding('DEC-LICENCE', '/licenseNo')]),
    ...(exempt ? [b2bFinding('DEC-EXEMPTION', '/manualNo')] : []),
  ];
  return { inspections, reviews };
}
