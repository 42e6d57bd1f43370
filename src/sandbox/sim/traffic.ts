import type { Errand } from './errand.ts';

/** One declared unit of a line. */
export const UNIT = 100_000n;

/** Goods of one line of a book, 0.00001 of its declared unit. */
export type LineGoods = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly quantity: bigint;
};

/** What is counted of a line: what came in as bonded, is gone, and lies there as something else. */
export type Side = 'in' | 'gone' | 'undeclared' | 'display';

/** What an errand adds to a line of a book, or takes away. */
export type Effect = LineGoods & { readonly side: Side };

/** What happens to the bonded stock of a story beside sales and refunds. */
export type StockPlay = {
  readonly errands: readonly Errand[];
  readonly effects: readonly Effect[];
  /** Parcels that are driven to the gate, by position; whether each is sure to leave. */
  readonly leaving: ReadonlyMap<number, boolean>;
};
