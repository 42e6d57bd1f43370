import type { BusinessDate } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';

/** What shows that a seller may use a warehouse: it owns it, or it has leased room in it. */
export const WAREHOUSE_PROOFS = ['own', 'lease'] as const;

/** A warehouse abroad that a seller has on file with customs, for exports of 9810 (B2B-2). */
export type OverseasWarehouse = {
  /** The seller; a number is its own, for several may lease room in one warehouse. */
  readonly enterpriseCode: string;
  readonly number: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
  readonly name: string;
  /** Code of three digits, as in the messages: 502 is the USA. */
  readonly country: string;
  readonly proof: (typeof WAREHOUSE_PROOFS)[number];
};

/** Under which a seller has a warehouse on file, however often. */
export function warehouseKey({
  enterpriseCode,
  number,
}: Pick<OverseasWarehouse, 'enterpriseCode' | 'number'>): string {
  return keyOf(enterpriseCode, number);
}
