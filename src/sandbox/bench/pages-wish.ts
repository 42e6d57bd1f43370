import type { BusinessDate } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';

/** What the pages of the console are filled for. */
export type PagesWish = {
  readonly tx: Sql;
  /** Parcels that were cleared; everything else is in proportion to them. */
  readonly parcels: number;
  readonly day: BusinessDate;
  /** Whose lists stand returned, who pays, and who is asked for. */
  readonly agent: string;
  /** Of whose book and articles the pages are, and who keeps another one. */
  readonly keeper: string;
  readonly seller: string;
  readonly bookNo: string;
  readonly otherBook: string;
};
