import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import type { Stored } from './document-facts.ts';
import type { ShipmentTerms } from './export-terms.ts';
import { type Filing, filingKey } from './filing.ts';
import type { OtherTerms } from './terms.ts';
import { decodeOther } from './terms-codec.ts';
import type { TermsShelf } from './terms-shelf.ts';

const INSERT = `
  insert into documents.shipments (code, name, logistics_code, logistics_no)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
  on conflict do nothing`;

/**
 * Takes note which waybills the filed transport documents of exports name (CEB507, 607, 509), each
 * under the key of its document. Rows of an earlier version stay: its latest version says what it
 * names. One statement, none when no such document was filed.
 */
export async function storeShipments(tx: Sql, filings: readonly Filing[]): Promise<void> {
  const named = filings.flatMap(({ incoming, outcome }) => {
    const { said } = incoming.terms as OtherTerms;
    if (said?.kind !== 'shipment' || outcome.kind !== 'filed' || outcome.stored.deleted) return [];
    const document = filingKey(incoming);
    return [...waybillsOf(said.terms)].map((waybill) => ({ document, waybill }));
  });
  if (named.length === 0) return;
  const rows = inKeyOrder(named, ({ document, waybill }) => `${waybill} ${document}`);
  await tx.execute(INSERT, [
    ...keyColumns(rows.map(({ document }) => document)),
    ...keyColumns(rows.map(({ waybill }) => waybill)),
  ]);
}

/** The keys of the waybills that a transport document names. */
export function waybillsOf({ logisticsCode, waybills }: ShipmentTerms): Set<string> {
  return new Set(waybills.map(({ logisticsNo }) => keyOf(logisticsCode, logisticsNo)));
}

/** A transport document of exports that stands. */
export type StandingShipment = Stored<ShipmentTerms> & {
  /** Its key in `documents.others`. */
  readonly key: string;
  /** The firm whose numbers it is filed under. */
  readonly reporterCode: string;
  readonly preNo: string;
  /** Who gets its receipts. */
  readonly readers: readonly string[];
};

type Row = {
  logistics_code: string;
  logistics_no: string;
  code: string;
  name: string;
  message_id: string;
  record: number;
  version: number;
  pre_no: string | null;
  readers: string;
  accepted_at: Instant;
};

const LOAD = `
  select found.logistics_code, found.logistics_no, o.code, o.name, o.message_id, o.record,
    o.version, o.pre_no, o.readers, o.accepted_at
  from ${byKeys('documents.shipments', ['logistics_code', 'logistics_no'])}
  cross join lateral (
    select * from documents.others
    where code = found.code and name = found.name and not deleted offset 0
  ) o
  order by o.accepted_at, o.code, o.name`;

/**
 * The standing transport documents that name these waybills, by waybill key, the earliest first.
 * One statement, and those of the shelf.
 */
export async function loadShipments(
  sql: Sql,
  shelf: TermsShelf,
  waybillKeys: readonly string[],
): Promise<Map<string, StandingShipment[]>> {
  if (waybillKeys.length === 0) return new Map();
  const rows = await sql.query<Row>(LOAD, distinctColumns(waybillKeys));
  // One document may name all the waybills of a flight: it is read once.
  const documents = new Map(rows.map((row) => [keyOf(row.code, row.name), row]));
  const refs = [...documents.values()].map((row) => {
    return { messageId: row.message_id, record: row.record };
  });
  const kept = await shelf.read(sql, refs);
  const read = new Map(
    [...documents].map(([key, row], i) => {
      const shipment = standingOf(key, row, kept[i]!.text);
      return [key, { shipment, named: waybillsOf(shipment.terms) }] as const;
    }),
  );
  const found = rows.flatMap((row) => {
    const { shipment, named } = present(read.get(keyOf(row.code, row.name)), 'a shipment');
    const waybillKey = keyOf(row.logistics_code, row.logistics_no);
    return named.has(waybillKey) ? [{ waybillKey, shipment }] : [];
  });
  const by = Map.groupBy(found, ({ waybillKey }) => waybillKey);
  return new Map([...by].map(([key, some]) => [key, some.map(({ shipment }) => shipment)]));
}

function standingOf(key: string, row: Row, text: string): StandingShipment {
  const { said } = decodeOther(text);
  const terms = present(said?.kind === 'shipment' ? said.terms : null, 'terms of a shipment');
  return {
    key,
    terms,
    ref: { messageId: row.message_id, record: row.record },
    version: row.version,
    acceptedAt: row.accepted_at,
    reporterCode: row.code,
    preNo: row.pre_no ?? '',
    readers: row.readers.split(' '),
  };
}
