import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { ExportDocuments, ExportMatched } from './export-case.ts';
import { type ExportMatchingCode, exportMatchFinding } from './export-codes.ts';
import { collectionUse } from './export-modes.ts';
import { waitsUntil } from './match.ts';

/** A document that an export list needs. */
export type ExportMissing = 'order' | 'collection' | 'waybill';

/** Where an export list stands: it waits, has waited too long, or can be decided. */
export type ExportMatch =
  | { readonly state: 'waiting'; readonly missing: readonly ExportMissing[] }
  | { readonly state: 'expired'; readonly findings: readonly Finding[] }
  | { readonly state: 'complete'; readonly case: ExportMatched };

/** The outcome when a document never came, and the list's field that names it. */
export const EXPORT_MISSING_CODES = {
  order: '-301003',
  collection: 'EXP-NO-COLLECTION',
  waybill: 'DOC-NO-WAYBILL',
} as const satisfies Record<ExportMissing, ExportMatchingCode>;

const MISSING_PATHS = {
  order: 'InventoryHead/orderNo',
  collection: 'InventoryHead/orderNo',
  waybill: 'InventoryHead/logisticsNo',
} as const satisfies Record<ExportMissing, string>;

/**
 * Whether the documents are there that the mode of the list needs (DOC-1, B2B-3), in whatever
 * order they came. A list waits for them through the last millisecond of `waitDays` times 24
 * hours. A collection that the mode does not know is left out of the case.
 */
export function matchExport(
  documents: ExportDocuments,
  at: Instant,
  parameters: { readonly waitDays: number },
): ExportMatch {
  const { list, order, waybill, waybillHolder, arrivals } = documents;
  const use = collectionUse(list.terms.tradeMode);
  const collection = use === 'none' ? null : documents.collection;
  if (order !== null && waybill !== null && (collection !== null || use !== 'needed')) {
    const matched = { list, order, collection, waybill, waybillHolder, arrivals };
    return { state: 'complete', case: matched };
  }
  const missing = missingOf(documents);
  if (at <= waitsUntil(list.acceptedAt, parameters.waitDays)) return { state: 'waiting', missing };
  const findings = missing.map((kind) => {
    return exportMatchFinding(EXPORT_MISSING_CODES[kind], MISSING_PATHS[kind]);
  });
  return { state: 'expired', findings };
}

function missingOf({ list, order, collection, waybill }: ExportDocuments): ExportMissing[] {
  const missing: ExportMissing[] = [];
  const use = collectionUse(list.terms.tradeMode);
  if (order === null) missing.push('order');
  if (collection === null && use === 'needed') missing.push('collection');
  if (waybill === null) missing.push('waybill');
  return missing;
}
