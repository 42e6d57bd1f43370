/** Bonded stock of a special zone or a logistics centre: 1210, and 1239 outside its cities. */
const BONDED_MODES: readonly string[] = ['1210', '1239'];
/** Direct purchase: the parcel comes from abroad. */
export const DIRECT_MODE = '9610';
/** Where first-import permits are asked for (CLS-7). */
export const FIRST_IMPORT_MODE = '1239';
/** Country of departure of a parcel from bonded stock. */
export const CHINA = '142';

/** Whether the parcel leaves bonded stock. */
export function isBonded(tradeMode: string): boolean {
  return BONDED_MODES.includes(tradeMode);
}
