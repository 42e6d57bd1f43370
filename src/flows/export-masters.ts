import { keyOf, partsOf } from '../base/keys.ts';
import type { ShipmentTerms } from '../documents/export-terms.ts';
import { waybillsOf } from '../documents/shipment-store.ts';
import { type HeldWaybill, listsOfWaybills } from '../export/case-lookup.ts';
import { decideMaster, type ParcelFacts, type Parcels } from '../export/transport.ts';
import { dropMaster, storeMaster } from '../export/transport-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { AskedExport, SettledExport, SettledKind } from './export-asked.ts';

/** A transport document among requests. */
export type AskedShipment = { readonly document: AskedExport; readonly terms: ShipmentTerms };

/** The lists that hold waybills, by waybill key; what a document does shows to the next ones. */
export type HeldWaybills = Map<string, HeldWaybill>;

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

/** The lists that hold the waybills of these documents. One statement. */
export async function heldOf(tx: Sql, shipments: readonly AskedShipment[]): Promise<HeldWaybills> {
  const keys = new Set(shipments.flatMap(({ terms }) => [...waybillsOf(terms)]));
  return listsOfWaybills(tx, [...keys]);
}

/** The parcels that a document names and that have a list, by waybill number. */
export function parcelsOf(terms: ShipmentTerms, held: HeldWaybills): Parcels {
  return new Map(
    terms.waybills.flatMap(({ logisticsNo }) => {
      const list = held.get(keyOf(terms.logisticsCode, logisticsNo));
      return list === undefined ? [] : [[logisticsNo, factsOf(list)] as const];
    }),
  );
}

function factsOf({ gross, masterCode, masterName, billNo, ...list }: HeldWaybill): ParcelFacts {
  const master =
    masterName === null ? null : { billNo: billNo ?? '', key: keyOf(masterCode ?? '', masterName) };
  // Who waits for nothing but the arrival is at 400; everybody else has arrived, or need not.
  return { ...list, grossWeight: gross, arrived: list.state !== '400', master };
}

/**
 * Decides master waybills (CEB607) and puts the parcels of granted ones under them; a deleted one
 * lets its parcels go. Of two that name one parcel the second is refused.
 * @throws CaseRace when another process was faster
 */
export async function settleMasters(tx: Sql, asked: readonly AskedExport[]): Promise<SettledKind> {
  const masters = shipmentsIn(asked, 'master');
  const held = await heldOf(tx, masters);
  const settled: SettledExport[] = [];
  for (const { document, terms } of masters) {
    const { key, deleted } = document;
    const findings = deleted ? [] : decideMaster(terms, key, parcelsOf(terms, held));
    settled.push({ document, findings, listNo: '', granted: '120' });
    if (findings.length > 0) continue;
    if (deleted) await dropMaster(tx, key);
    else await putUnder({ document, terms }, held, tx);
  }
  return { settled, receipts: new Map() };
}

async function putUnder(
  { document: { key }, terms }: AskedShipment,
  held: HeldWaybills,
  tx: Sql,
): Promise<void> {
  const [masterCode, masterName] = partsOf(key);
  const billNo = terms.billNo ?? '';
  const listNos: string[] = [];
  for (const waybillKey of waybillsOf(terms)) {
    const list = held.get(waybillKey);
    if (list === undefined || list.state === '899') continue;
    held.set(waybillKey, { ...list, masterCode, masterName, billNo });
    listNos.push(list.listNo);
  }
  await storeMaster(tx, { key, billNo, listNos });
}
