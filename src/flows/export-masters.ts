import { type Declared, declarationsOfWaybills } from '../b2b/lookup.ts';
import { putUnderMaster } from '../b2b/store.ts';
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

/** A customs declaration that holds a waybill, under its customs number. */
export type HeldDeclaration = Declared & { readonly listNo: string };

/** What holds a waybill. */
export type HeldParcel = HeldWaybill | HeldDeclaration;

/** Whether a declaration holds it, and no list. */
export function isDeclaration(held: HeldParcel): held is HeldDeclaration {
  return 'declSeqNo' in held;
}

/**
 * The lists and declarations that hold waybills, by waybill key; what a document does shows to the
 * next ones.
 */
export type HeldWaybills = Map<string, HeldParcel>;

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

/** The lists and declarations that hold the waybills of these documents. Two statements. */
export async function heldOf(tx: Sql, shipments: readonly AskedShipment[]): Promise<HeldWaybills> {
  const keys = [...new Set(shipments.flatMap(({ terms }) => [...waybillsOf(terms)]))];
  const held: HeldWaybills = new Map(await listsOfWaybills(tx, keys));
  for (const [key, declared] of await declarationsOfWaybills(tx, keys)) {
    held.set(key, { ...declared, listNo: declared.entryId ?? '' });
  }
  return held;
}

/** The parcels that a document names and that have a list or declaration, by waybill number. */
export function parcelsOf(terms: ShipmentTerms, held: HeldWaybills): Parcels {
  return new Map(
    terms.waybills.flatMap(({ logisticsNo }) => {
      const list = held.get(keyOf(terms.logisticsCode, logisticsNo));
      return list === undefined ? [] : [[logisticsNo, factsOf(list)] as const];
    }),
  );
}

function factsOf({ gross, masterCode, masterName, billNo, ...list }: HeldParcel): ParcelFacts {
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
    if (deleted) await letGo(tx, key);
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
  const entryIds: string[] = [];
  for (const waybillKey of waybillsOf(terms)) {
    const list = held.get(waybillKey);
    if (list === undefined || list.state === '899') continue;
    held.set(waybillKey, { ...list, masterCode, masterName, billNo });
    (isDeclaration(list) ? entryIds : listNos).push(list.listNo);
  }
  await storeMaster(tx, { key, billNo, listNos });
  await putUnderMaster(tx, { code: masterCode, name: masterName, billNo, entryIds });
}

async function letGo(tx: Sql, key: string): Promise<void> {
  await dropMaster(tx, key);
  const [code, name] = partsOf(key);
  await putUnderMaster(tx, { code, name, billNo: '', entryIds: [] });
}
