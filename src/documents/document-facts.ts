import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import type { DocumentRef, OrderTerms, PaymentTerms, WaybillTerms } from './terms.ts';
import { decodeOrder, decodePayment, decodeWaybill } from './terms-codec.ts';
import type { TermsShelf } from './terms-shelf.ts';

/** A stored document with its place in the evidence. */
export type Stored<T> = {
  readonly terms: T;
  readonly ref: DocumentRef;
  readonly version: number;
  readonly acceptedAt: Instant;
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

const ORDERS = select('orders', 'ebp_code', 'order_no');
const PAYMENTS = select('payments', 'ebp_code', 'order_no');
const WAYBILLS = select('waybills', 'logistics_code', 'logistics_no');

/** The standing documents of many parcels, by order key or waybill key. */
export type DocumentFacts = {
  readonly orders: ReadonlyMap<string, Stored<OrderTerms>>;
  readonly payments: ReadonlyMap<string, readonly Stored<PaymentTerms>[]>;
  readonly waybills: ReadonlyMap<string, Stored<WaybillTerms>>;
};

/**
 * Loads what stands under the keys; deleted documents are not there. Three statements at once, and
 * those of the shelf for terms that are not at hand.
 */
export async function loadDocuments(
  sql: Sql,
  shelf: TermsShelf,
  orderKeys: readonly string[],
  waybillKeys: readonly string[],
): Promise<DocumentFacts> {
  const [orders, payments, waybills] = await Promise.all([
    sql.query<Row>(ORDERS, distinctColumns(orderKeys)),
    sql.query<Row>(PAYMENTS, distinctColumns(orderKeys)),
    sql.query<Row>(WAYBILLS, distinctColumns(waybillKeys)),
  ]);
  const kept = await shelf.read(sql, [...orders, ...payments, ...waybills].map(refOf));
  let next = 0;
  const stored = <T>(row: Row, decode: (text: string) => T): Stored<T> => ({
    terms: decode(present(kept[next++], 'terms of a document').text),
    ref: refOf(row),
    version: row.version,
    acceptedAt: row.accepted_at,
  });
  // In the order in which the terms were asked for.
  return {
    orders: new Map(orders.map((row) => [rowKey(row), stored(row, decodeOrder)])),
    payments: Map.groupBy(
      payments.map((row) => stored(row, decodePayment)),
      ({ terms }) => keyOf(terms.ebpCode, terms.orderNo),
    ),
    waybills: new Map(waybills.map((row) => [rowKey(row), stored(row, decodeWaybill)])),
  };
}

function rowKey(row: Row): string {
  return keyOf(row.first, row.second);
}

function refOf(row: Row): DocumentRef {
  return { messageId: row.message_id, record: row.record };
}
