import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { MatchedCase } from './case.ts';
import type { ExportMatchContext } from './export-case.ts';

/** What a rule may say: nothing, one reason, or one for each place that breaks it. */
export type RuleAnswer = Finding | null | readonly Finding[];

/**
 * One rule of the law. It applies to lists accepted on a day from `from` (inclusive) until
 * `until` (exclusive). A rule never looks at other rules; when what it needs is missing it is
 * silent, because another rule says so. The order of the list it stands in is its precedence.
 */
export type Rule<Context> = {
  /** Outcome code; text, law and hint stand in the table of codes. */
  readonly code: string;
  readonly law: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
  readonly check: (context: Context) => RuleAnswer;
};

/** What the rules of three-document verification see. */
export type MatchContext = {
  readonly case: MatchedCase;
  /** The profile's only currency: 142. */
  readonly currency: string;
};

/** What rules see that ask the same of imports and exports. */
export type EitherContext = MatchContext | ExportMatchContext;

/** Whether the rule is in force on the day. */
export function applies<C>(rule: Rule<C>, date: BusinessDate): boolean {
  return rule.from <= date && (rule.until === null || date < rule.until);
}

/** The rules in force on the day, in their order. */
export function inForce<C>(rules: readonly Rule<C>[], date: BusinessDate): Rule<C>[] {
  return rules.filter((rule) => applies(rule, date));
}

/** Every finding of the rules, in their order. */
export function check<C>(rules: readonly Rule<C>[], context: C): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) add(findings, rule.check(context));
  return findings;
}

/**
 * Every finding on the lines of a list, in their order.
 * @param look what is wrong with one line; `path` names one of its elements, `at` counts from 0
 */
export function eachLine<Line>(
  lines: readonly Line[],
  look: (line: Line, path: (element: string) => string, at: number) => RuleAnswer,
): Finding[] {
  const findings: Finding[] = [];
  let at = 0;
  const path = (element: string): string => linePath(at, element);
  for (; at < lines.length; at++) add(findings, look(lines[at]!, path, at));
  return findings;
}

/** The element of a line, counted from 1 as the schemas do. */
export function linePath(at: number, element: string): string {
  return `InventoryList[${at + 1}]/${element}`;
}

function add(findings: Finding[], answer: RuleAnswer): void {
  if (answer === null) return;
  if ('code' in answer) findings.push(answer);
  else for (const one of answer) findings.push(one);
}
