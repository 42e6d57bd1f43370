import { businessDate } from '../base/dates.ts';
import { runningBalances, usedOf } from '../ledger/running-balances.ts';
import type { MatchedCase } from '../matching/case.ts';
import { type RuleResult, resultOf } from '../matching/rule-result.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { batchFacts, type CaseFacts } from './case-facts.ts';
import { outcomeOf } from './codes.ts';
import { type ClearanceContext, contextOf } from './context.ts';
import { rulesFor } from './rules.ts';

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
  return {
    rules: rules.map((rule) => resultOf(rule, outcomeOf(rule), context, date)),
    numbers: numbersOf(context),
  };
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
