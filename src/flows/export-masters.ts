import { keyOf } from '../base/keys.ts';
import { waybillsOf } from '../documents/shipment-store.ts';
import { type HeldWaybill, listsOfWaybills } from '../export/case-lookup.ts';
import { decideMaster, type TransportParcel } from '../export/transport.ts';
import { dropMaster, storeMasters } from '../export/transport-store.ts';
import type { ShipmentTerms } from '../documents/export-terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { AskedExport, RequestFrame, SettledExport, SettledKind } from './export-requests.ts';

/** A transport document among requests. */
export type AskedShipment = { readonly document: AskedExport; readonly terms: ShipmentTerms };

/** The transport documents of a kind among requests, in their order. */
export function shipmentsIn(
  asked: readonly AskedExport[],
  kind: ShipmentTerms['kind'],
): AskedShipment[] {
  return asked.flatMap((document) => {
    const { said } = document.terms;
    if (said?.kind !== 'shipment' || said.terms.kind !== kind) return [];
    return [{ document, terms: said.terms }];
  });
}

/** The parcels that a document names, in its order; null for waybills that no list holds. */
export function parcelsOf(
  terms: ShipmentTerms,
  held: ReadonlyMap<string, HeldWaybill>,
): TransportParcel[] {
  return terms.waybills.map((named) => {
    const list = held.get(keyOf(terms.logisticsCode, named.logisticsNo)) ?? null;
    return { ...named, list: list === null ? null : standingOf(list) };
  });
}

function standingOf(list: HeldWaybill) {
  const { masterCode, masterName, departureCode, departureName } = list;
  return {
    ...list,
    masterKey: masterName === null ? null : keyOf(masterCode ?? '', masterName),
    departureKey: departureName === null ? null : keyOf(departureCode ?? '', departureName),
  };
}

/**
 * Decides master waybills (CEB607) and puts the parcels of granted ones under them. Of two that
 * name one parcel the second is refused.
 * @throws CaseRace when another process was faster
 */
export async function settleMasters(
  tx: Sql,
  { at }: RequestFrame,
  asked: readonly AskedExport[],
): Promise<SettledKind> {
  const masters = shipmentsIn(asked, 'master');
  const deleted = masters.filter(({ document }) => document.deleted);
  for (const { document } of deleted) await dropMaster(tx, document.key);
  const open = masters.filter(({ document }) => !document.deleted);
  const held = await listsOfWaybills(tx, open.flatMap(({ terms }) => [...waybillsOf(terms)]));
  const settled: SettledExport[] = deleted.map(({ document }) => {
    return { document, findings: [], listNo: '', granted: '399' };
  });
  for (const { document, terms } of open) {
    const findings = decideMaster(document.key, terms, parcelsOf(terms, held), at);
    settled.push({ document, findings, listNo: '', granted: '120' });
    if (findings.length > 0) continue;
    for (const key of waybillsOf(terms)) takeOver(held, key, document.key, terms.billNo);
  }
  const granted = open.filter(({ document }) => {
    return settled.some((one) => one.document === document && one.findings.length === 0);
  });
  await storeMasters(
    tx,
    granted.map(({ document, terms }) => ({
      key: document.key,
      billNo: terms.billNo ?? '',
      listNos: openLists(terms, held),
    })),
  );
  return { settled, receipts: new Map() };
}

function takeOver(
  held: Map<string, HeldWaybill>,
  waybillKey: string,
  document: string,
  billNo: string | null,
): void {
  const list = held.get(waybillKey);
  if (list === undefined) return;
  const [masterCode = '', masterName = ''] = document.split('\u0001');
  held.set(waybillKey, { ...list, masterCode, masterName, billNo });
}

/** The lists of parcels that have not left yet. */
function openLists(terms: ShipmentTerms, held: ReadonlyMap<string, HeldWaybill>): string[] {
  return [...waybillsOf(terms)].flatMap((key) => {
    const list = held.get(key);
    return list === undefined || list.state === '899' ? [] : [list.listNo];
  });
}
