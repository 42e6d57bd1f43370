/** Direct purchase: the parcel comes from abroad. */
export const DIRECT_MODE = '9610';
/** Where first-import permits are asked for (CLS-7). */
export const FIRST_IMPORT_MODE = '1239';
/** Country of departure of a parcel from bonded stock. */
export const CHINA = '142';
