import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { runningBalances } from '../ledger/running-balances.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { check, inForce } from '../matching/rule.ts';
import { promiseGoods } from '../matching/stock.ts';
import { isExportWait } from './codes.ts';
import { exportContextOf } from './context.ts';
import type { ExportFacts } from './facts.ts';
import { DECLARED_RULES, EXPORT_ARRIVAL_RULES, EXPORT_RULES } from './rules.ts';
import type { ExportValue, ExportVerdict } from './verdict.ts';

/**
 * Decides a batch of export lists: released, returned with all findings, or waiting for the
 * arrival, one after the other: each sees what the earlier ones took from the same lines of books.
 * Synchronous and pure: same input, same verdicts.
 */
export function decideExports(
  cases: readonly ExportMatched[],
  facts: ExportFacts,
): ExportVerdict[] {
  const parameters = facts.index.at(facts.date);
  const rules = inForce(EXPORT_RULES, facts.date);
  const balances = runningBalances(facts.balances);
  return cases.map((matched) => {
    const context = exportContextOf(matched, facts, parameters, balances);
    const verdict = verdictOf(check(rules, context), context.value);
    const { stock } = context;
    if (verdict.status !== '100') balances.apply(promiseGoods(stock, ''));
    return stock.length === 0 ? verdict : { ...verdict, stock };
  });
}

/**
 * Decides a customs declaration in the form of a list (channel D): returned with all findings of
 * the rules that it has in common with lists, waiting for its arrival, or passed (800). Its value
 * is told by its own terms of trade.
 */
export function decideDeclared(matched: ExportMatched, facts: ExportFacts): ExportVerdict {
  const rules = inForce(DECLARED_RULES, facts.date);
  const balances = runningBalances(facts.balances);
  const parameters = facts.index.at(facts.date);
  const context = exportContextOf(matched, facts, parameters, balances, 'D');
  const findings = check(rules, context);
  const defects = findings.filter((found) => !isExportWait(found));
  const { value } = context;
  if (defects.length > 0) return { status: '100', findings: defects, value };
  return { status: findings.length === 0 ? '800' : '400', findings, value };
}

/**
 * Looks again at lists that wait for their arrival (400): released when one agrees, returned when
 * none came in time, else they wait on. The value stays that of the day of acceptance.
 * @param earlier the verdict of each case that has it wait
 */
export function decideAwaiting(
  cases: readonly ExportMatched[],
  facts: ExportFacts,
  earlier: readonly ExportVerdict[],
): ExportVerdict[] {
  const parameters = facts.index.at(facts.date);
  const rules = inForce(EXPORT_ARRIVAL_RULES, facts.date);
  const balances = runningBalances(facts.balances);
  return cases.map((matched, position) => {
    const before = earlier[position];
    assert(before?.status === '400', 'the earlier verdict has the list wait for its arrival');
    const findings = check(rules, exportContextOf(matched, facts, parameters, balances));
    return verdictOf(findings, before.value);
  });
}

/** The verdict that returns a list for these reasons, for example when a document never came. */
export function exportReturned(findings: readonly Finding[]): ExportVerdict {
  return { status: '100', findings: findings.slice(0, LIMITS.findingsShown), value: null };
}

function verdictOf(findings: readonly Finding[], value: ExportValue | null): ExportVerdict {
  // A list that has to be mended does not wait for its arrival as well.
  const defects = findings.filter((found) => !isExportWait(found));
  if (defects.length > 0) return exportReturned(defects);
  assert(value !== null, 'a list without defects has its value');
  return { status: findings.length === 0 ? '800' : '400', findings, value };
}
