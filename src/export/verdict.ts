import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';

/**
 * What customs decided for one export list: 800 released, 100 returned, 400 passed and waiting for
 * its arrival, 300 for a person to look at, 430 withdrawn by its declarant, 500 to be inspected;
 * what an inspection made of it: 501 detained, 502 handed to the anti-smuggling office, 599
 * destroyed, 700 given back to its seller; and 899 closed: it left the country.
 */
export type ExportStatus =
  | '100'
  | '300'
  | '400'
  | '430'
  | '500'
  | '501'
  | '502'
  | '599'
  | '700'
  | '800'
  | '899';

/** States in which a list has passed everything and a person has to say what becomes of it. */
export const EXPORT_IN_HAND: readonly ExportStatus[] = ['300', '500', '501', '502'];

/** States in which an order may be declared again, and its documents changed. */
export const EXPORT_ENDED: readonly string[] = ['100', '430'];

/**
 * A: simplified, with summary statistics. B: merged into the declarations of its month. L: the
 * list channel of sales to firms, with no declaration after it.
 */
export type ExportChannel = 'A' | 'B' | 'L';

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
};
