import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { StockUse } from '../matching/stock.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { ExportStatus } from './states.ts';

/** States in which a list has passed everything and a person has to say what becomes of it. */
export const EXPORT_IN_HAND: readonly ExportStatus[] = ['300', '500', '501', '502'];

/** What the goods are worth in yuan, FOB, by the rates of the day of the decision. */
export type ExportValue = {
  readonly channel: ExportChannel;
  /** The sum of the lines. */
  readonly fob: Fen;
  /** Each rounded half up on its own, in the order of the list. */
  readonly lines: readonly { readonly gnum: number; readonly fob: Fen }[];
};

/** One decision with its reasons. */
export type ExportVerdict = {
  readonly status: ExportStatus;
  /** In the order of precedence; the first one gives the receipt's code. Empty when released. */
  readonly findings: readonly Finding[];
  /** Null for a list that is returned. */
  readonly value: ExportValue | null;
  /** What the list takes from stock, and what was there; left out where it takes nothing. */
  readonly stock?: readonly StockUse[];
};
