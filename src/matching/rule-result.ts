import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Outcome } from './outcome.ts';
import { applies, check, type Rule } from './rule.ts';

/** What one rule says of one case. */
export type RuleResult = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly law: string;
  /** not in force: the rule's dates do not cover the day of the decision. */
  readonly outcome: 'passed' | 'failed' | 'not in force';
  readonly findings: readonly Finding[];
};

/**
 * Asks a rule again.
 * @param texts of its code
 * @param date the day of the decision
 */
export function resultOf<Context>(
  rule: Rule<Context>,
  { zh, en }: Pick<Outcome, 'zh' | 'en'>,
  context: Context,
  date: BusinessDate,
): RuleResult {
  const { code, law } = rule;
  const base = { code, zh, en, law };
  if (!applies(rule, date)) return { ...base, outcome: 'not in force', findings: [] };
  const findings = check([rule], context);
  return { ...base, outcome: findings.length === 0 ? 'passed' : 'failed', findings };
}
