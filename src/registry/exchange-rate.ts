import type { BusinessDate } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';

/** The yuan, in the code of the customs. */
export const YUAN = '142';

/** What one unit of a foreign currency is worth in yuan, for a period. */
export type ExchangeRate = {
  /** Code of three digits, as in the messages: 502 is the dollar of the USA. */
  readonly currency: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
  readonly rate: Rate;
  /** Who says so. */
  readonly source: string;
};
