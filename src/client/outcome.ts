import type { WireReceipt } from './wire.ts';

/** Where one document stands, after all receipts seen so far. */
export type DocumentState = {
  readonly receipt: WireReceipt;
  /** Numbers that customs gave, collected over all receipts: preNo, invtNo and the other keys. */
  readonly keys: Readonly<Record<string, string>>;
};

/**
 * States by document: the guid of its record in capitals. Receipts of the customs stage name a
 * list by preNo alone, which an earlier receipt ties to the guid; until that one has come the
 * state stands under the preNo.
 */
export type DocumentStates = {
  readonly byKey: Map<string, DocumentState>;
  readonly guidOfPreNo: Map<string, string>;
};

/** No document yet. */
export function noStates(): DocumentStates {
  return { byKey: new Map(), guidOfPreNo: new Map() };
}

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
const STORED = 10;
const HELD = 13;
const DECIDED = 20;

/**
 * Takes receipts into the states, whatever their order; a state never goes back.
 * @returns the keys of the documents they belong to.
 */
export function foldReceipts(states: DocumentStates, receipts: readonly WireReceipt[]): string[] {
  return receipts.map((receipt) => {
    const key = documentKey(states, receipt);
    states.byKey.set(key, merged(states.byKey.get(key), receipt));
    return key;
  });
}

function documentKey(states: DocumentStates, { recordGuid, type, keys }: WireReceipt): string {
  const { preNo } = keys;
  if (recordGuid === null) {
    if (preNo !== undefined) return states.guidOfPreNo.get(preNo) ?? preNo;
    return [type, ...Object.values(keys)].join(' ');
  }
  const guid = recordGuid.toUpperCase();
  if (preNo !== undefined && !states.guidOfPreNo.has(preNo)) {
    states.guidOfPreNo.set(preNo, guid);
    moveState(states, preNo, guid);
  }
  return guid;
}

// What came before its guid was known now stands under the guid.
function moveState({ byKey }: DocumentStates, preNo: string, guid: string): void {
  const early = byKey.get(preNo);
  if (early === undefined) return;
  byKey.delete(preNo);
  byKey.set(guid, merged(byKey.get(guid), early.receipt));
}

function merged(before: DocumentState | undefined, receipt: WireReceipt): DocumentState {
  if (before === undefined) return { receipt, keys: receipt.keys };
  const newer = isAhead(receipt, before.receipt);
  const keys = newer ? { ...before.keys, ...receipt.keys } : { ...receipt.keys, ...before.keys };
  return { receipt: newer ? receipt : before.receipt, keys };
}

function isAhead(receipt: WireReceipt, before: WireReceipt): boolean {
  const step = rankOf(receipt) - rankOf(before);
  if (step !== 0) return step > 0;
  return receipt.at === before.at ? receipt.cursor > before.cursor : receipt.at > before.at;
}

function rankOf({ type, status }: Pick<WireReceipt, 'type' | 'status'>): number {
  // Of a document of a zone: stored at first, then whatever customs tells of it, in order of time.
  if (/^(INV|SAS)/.test(type)) return DECIDED;
  if (type === 'CommonResponeMessage' && status === '0') return STORED;
  return RANKS[status] ?? (status.startsWith('-') ? ERROR_RANK : 0);
}

/**
 * Whether nothing more is to come for the document by itself: an order, payment or waybill that
 * is stored or refused, a list that is released, returned, closed, held or refused.
 */
export function isSettled({ receipt }: DocumentState): boolean {
  const { type, status } = receipt;
  if (status.startsWith('-') || status === '1') return true;
  const rank = rankOf(receipt);
  if (type !== 'CEB622' && type !== 'CEB604') return rank >= STORED;
  return rank >= HELD || status === '300';
}

/**
 * Ends a reading of receipts (`until` of `follow`) when nothing more is to come for the documents
 * with these guids; what became of each then stands in `states`.
 */
export function untilSettled(
  states: DocumentStates,
  guids: readonly string[],
): (receipts: readonly WireReceipt[]) => boolean {
  return (receipts) => {
    foldReceipts(states, receipts);
    return guids.every((guid) => {
      const state = states.byKey.get(guid.toUpperCase());
      return state !== undefined && isSettled(state);
    });
  };
}
