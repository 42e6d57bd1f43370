import type { Finding } from '../base/finding.ts';
import { compare, type Rate, rate } from '../base/rate.ts';
import { riskFinding } from './rule-codes.ts';
import { labelOf, percentOf, type RuleVersion } from './rule-version.ts';

/**
 * Why a version cannot be put into force by this person: it was not tried, or what it was tried on
 * asks for somebody other than who wrote it. Empty when it can.
 * @param ceiling the share of lists that one person may have selected by a rule
 */
export function guardFindings(version: RuleVersion, by: string, ceiling: Rate): Finding[] {
  const rule = labelOf(version);
  const { trial, state, madeBy } = version;
  if (state !== 'draft' && state !== 'tried') return [riskFinding('RISK-STATE', { rule, state })];
  if (trial === null) return [riskFinding('RISK-TRIAL', { rule })];
  if (by !== madeBy) return [];
  const { looked, selected } = trial;
  if (looked === 0) return [riskFinding('RISK-EMPTY', { rule })];
  if (selected === looked) return [riskFinding('RISK-EVERYTHING', { rule, looked })];
  if (compare(rate(BigInt(selected), BigInt(looked)), ceiling) <= 0) return [];
  const most = percentOf({ selected: Number(ceiling.n), looked: Number(ceiling.d) });
  return [riskFinding('RISK-CEILING', { rule, share: percentOf(trial), ceiling: most })];
}
