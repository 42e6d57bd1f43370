import { DAY, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { CaseDocuments, MatchedCase } from './case.ts';
import { type MatchingCode, matchFinding } from './codes.ts';

/** A document that a list needs. */
export type Missing = 'order' | 'payment' | 'waybill';

/** Where a list stands: it waits, has waited too long, or can be decided. */
export type Match =
  | { readonly state: 'waiting'; readonly missing: readonly Missing[] }
  | { readonly state: 'expired'; readonly findings: readonly Finding[] }
  | { readonly state: 'complete'; readonly case: MatchedCase };

/** The outcome when a document never came, and the list's field that names it. */
export const MISSING_CODES = {
  order: '-301003',
  payment: '-401004',
  waybill: 'DOC-NO-WAYBILL',
} as const satisfies Record<Missing, MatchingCode>;

const MISSING_PATHS = {
  order: 'InventoryHead/orderNo',
  payment: 'InventoryHead/orderNo',
  waybill: 'InventoryHead/logisticsNo',
} as const satisfies Record<Missing, string>;

/** The instant after which a list accepted at `acceptedAt` no longer waits (DOC-10). */
export function waitsUntil(acceptedAt: Instant, waitDays: number): Instant {
  return acceptedAt + waitDays * DAY;
}

/**
 * Whether the list's three documents are there (DOC-1, DOC-11), in whatever order they came.
 * A list waits for its partners through the last millisecond of `waitDays` times 24 hours.
 */
export function matchCase(
  documents: CaseDocuments,
  at: Instant,
  parameters: { readonly waitDays: number },
): Match {
  const { list, order, payments, waybill, waybillHolder, arrivals } = documents;
  const payment = payments[0];
  if (order !== null && payment !== undefined && waybill !== null) {
    const matched = { list, order, payment, payments, waybill, waybillHolder, arrivals };
    return { state: 'complete', case: matched };
  }
  const missing = missingOf(documents);
  if (at <= waitsUntil(list.acceptedAt, parameters.waitDays)) return { state: 'waiting', missing };
  const findings = missing.map((kind) => matchFinding(MISSING_CODES[kind], MISSING_PATHS[kind]));
  return { state: 'expired', findings };
}

function missingOf({ order, payments, waybill }: CaseDocuments): Missing[] {
  const missing: Missing[] = [];
  if (order === null) missing.push('order');
  if (payments.length === 0) missing.push('payment');
  if (waybill === null) missing.push('waybill');
  return missing;
}
