import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { keyOf } from '../base/keys.ts';
import { bookLineKey, type StockStatus } from '../registry/book.ts';

/** Where a lot is in the books: its book, line and number. */
export type LotId = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly lotNo: string;
};

/** A lot as one text, for maps. */
export function lotKey({ bookNo, recordNo, lotNo }: LotId): string {
  return keyOf(bookLineKey(bookNo, recordNo), lotNo);
}

/** What a lot is, which never changes: part of it that becomes something else is another lot. */
export type LotTerms = LotId & {
  readonly status: StockStatus;
  readonly owner: string;
  readonly location: string;
  /** The last day on which it may be sold; null for goods without a shelf life. */
  readonly expiresOn: BusinessDate | null;
  /** The document by which it came: `entry QD461226I000000001`. */
  readonly document: string;
  /** When the goods came, where they only change places; else a lot begins when it is written. */
  readonly since?: Instant;
};

/** A lot as it lies there. Quantities are in 0.00001 of the line's declared unit. */
export type Lot = LotTerms & { readonly openedAt: Instant; readonly quantity: Scaled5 };

/** A quantity of a lot that comes (above zero) or goes (below), by one line of a document. */
export type Move = LotId & {
  readonly status: StockStatus;
  readonly quantity: Scaled5;
  readonly document: string;
  readonly line: string;
};

/** Goods that came through the gate ahead of the release of their entry list. */
export function isAhead({ status }: Pick<LotTerms, 'status'>): boolean {
  return status === 'undeclared' || status === 'refund-pending';
}

/** Part of a lot that is taken. */
export type Picked = { readonly lot: Lot; readonly quantity: Scaled5 };

/** Whether goods may still be sold on a day (STK-12). */
export function isFresh({ expiresOn }: Pick<LotTerms, 'expiresOn'>, date: BusinessDate): boolean {
  return expiresOn === null || date <= expiresOn;
}

const SET_MARK = '-S';

/** The number of the lots that make up sets of one output of a processing order. */
export function setLotNo(paperNo: string, output: number): string {
  return `${paperNo}-${output}${SET_MARK}`;
}

/** Between the number of a lot and the place where part of it lies now. */
export const PLACE_MARK = '@';

/** The number that goods of a lot keep wherever they lie. */
export function rootOf(lotNo: string): string {
  return lotNo.split(PLACE_MARK, 1)[0] ?? lotNo;
}

/** Whether a lot is the share of one line of the book in sets. */
export function isOfSet({ lotNo, document }: Pick<Lot, 'lotNo' | 'document'>): boolean {
  return rootOf(lotNo).endsWith(SET_MARK) && document.startsWith('processing ');
}

/** Single goods before those in sets; first what expires first, then what came first. */
export function byTurn(a: Lot, b: Lot): number {
  const inSets = Number(isOfSet(a)) - Number(isOfSet(b));
  if (inSets !== 0) return inSets;
  const [first, second] = [a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31'];
  if (first !== second) return first < second ? -1 : 1;
  return a.openedAt - b.openedAt || (a.lotNo < b.lotNo ? -1 : 1);
}

/**
 * From which lots a quantity is taken, in turn. @returns what was found; it sums to less than
 * `quantity` when the lots do
 */
export function pick(lots: readonly Lot[], quantity: Scaled5): Picked[] {
  return pickFrom([lots], quantity);
}

/** The same from several groups of lots: from one when those before it have nothing left. */
export function pickFrom(groups: readonly (readonly Lot[])[], quantity: Scaled5): Picked[] {
  const picked: Picked[] = [];
  let left = quantity;
  for (const lot of groups.flatMap((lots) => [...lots].sort(byTurn))) {
    if (left === 0n) break;
    const rest = left - lot.quantity;
    const taken = rest > 0n ? lot.quantity : left;
    if (taken > 0n) picked.push({ lot, quantity: taken });
    left -= taken;
  }
  return picked;
}
