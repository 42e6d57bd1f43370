import { asList, orderLike, waybillLike } from '../b2b/list-form.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type { WaybillClaim } from '../documents/case-guards.ts';
import { loadExportDocuments } from '../documents/export-facts.ts';
import { loadShipments } from '../documents/shipment-store.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import { loadExportClaims } from '../export/case-store.ts';
import { exportLawOf } from '../export/facts.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportDocuments, ExportMatched } from '../matching/export-case.ts';
import { collectionUse, orderTypeOf } from '../matching/export-modes.ts';
import { arrivalsIn } from './export-match.ts';
import type { RegistryView } from './registry-watch.ts';

/** A declaration to be compared with its documents. */
export type ToMatch = {
  readonly terms: DeclarationTerms;
  readonly preNo: string;
  readonly acceptedAt: Instant;
  /** Its own number: a waybill that it holds itself is free for it. */
  readonly entryId: string | null;
};

/** A declaration in the form of a list, with its documents and what holds its waybill. */
export type MatchedDeclaration = DeclaredCase & {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly claim: WaybillClaim | undefined;
};

/** A declaration in the form of a list, with its documents. */
export type DeclaredCase = {
  readonly hasOrder: boolean;
  readonly hasWaybill: boolean;
  /** Where a document is not on file one stands in that agrees, so that all else is told. */
  readonly matched: ExportMatched;
};

/** It stands in no message. */
const NOWHERE: DocumentRef = { messageId: '', record: 0 };

/**
 * Looks up the documents of customs declarations. Five statements, whatever the number.
 * @param at now, by whose law arrivals are asked for
 */
export async function matchDeclarations(
  tx: Sql,
  shelf: TermsShelf,
  declarations: readonly ToMatch[],
  { index, snapshot }: RegistryView,
  { at, date }: { readonly at: Instant; readonly date: string },
): Promise<MatchedDeclaration[]> {
  if (declarations.length === 0) return [];
  const orderKeys = declarations.map(({ terms }) => keyOf(terms.ebpCode, terms.orderNo));
  const waybillKeys = declarations.map(({ terms }) => {
    return keyOf(terms.logisticsCode, terms.logisticsNo);
  });
  // The claims come before the documents, as for lists: a change in between moves the epoch.
  const claims = await loadExportClaims(tx, waybillKeys);
  const { orders, collections, waybills } = await loadExportDocuments(
    tx,
    shelf,
    orderKeys,
    waybillKeys,
  );
  const { arrival } = exportLawOf(index, date);
  const shipments = arrival ? await loadShipments(tx, shelf, waybillKeys) : new Map();
  const nameOf = (code: string) => snapshot.enterprises.get(code)?.name ?? null;
  return declarations.map((one, i) => {
    const [orderKey, waybillKey] = [orderKeys[i]!, waybillKeys[i]!];
    const claim = claims.get(waybillKey);
    const holder = claim?.listNo ?? null;
    const filed = {
      order: orders.get(orderKey) ?? null,
      collection: collections.get(orderKey) ?? null,
      waybill: waybills.get(waybillKey) ?? null,
      waybillHolder: holder === one.entryId ? null : holder,
      arrivals: arrivalsIn(shipments.get(waybillKey) ?? []),
    };
    return { orderKey, waybillKey, claim, ...declaredCase(one, filed, nameOf, at) };
  });
}

/**
 * A declaration in the form of a list beside what is on file for it. Pure.
 * @param nameOf registered name of an enterprise, or null
 */
export function declaredCase(
  { terms, preNo, acceptedAt }: Omit<ToMatch, 'entryId'>,
  filed: Omit<ExportDocuments, 'list'>,
  nameOf: (code: string) => string | null,
  at: Instant,
): DeclaredCase {
  const { order, collection, waybill, waybillHolder, arrivals } = filed;
  const beside = { order: order?.terms ?? null, waybill: waybill?.terms ?? null, nameOf, at };
  const list = asList(terms, beside);
  const stored = { ref: NOWHERE, version: 1, acceptedAt };
  const paid = collectionUse(terms.tradeMode) !== 'none';
  const type = orderTypeOf(terms.tradeMode);
  return {
    ...{ hasOrder: order !== null, hasWaybill: waybill !== null },
    matched: {
      list: { terms: list, ref: NOWHERE, preNo, acceptedAt },
      order: order ?? { ...stored, terms: orderLike(list, type, acceptedAt) },
      collection: paid ? collection : null,
      waybill: waybill ?? { ...stored, terms: waybillLike(list) },
      ...{ waybillHolder, arrivals },
    },
  };
}
