import { isoShanghai } from '../base/dates.ts';
import type { FiledReceipt } from './receipt.ts';

/** A receipt as the HTTP interface and the webhooks show it. */
export function receiptJson({ cursor, at, ...rest }: FiledReceipt) {
  return { ...rest, cursor: Number(cursor), at: isoShanghai(at) };
}
