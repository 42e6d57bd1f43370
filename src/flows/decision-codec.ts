import type { Verdict } from '../clearance/verdict.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { MatchedCase } from '../matching/case.ts';

/** Where the bytes of the documents are that a decision rests on. */
export type CaseRefs = {
  readonly list: DocumentRef;
  readonly order: DocumentRef | null;
  readonly payments: readonly DocumentRef[];
  readonly waybill: DocumentRef | null;
};

/**
 * One decision as it is kept: the places of its documents, the facts it used, and the verdict.
 * With the evidence and the profile version this is all it takes to derive the verdict again.
 */
export type DecisionRecord = {
  /** expired: a document never came; held: a list held earlier was looked at again. */
  readonly kind: 'decided' | 'expired' | 'held';
  readonly refs: CaseRefs;
  /** Text of the facts, from the codec of clearance; null for an expired list. */
  readonly facts: string | null;
  /** The verdict that held the list; null unless kind is held. */
  readonly earlier: Verdict | null;
  readonly verdict: Verdict;
};

/** Places of a complete case's documents. */
export function refsOf({ list, order, payments, waybill }: MatchedCase): CaseRefs {
  return {
    list: list.ref,
    order: order.ref,
    payments: payments.map((payment) => payment.ref),
    waybill: waybill.ref,
  };
}

/** The record as one line of text; a bigint is written as a text that begins with `~`. */
export function encodeRecord(record: DecisionRecord): string {
  return JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'bigint' ? `~${value}` : value,
  );
}

/** Reads what `encodeRecord` wrote. */
export function decodeRecord(text: string): DecisionRecord {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^~-?\d+$/.test(value) ? BigInt(value.slice(1)) : value,
  ) as DecisionRecord;
}
