import { isoShanghai } from '../base/dates.ts';
import { type About, OPERATORS } from '../risk/rule-fields.ts';
import { labelOf, percentOf, type RuleVersion, type Trial } from '../risk/rule-version.ts';
import { WORDS, type Words } from '../risk/vocabulary.ts';
import type { WatchHead } from '../risk/watch-store.ts';

/** A version of a rule: what it says, where it stands, and what its trial came to. */
export function ruleLines(rule: RuleVersion): string[] {
  const { state, from, until, madeBy, approvedBy, trial } = rule;
  const begins = from === null ? '' : ` from ${isoShanghai(from)}`;
  const ends = until === null ? '' : ` until ${isoShanghai(until)}`;
  const by = approvedBy === null ? `by ${madeBy}` : `by ${madeBy}, activated by ${approvedBy}`;
  return [
    `${labelOf(rule).padEnd(8)} ${state}${begins}${ends}  ${by}: ${rule.reason}`,
    `         ${rule.text}`,
    ...(trial === null ? [] : [`         tried: ${trialLine(trial)}`]),
  ];
}

function trialLine({ looked, selected, every, decisions }: Trial): string {
  const sample = every === 1 ? '' : `, every ${every}th batch of ${decisions} decisions`;
  return `${selected} of ${looked} lists (${percentOf({ looked, selected })})${sample}`;
}

/** A trial with its classes and examples. */
export function trialLines(trial: Trial): string[] {
  const { from, until, classes, examples, archivedDays = 0 } = trial;
  return [
    `It would have selected ${trialLine(trial)}`,
    `decided from ${isoShanghai(from)} until ${isoShanghai(until)}.`,
    ...(archivedDays === 0 ? [] : [`Archived days that were not looked at: ${archivedDays}.`]),
    ...Object.entries(classes).map(([name, count]) => {
      const { selected, looked } = count;
      return `  sellers ${name.padEnd(10)} ${selected} of ${looked}, ${percentOf(count)}`;
    }),
    ...(examples.length === 0 ? [] : [`For example ${examples.join(' ')}`]),
  ];
}

/** A watch list as one line. */
export function watchLine({
  name,
  kind,
  reason,
  entries,
}: WatchHead & { entries: number }): string {
  return `${name.padEnd(20)} ${kind.padEnd(10)} ${entries} entries: ${reason}`;
}

/**
 * Every field of rules: name, Chinese name, what it can be compared with, meaning; first those of
 * imports, then those of exports.
 */
export function fieldLines(): string[] {
  return [
    ...linesIn(WORDS.import),
    '',
    'Of exports (inspect export when ...):',
    ...linesIn(WORDS.export),
  ];
}

function linesIn({ fields, keys }: Words): string[] {
  return [
    ...[...fields].map(([name, field]) => {
      return `${name.padEnd(18)} ${field.kind.padEnd(8)} ${field.zh}: ${meaning(field)}`;
    }),
    ...[...keys].map(([name, { zh, kinds }]) => {
      return `watch "NAME" has ${name.padEnd(10)} ${zh}: lists of kind ${kinds.join(', ')}`;
    }),
  ];
}

function meaning({ en, kind, choices, of }: About): string {
  const told = choices === undefined ? en : `${en}: ${choices.join(', ')}`;
  return `${told}${of === 'goods' ? ', of any line' : ''} (${OPERATORS[kind].join(' ')})`;
}
