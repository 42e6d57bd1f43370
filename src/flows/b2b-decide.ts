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
import { decideDeclared } from '../export/decide.ts';
import type { ExportFacts } from '../export/facts.ts';
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
 * What becomes of a declaration whose arrival is looked for again; null while it waits on. Pure.
 * @param verdict that of `decideAwaiting`
 */
export function decideArrived(
  { declSeqNo, duty }: Pick<Declared, 'declSeqNo' | 'duty'>,
  terms: DeclarationTerms,
  verdict: ExportVerdict,
  facts: ExportFacts,
): Passed | null {
  if (verdict.status === '400') return null;
  const findings = verdict.findings.map((one) => ({ ...one, path: pointerFor(one.path) }));
  if (verdict.status === '100') return { state: '100', findings };
  return onward(declSeqNo, duty ?? 0n, risksOf(terms, facts));
}

/** Where a declaration goes that passed, and what is told of it. */
export function onward(
  declSeqNo: string,
  duty: Fen,
  { inspections, reviews }: ReturnType<typeof risksOf>,
): Passed {
  return passed(inspections, reviews, duty, () => dutyFindings(declSeqNo, duty));
}

/** Why goods of a declaration that passed are inspected, and why its documents are looked at. */
export function risksOf(
  { licenseNo, lines }: DeclarationTerms,
  { index, date }: Pick<ExportFacts, 'index' | 'date'>,
): { readonly inspections: Finding[]; readonly reviews: Finding[] } {
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
