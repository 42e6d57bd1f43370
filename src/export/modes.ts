import type { ExportListTerms } from '../documents/export-terms.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import { isB2bMode } from '../registry/export-law.ts';

/** Parcels out of a special area: goods that a book keeps (EXP-8). */
export const AREA_MODE = '1210';
/** Goods for an overseas warehouse, not sold yet (B2B-1). */
export const STOCK_MODE = '9810';
/** No parcel is exported to here. */
export const CHINA = '142';

/** Sales to firms have a channel of their own (B2B-4); the flag of all others says it (EXP-2). */
export function channelOf({
  tradeMode,
  statisticsFlag,
}: Pick<ExportListTerms, 'tradeMode' | 'statisticsFlag'>): ExportChannel {
  if (isB2bMode(tradeMode)) return 'L';
  return statisticsFlag === 'A' ? 'A' : 'B';
}
