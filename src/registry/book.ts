import type { BusinessDate } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { keyOf } from '../base/keys.ts';
import { divideExact } from '../base/rounding.ts';

/** An account book (账册) that customs opened for goods of one enterprise in one warehouse. */
export type Book = {
  /** For example T4612W000001 (STK-1). */
  readonly bookNo: string;
  /** Whose goods these are. */
  readonly enterpriseCode: string;
  /** The enterprise in the zone that keeps the warehouse. */
  readonly areaCode: string;
  readonly customsCode: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** One line of a book: an article with its units. */
export type BookLine = {
  readonly bookNo: string;
  /** `itemRecordNo` of a parcel's list, `PutrecSeqno` of an entry list. */
  readonly recordNo: string;
  readonly itemNo: string;
  readonly hs: string;
  readonly name: string;
  readonly country: string;
  /** The declared unit, in which the line is counted (STK-7). */
  readonly unit: string;
  readonly unit1: string;
  /** First legal units in one declared unit. */
  readonly perUnit1: Scaled5;
  readonly unit2: string | null;
  readonly perUnit2: Scaled5 | null;
  /** Of one declared unit. */
  readonly price: Fen;
  readonly currency: string;
};

/** What one declared unit of a line is in legal units. */
export type BookUnits = Pick<BookLine, 'unit' | 'unit1' | 'perUnit1' | 'unit2' | 'perUnit2'>;

/** A line with the book it stands in. */
export type BookedLine = { readonly book: Book; readonly line: BookLine };

/** Goods that lay in the warehouse when the book was taken over. */
export type OpeningLot = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly lotNo: string;
  /** In the declared unit of the line. */
  readonly quantity: Scaled5;
  /** Whose the goods are. */
  readonly owner: string;
  readonly location: string;
  readonly expiresOn: BusinessDate | null;
};

/** Key of a line of a book. */
export function bookLineKey(bookNo: string, recordNo: string): string {
  return keyOf(bookNo, recordNo);
}

/**
 * Customs status of goods in the warehouse (STK-8). bonded: may be sold by parcel lists. domestic:
 * duty paid or of domestic origin. refund-pending: entered for export, refund on entry, its entry
 * list not released yet. returned: came back from a buyer, not yet fit for the shelf. display:
 * bonded, shown outside its place.
 * undeclared: through the gate, its entry list to follow. surplus: more than declared, waiting for
 * a decision. expired: past its shelf life. detained: held by customs.
 */
export const STOCK_STATUSES = [
  'bonded',
  'domestic',
  'refund-pending',
  'returned',
  'display',
  'undeclared',
  'surplus',
  'expired',
  'detained',
] as const;
export type StockStatus = (typeof STOCK_STATUSES)[number];

/**
 * The ledger account of a line's goods in one status: its limit is what came in, posted what went
 * out, pending what is promised. Made with limit 0, so that nothing leaves what never came.
 */
export function stockAccount(
  bookNo: string,
  recordNo: string,
  status: StockStatus = 'bonded',
): { readonly ledger: string; readonly key: string } {
  const ledger = status === 'bonded' ? 'stock' : `stock:${status}`;
  return { ledger, key: `${bookNo}:${recordNo}` };
}

/** Whether a book may be declared under on a day. */
export function isOpen({ from, until }: Pick<Book, 'from' | 'until'>, date: BusinessDate): boolean {
  return from <= date && (until === null || date < until);
}

const ONE = 100_000n;
/** Weight units in grams: kilogram, gram, tonne. */
const GRAMS: Readonly<Record<string, bigint>> = { '035': 1_000n, '036': 1n, '070': 1_000_000n };

/**
 * A quantity in the declared unit of a line, or null when it does not convert exactly: from the
 * declared unit itself, from a legal unit by what the line says one unit holds, and between units
 * of weight.
 */
export function declaredQuantity(line: BookUnits, quantity: Scaled5, unit: string): Scaled5 | null {
  if (unit === line.unit) return quantity;
  if (unit === line.unit1) return divideExact(quantity * ONE, line.perUnit1);
  if (unit === line.unit2 && line.perUnit2 !== null) {
    return divideExact(quantity * ONE, line.perUnit2);
  }
  const [from, to] = [GRAMS[unit], GRAMS[line.unit]];
  return from === undefined || to === undefined ? null : divideExact(quantity * from, to);
}
