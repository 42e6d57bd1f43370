import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type { WaybillClaim } from '../documents/case-guards.ts';
import { loadExportDocuments } from '../documents/export-facts.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import { loadShipments, type StandingShipment } from '../documents/shipment-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import { loadExportClaims } from '../export/case-store.ts';
import type { Sql } from '../io/postgres.ts';
import { type ExportMatch, matchExport } from '../matching/export-match.ts';

/** An export list compared with what has arrived for it. */
export type MatchedExport = {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly list: FiledExportList;
  readonly claim: WaybillClaim | undefined;
  /** The arrival documents that name its waybill; none where none is asked for. */
  readonly arrivals: readonly StandingShipment[];
  readonly match: ExportMatch;
};

/** What the law of the day asks of the documents of a list. */
export type MatchLaw = { readonly waitDays: number; readonly arrival: boolean };

/**
 * Looks up the documents of export lists and matches them: five statements in one turn, whatever
 * the number.
 * @param lists by order key
 * @param own list numbers by order key: a waybill that a list holds itself is free for it
 */
export async function matchExports(
  tx: Sql,
  shelf: TermsShelf,
  lists: ReadonlyMap<string, FiledExportList>,
  at: Instant,
  law: MatchLaw,
  own: ReadonlyMap<string, string> = new Map(),
): Promise<MatchedExport[]> {
  if (lists.size === 0) return [];
  const waybillKeys = [...lists.values()].map(exportWaybillKey);
  // The claims come before the documents: a change that lands in between moves the epoch, and the
  // decision on the old documents is refused by its guard.
  const [claims, documents, shipments] = await Promise.all([
    loadExportClaims(tx, waybillKeys),
    loadExportDocuments(tx, shelf, [...lists.keys()], waybillKeys),
    law.arrival ? loadShipments(tx, shelf, waybillKeys) : NONE,
  ]);
  return [...lists].map(([orderKey, list]) => {
    const waybillKey = exportWaybillKey(list);
    const claim = claims.get(waybillKey);
    const holder = claim?.listNo ?? null;
    const arrivals = arrivalsIn(shipments.get(waybillKey) ?? []);
    const found = {
      list,
      arrivals,
      order: documents.orders.get(orderKey) ?? null,
      collection: documents.collections.get(orderKey) ?? null,
      waybill: documents.waybills.get(waybillKey) ?? null,
      waybillHolder: holder === own.get(orderKey) ? null : holder,
    };
    return { orderKey, waybillKey, list, claim, arrivals, match: matchExport(found, at, law) };
  });
}

const NONE: ReadonlyMap<string, readonly StandingShipment[]> = new Map();

/** The arrivals (CEB507) among transport documents. */
export function arrivalsIn(shipments: readonly StandingShipment[]): StandingShipment[] {
  return shipments.filter(({ terms }) => terms.kind === 'arrival');
}

/** The key of the waybill that a list names. */
export function exportWaybillKey({ terms }: Pick<FiledExportList, 'terms'>): string {
  return keyOf(terms.logisticsCode, terms.logisticsNo);
}
