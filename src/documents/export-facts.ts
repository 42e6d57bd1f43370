import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import type { Stored } from './document-facts.ts';
import type { CollectionTerms, ExportOrderTerms, ExportWaybillTerms } from './export-terms.ts';
import { decodeCollection, decodeExportOrder, decodeExportWaybill } from './export-terms-codec.ts';
import type { DocumentRef } from './terms.ts';
import type { TermsShelf } from './terms-shelf.ts';

/** The standing documents of many parcels that leave, by order key or waybill key. */
export type ExportDocuments = {
  readonly orders: ReadonlyMap<string, Stored<ExportOrderTerms>>;
  readonly collections: ReadonlyMap<string, Stored<CollectionTerms>>;
  readonly waybills: ReadonlyMap<string, Stored<ExportWaybillTerms>>;
};

type Row = {
  first: string;
  second: string;
  message_id: string;
  record: number;
  version: number;
  accepted_at: Instant;
};

const select = (table: string, first: string, second: string): string => `
  select ${first} as first, ${second} as second, message_id, record, version, accepted_at
  from ${byKeys(`documents.${table}`, [first, second], { tail: 'and not deleted offset 0' })}`;

const ORDERS = select('export_orders', 'ebp_code', 'order_no');
const COLLECTIONS = select('collections', 'ebp_code', 'order_no');
const WAYBILLS = select('export_waybills', 'logistics_code', 'logistics_no');

/**
 * Loads what stands under the keys; deleted documents are not there. Three statements at once, and
 * those of the shelf for terms that are not at hand.
 */
export async function loadExportDocuments(
  sql: Sql,
  shelf: TermsShelf,
  orderKeys: readonly string[],
  waybillKeys: readonly string[],
): Promise<ExportDocuments> {
  const [orders, collections, waybills] = await Promise.all([
    sql.query<Row>(ORDERS, distinctColumns(orderKeys)),
    sql.query<Row>(COLLECTIONS, distinctColumns(orderKeys)),
    sql.query<Row>(WAYBILLS, distinctColumns(waybillKeys)),
  ]);
  const kept = await shelf.read(sql, [...orders, ...collections, ...waybills].map(refOf));
  let next = 0;
  const byKey = <T>(rows: readonly Row[], decode: (text: string) => T) =>
    new Map(
      rows.map((row): [string, Stored<T>] => [
        keyOf(row.first, row.second),
        {
          terms: decode(present(kept[next++], 'terms of a document').text),
          ref: refOf(row),
          version: row.version,
          acceptedAt: row.accepted_at,
        },
      ]),
    );
  // In the order in which the terms were asked for.
  return {
    orders: byKey(orders, decodeExportOrder),
    collections: byKey(collections, decodeCollection),
    waybills: byKey(waybills, decodeExportWaybill),
  };
}

function refOf(row: Row): DocumentRef {
  return { messageId: row.message_id, record: row.record };
}
