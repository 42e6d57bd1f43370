import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { runningBalances, usedOf } from '../ledger/running-balances.ts';
import type { MatchedCase } from '../matching/case.ts';
import { applies, check, type Rule } from '../matching/rule.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { batchFacts, type CaseFacts } from './case-facts.ts';
import { outcomeOf } from './codes.ts';
import { type ClearanceContext, contextOf } from './context.ts';
import { rulesFor } from './rules.ts';

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

/** The numbers a decision rests on, fen and grams. */
export type CaseNumbers = {
  readonly dutiable: bigint;
  readonly quotaUsed: bigint;
  readonly quotaLimit: bigint;
  readonly singleLimit: bigint;
  readonly guaranteeUsed: bigint | null;
  readonly guaranteeLimit: bigint | null;
};

/** Every rule asked again, in the order of precedence, with the numbers they compared. */
export function examine(
  matched: MatchedCase,
  facts: CaseFacts,
  index: ProfileIndex,
): { readonly rules: RuleResult[]; readonly numbers: CaseNumbers } {
  const full = batchFacts(matched, facts, index);
  const date = businessDate(facts.at);
  const bill = facts.held?.tax ?? null;
  const balances = runningBalances(full.balances);
  const context = contextOf(matched, full, index.at(date), balances, bill);
  const rules = rulesFor(facts.held?.status ?? null);
  return { rules: rules.map((rule) => resultOf(rule, context)), numbers: numbersOf(context) };
}

function resultOf(rule: Rule<ClearanceContext>, context: ClearanceContext): RuleResult {
  const { code, law } = rule;
  const { zh, en } = outcomeOf({ code });
  const base = { code, zh, en, law };
  if (!applies(rule, context.date)) return { ...base, outcome: 'not in force', findings: [] };
  const findings = check([rule], context);
  return { ...base, outcome: findings.length === 0 ? 'passed' : 'failed', findings };
}

function numbersOf({ dutiable, quota, parameters, guarantee }: ClearanceContext): CaseNumbers {
  return {
    dutiable,
    quotaUsed: quota.used,
    quotaLimit: quota.limit,
    singleLimit: parameters.singleLimit,
    guaranteeUsed: guarantee === null ? null : usedOf(guarantee),
    guaranteeLimit: guarantee?.limit ?? null,
  };
}
