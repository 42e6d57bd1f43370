import { businessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { runningBalances } from '../ledger/running-balances.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { type RuleResult, resultOf } from '../matching/rule-result.ts';
import { type ExportChannel, limitOf } from '../registry/export-channel.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { type ExportCaseFacts, exportBatchFacts } from './case-facts.ts';
import { exportOutcomeOf } from './codes.ts';
import { type ExportContext, exportContextOf } from './context.ts';
import { DECLARED_RULES, EXPORT_ARRIVAL_RULES, EXPORT_RULES } from './rules.ts';
import type { ExportValue } from './verdict.ts';

/** The numbers a decision on an export list rests on, in fen of yuan. */
export type ExportNumbers = {
  readonly channel: ExportChannel;
  /** Null when a currency has no rate. */
  readonly value: ExportValue | null;
  /** Of the channel; null for one without. */
  readonly limit: Fen | null;
};

/** Every rule asked again, in the order of precedence, with the numbers they compared. */
export function examineExport(
  matched: ExportMatched,
  facts: ExportCaseFacts,
  index: ProfileIndex,
): { readonly rules: RuleResult[]; readonly numbers: ExportNumbers } {
  const date = businessDate(facts.at);
  const full = exportBatchFacts(matched, facts, index);
  const balances = runningBalances(full.balances);
  const context = exportContextOf(matched, full, index.at(date), balances);
  // What officers have in hand has passed everything.
  const rules = facts.conclusion !== null ? [] : rulesFor(facts);
  return { rules: askedAgain(rules, context), numbers: numbersOf(context, facts) };
}

/** The rules on lists that a customs declaration was asked, asked again. */
export function examineDeclared(
  matched: ExportMatched,
  facts: ExportCaseFacts,
  index: ProfileIndex,
): RuleResult[] {
  const full = exportBatchFacts(matched, facts, index);
  const balances = runningBalances(full.balances);
  const context = exportContextOf(matched, full, index.at(full.date), balances, 'D');
  return askedAgain(facts.earlier === null ? DECLARED_RULES : EXPORT_ARRIVAL_RULES, context);
}

function askedAgain(rules: typeof EXPORT_RULES, context: ExportContext): RuleResult[] {
  return rules.map((rule) => resultOf(rule, exportOutcomeOf(rule), context, context.date));
}

function rulesFor({ earlier }: ExportCaseFacts): typeof EXPORT_RULES {
  return earlier === null ? EXPORT_RULES : EXPORT_ARRIVAL_RULES;
}

function numbersOf({ channel, law, value }: ExportContext, facts: ExportCaseFacts): ExportNumbers {
  return { channel, value: facts.earlier?.value ?? value, limit: limitOf(law, channel) };
}
