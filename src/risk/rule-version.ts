import { type Instant, isoShanghai } from '../base/dates.ts';
import type { RiskAction } from './rule.ts';

/** draft: written; tried: on past lists; active: in force in its time; ended: no more, or never. */
export type RuleState = 'draft' | 'tried' | 'active' | 'ended';

/** What came of trying a rule on lists that were decided in a period. */
export type Trial = {
  readonly at: Instant;
  readonly from: Instant;
  readonly until: Instant;
  /** Decisions of the period that lie in the database: of which these lists are, or a sample. */
  readonly decisions: number;
  /** Days of the period that lie in files and are not looked at; older trials do not say. */
  readonly archivedDays?: number;
  /** Each how many batches one was looked at; 1 when all were. */
  readonly every: number;
  /** Lists that had passed every other rule. */
  readonly looked: number;
  readonly selected: number;
  /** By credit class of the seller under the order of the day. */
  readonly classes: Readonly<
    Record<string, { readonly looked: number; readonly selected: number }>
  >;
  /** Numbers of the first lists that it selected, but for those that wait to be inspected. */
  readonly examples: readonly string[];
};

/** One version of a rule. Its text never changes; another text is another version. */
export type RuleVersion = {
  readonly number: number;
  readonly version: number;
  readonly state: RuleState;
  readonly text: string;
  /** What it is for. */
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: Instant;
  /** Whoever put it into force. */
  readonly approvedBy: string | null;
  readonly activatedAt: Instant | null;
  /** In force from an instant until another, exclusive. */
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly endedBy: string | null;
  readonly trial: Trial | null;
};

/** Which version. */
export type RuleId = Pick<RuleVersion, 'number' | 'version'>;

/** `R12.3`. */
export function labelOf({ number, version }: RuleId): string {
  return `R${number}.${version}`;
}

const LABEL = /^R?([1-9]\d{0,8})\.([1-9]\d{0,8})$/;

/** Reads what `labelOf` writes, with or without the R; null when it is none. */
export function readLabel(text: string): RuleId | null {
  const match = LABEL.exec(text);
  return match === null ? null : { number: Number(match[1]), version: Number(match[2]) };
}

/** A version as JSON for the authority. */
export function ruleJson(rule: RuleVersion, action: RiskAction | null) {
  const { trial } = rule;
  return {
    rule: labelOf(rule),
    action,
    state: rule.state,
    text: rule.text,
    reason: rule.reason,
    madeBy: rule.madeBy,
    madeAt: isoShanghai(rule.madeAt),
    approvedBy: rule.approvedBy,
    from: isoOf(rule.from),
    until: isoOf(rule.until),
    endedBy: rule.endedBy,
    trial: trial === null ? null : trialJson(trial),
  };
}

/** A trial as JSON; the share is of the lists that were looked at. */
export function trialJson(trial: Trial) {
  const { at, from, until, ...counts } = trial;
  return {
    at: isoShanghai(at),
    from: isoShanghai(from),
    until: isoShanghai(until),
    ...counts,
    share: percentOf(trial),
  };
}

const isoOf = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

/** The selected share of what was looked at, rounded down: `1.25 %`. */
export function percentOf({ selected, looked }: Pick<Trial, 'selected' | 'looked'>): string {
  const share = looked === 0 ? 0 : Math.floor((selected * 10_000) / looked);
  return `${Math.floor(share / 100)}.${String(share % 100).padStart(2, '0')} %`;
}
