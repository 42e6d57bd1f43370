import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { forcedFindingOf, type Outcome } from '../matching/outcome.ts';
import { CODES } from './codes.ts';
import type { ConclusionOutcome } from './conclusion.ts';
import type { ClearanceContext } from './context.ts';

/**
 * Forced outcomes, for those who test their programs against a sandbox: an order number
 * `SBX.<code>.<anything>` asks that its list be returned or held for that code,
 * `SBX.<code>.<minutes>.<anything>` that it be held for so long. Only a law with the switch
 * `forcedOutcomes` obeys, and the switch is part of the law that the verdict names. A forced
 * finding says so in its text, and a second one beside it by its code, so that receipts, `explain`
 * and the auditor never take it for a real one. A release cannot be forced: it moves money. What
 * persons decide is asked for by the code of its end: a list that deserves its release is given to
 * officers first, for whom stand-ins act.
 */
export type Asked =
  | { readonly kind: 'returned'; readonly code: string }
  | { readonly kind: 'held'; readonly code: string; readonly minutes: bigint }
  /** Opened, or its documents read; `outcome` is what the stand-ins say then. */
  | { readonly kind: Look; readonly code: string; readonly outcome: ConclusionOutcome }
  /** The prefix with something behind it that asks for nothing there is. */
  | { readonly kind: 'unclear' };

type Look = 'inspect' | 'review';

const FORM = /^SBX\.([^.]{1,24})\.(?:(\d{1,5})\.)?/;

/** Minutes of a hold when none are said, and at most. */
export const HOLD_MINUTES = 5n;
export const MOST_HOLD_MINUTES = 10_080n;

type Outcomes = Readonly<Record<string, Outcome>>;
const OUTCOMES: Outcomes = CODES;

/** Codes that say that an outcome was forced; nobody can ask for them. */
export const FORCED_CODES: readonly string[] = [
  'SBX-RETURN',
  'SBX-HOLD',
  'SBX-INSPECT',
  'SBX-REVIEW',
];

/** What persons decide, by the code that asks for it; the one or the other code is of exports. */
const BY_PERSONS: Readonly<Record<string, { kind: Look; outcome: ConclusionOutcome }>> = {
  INSPECT: { kind: 'inspect', outcome: 'release' },
  'INSP-AMEND': { kind: 'inspect', outcome: 'amend' },
  'INSP-ABROAD': { kind: 'inspect', outcome: 'return' },
  'INSP-BACK': { kind: 'inspect', outcome: 'return' },
  'INSP-DESTROYED': { kind: 'inspect', outcome: 'destroy' },
  'INSP-DETAINED': { kind: 'inspect', outcome: 'detain' },
  'INSP-TRANSFERRED': { kind: 'inspect', outcome: 'transfer' },
  REVIEW: { kind: 'review', outcome: 'release' },
  'REVIEW-RETURNED': { kind: 'review', outcome: 'amend' },
};

/** How long stand-ins leave a list alone: the minutes that its order number says, or this. */
export const STAND_IN_SECONDS = 3;
/** The minutes of an order number, for the database. */
export const MINUTES_FORM = String.raw`^SBX\.[^.]{1,24}\.(\d{1,5})\.`;

/** What a list can be made to wait for or be returned for; arrivals are real ones. */
const ASKABLE: readonly (string | undefined)[] = ['100', '600'];

/** Whether an order number may ask for this one of the outcomes, by default those of imports. */
export function isAskable(code: string, outcomes: Outcomes = OUTCOMES): boolean {
  if (Object.hasOwn(BY_PERSONS, code)) return Object.hasOwn(outcomes, code);
  return !FORCED_CODES.includes(code) && ASKABLE.includes(outcomes[code]?.returnStatus);
}

/** What the stand-ins say of a list whose order number asked for them by this code. */
export function standInOutcome(orderNo: string): ConclusionOutcome {
  return BY_PERSONS[FORM.exec(orderNo)?.[1] ?? '']?.outcome ?? 'release';
}

/** What the order number asks for; null for an ordinary one, and in an earnest law. */
export function askedOutcome({
  case: matched,
  parameters,
}: Pick<ClearanceContext, 'case' | 'parameters'>): Asked | null {
  return askedBy(matched.list.terms.orderNo, parameters);
}

/** The same of an order number among these outcomes, by default those of imports. */
export function askedBy(
  orderNo: string,
  { forcedOutcomes }: Pick<ClearanceContext['parameters'], 'forcedOutcomes'>,
  outcomes: Outcomes = OUTCOMES,
): Asked | null {
  return forcedOutcomes && orderNo.startsWith('SBX.') ? readAsked(orderNo, outcomes) : null;
}

/** What an order number that begins with `SBX.` asks for, by default of a list of imports. */
export function readAsked(orderNo: string, outcomes: Outcomes = OUTCOMES): Asked {
  const [, code = '', minutes = String(HOLD_MINUTES)] = FORM.exec(orderNo) ?? [];
  const outcome = isAskable(code, outcomes) ? outcomes[code] : undefined;
  if (outcome === undefined || BigInt(minutes) > MOST_HOLD_MINUTES) return { kind: 'unclear' };
  const byPersons = BY_PERSONS[code];
  if (byPersons !== undefined) return { ...byPersons, code };
  if (outcome.returnStatus === '100') return { kind: 'returned', code };
  return { kind: 'held', code, minutes: BigInt(minutes) };
}

/** Whether a hold of so many minutes is over: they count from the filing of the list. */
export function isOver(minutes: bigint, acceptedAt: Instant, at: Instant): boolean {
  return BigInt(at - acceptedAt) >= minutes * 60_000n;
}

/** The finding that is asked for, without the values that a real case would have. */
export function forcedFinding(code: string): Finding {
  return forcedFindingOf(code, OUTCOMES[code] as Outcome);
}
