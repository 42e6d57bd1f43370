import type { Errand } from './errand.ts';

/** Goods that come through the gate, 0.00001 of the declared unit. */
export type Arrived = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly quantity: bigint;
  /** Whether the authority releases them; else they stay undeclared. */
  readonly released: boolean;
};

/** What happens to the bonded stock of a story beside sales and refunds. */
export type StockPlay = {
  readonly errands: readonly Errand[];
  readonly arrived: readonly Arrived[];
  /** Parcels that are driven to the gate, by position; whether each is sure to leave. */
  readonly leaving: ReadonlyMap<number, boolean>;
};
