/** Whether a list of a mode needs a collection (CEB403), may have one, or knows none. */
export type CollectionUse = 'needed' | 'optional' | 'none';

/**
 * Sales to firms (9710) may be paid elsewhere than on the platform, and goods on their way to an
 * overseas warehouse (9810) are not sold yet (B2B-3). All others are paid for (DOC-1, EXP-9).
 */
const USES: Readonly<Record<string, CollectionUse>> = { '9710': 'optional', '9810': 'none' };

/** What a list of the mode has to do with a collection. */
export function collectionUse(tradeMode: string): CollectionUse {
  return USES[tradeMode] ?? 'needed';
}

const ORDER_TYPES: Readonly<Record<string, string>> = { '9710': 'B', '9810': 'W' };

/** The type of order (CEB303 orderType) that belongs to the mode: `E` is a retail sale (B2B-3). */
export function orderTypeOf(tradeMode: string): string {
  return ORDER_TYPES[tradeMode] ?? 'E';
}
