import type { Finding } from '../base/finding.ts';
import type { CaseFacts } from '../clearance/case-facts.ts';
import { returned, withReserves } from '../clearance/decide.ts';
import { decodeDecision, encodeDecision } from '../clearance/facts-codec.ts';
import type { Verdict } from '../clearance/verdict.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { MatchedCase } from '../matching/case.ts';

/** Where the bytes of an arrival detail are, and its pre-entry number. */
export type ArrivalRef = DocumentRef & { readonly preNo: string };

/** Where the bytes of the documents are that a decision rests on. */
export type CaseRefs = {
  readonly list: DocumentRef;
  readonly order: DocumentRef | null;
  /** Which version of the order this is, when it was changed: rules ask for it (DOC-10). */
  readonly orderVersion?: number;
  readonly payments: readonly DocumentRef[];
  readonly waybill: DocumentRef | null;
  /** Number of the other list that held the waybill. */
  readonly waybillHolder: string | null;
  /** The arrival details that named the waybill, if any were looked for and found. */
  readonly arrivals?: readonly ArrivalRef[];
};

/**
 * One decision as it is kept: the places of its documents, the facts it used, and the verdict.
 * With the evidence and the law of the profile version this is all it takes to derive the verdict
 * again. Facts are null for a list whose documents never came, or that was withdrawn.
 */
export type KeptDecision = {
  readonly refs: CaseRefs;
  readonly facts: CaseFacts | null;
  readonly verdict: Verdict;
};

/** Places of a complete case's documents. */
export function refsOf(matched: MatchedCase): CaseRefs {
  const { list, order, payments, waybill, waybillHolder, arrivals } = matched;
  return {
    list: list.ref,
    order: order.ref,
    ...(order.version === 1 ? {} : { orderVersion: order.version }),
    payments: payments.map((payment) => payment.ref),
    waybill: waybill.ref,
    waybillHolder,
    ...(arrivals.length === 0
      ? {}
      : { arrivals: arrivals.map(({ ref, preNo }) => ({ ...ref, preNo })) }),
  };
}

/** The verdict that was kept, with all that is reserved for its list; see `withReserves`. */
export function standingVerdict({ facts, verdict }: KeptDecision): Verdict {
  return withReserves(verdict, facts?.held ?? null);
}

/**
 * One line of text: the places, a tab, then facts and verdict, or the findings alone. The first
 * letter says what it is: `d` decided, `x` returned because a document never came, `w` withdrawn.
 */
export function encodeKept({ refs, facts, verdict }: KeptDecision): string {
  const letter = facts !== null ? 'd' : verdict.status === '430' ? 'w' : 'x';
  const rest =
    facts === null ? JSON.stringify(verdict.findings) : encodeDecision({ facts, verdict });
  return `${letter}${JSON.stringify(refs)}\t${rest}`;
}

/** Reads what `encodeKept` wrote. @throws Bug for another form */
export function decodeKept(text: string): KeptDecision {
  const tab = text.indexOf('\t');
  const refs = JSON.parse(text.slice(1, tab)) as CaseRefs;
  const rest = text.slice(tab + 1);
  if (text.startsWith('d')) return { refs, ...decodeDecision(rest) };
  const verdict = returned(JSON.parse(rest) as Finding[]);
  if (text.startsWith('w')) return { refs, facts: null, verdict: { ...verdict, status: '430' } };
  return { refs, facts: null, verdict };
}
