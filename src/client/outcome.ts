import type { WireReceipt } from './wire.ts';

/** Where one document stands, after all receipts seen so far. */
export type DocumentState = {
  readonly receipt: WireReceipt;
  /** Numbers that customs gave, collected over all receipts: preNo, invtNo and the other keys. */
  readonly keys: Readonly<Record<string, string>>;
};

/** States by document, as `documentKey` names it. */
export type DocumentStates = Map<string, DocumentState>;

/**
 * Steps of the way by returnStatus. Errors rank below the customs stage: a resent document gives
 * "exists already" although the first one succeeded, and that must not undo what was reached
 * (NOTES section 5).
 */
const RANKS: Readonly<Record<string, number>> = {
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '120': 10,
  '300': 11,
  '400': 12,
  '600': 13,
  '500': 14,
  '501': 15,
  '502': 15,
  '503': 15,
  '599': 15,
  '100': 20,
  '700': 20,
  '800': 20,
  '899': 21,
  '399': 22,
};
const ERROR_RANK = 5;

/** The guid of the record, or type and keys when a receipt has none. */
export function documentKey({ recordGuid, type, keys }: WireReceipt): string {
  if (recordGuid !== null) return recordGuid.toUpperCase();
  return [type, keys.copNo ?? keys.orderNo ?? keys.logisticsNo ?? keys.payTransactionId].join(' ');
}

/** Takes receipts into the states, whatever their order; a state never goes back. */
export function foldReceipts(states: DocumentStates, receipts: readonly WireReceipt[]): void {
  for (const receipt of receipts) {
    const key = documentKey(receipt);
    const before = states.get(key);
    if (before === undefined) {
      states.set(key, { receipt, keys: receipt.keys });
      continue;
    }
    const newer = isAhead(receipt, before.receipt);
    const keys = newer ? { ...before.keys, ...receipt.keys } : { ...receipt.keys, ...before.keys };
    states.set(key, { receipt: newer ? receipt : before.receipt, keys });
  }
}

function isAhead(receipt: WireReceipt, before: WireReceipt): boolean {
  const step = rankOf(receipt.status) - rankOf(before.status);
  if (step !== 0) return step > 0;
  return receipt.at === before.at ? receipt.cursor > before.cursor : receipt.at > before.at;
}

function rankOf(status: string): number {
  return RANKS[status] ?? (status.startsWith('-') ? ERROR_RANK : 0);
}

/**
 * Whether nothing more is to come for the document by itself: an order, payment or waybill that
 * is stored or refused, a list that is released, returned, closed, held or refused.
 */
export function isSettled({ receipt }: DocumentState): boolean {
  const { type, status } = receipt;
  if (status.startsWith('-') || status === '1') return true;
  if (type !== 'CEB622') return rankOf(status) >= rankOf('120');
  return rankOf(status) >= rankOf('600') || status === '300';
}
