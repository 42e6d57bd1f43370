import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { Transfer } from '../ledger/transfer.ts';

/**
 * What clearance decided for one list: 800 released, 100 returned, 600 suspended (held until the
 * guarantee suffices or the identity is confirmed), 400 passed and waiting for its arrival, 300 for
 * a person to look at, 430 withdrawn by its declarant, 500 to be inspected; and what an inspection
 * made of it: 501 detained, 502 handed to the anti-smuggling office, 599 destroyed, 700 sent back
 * abroad.
 */
export type Status =
  | '100'
  | '300'
  | '400'
  | '430'
  | '500'
  | '501'
  | '502'
  | '599'
  | '600'
  | '700'
  | '800';

/** States in which a list has passed everything and a person has to say what becomes of it. */
export const IN_HAND: readonly Status[] = ['300', '500', '501', '502'];

/** States in which an order may be declared again, and its documents changed. */
export const ENDED: readonly string[] = ['100', '430'];

/** The tax of one line, fen; each component rounded half up on its own (TAX-6). */
export type LineTax = {
  readonly gnum: number;
  readonly dutiablePrice: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
};

/** The tax of one list. `channel` full is the over-limit single article of TAX-10. */
export type TaxBill = {
  readonly channel: 'preferential' | 'full';
  readonly lines: readonly LineTax[];
  readonly dutiablePrice: Fen;
  readonly total: Fen;
};

/** One decision with its reasons, tax and the postings it asks for. */
export type Verdict = {
  readonly status: Status;
  /** In the order of precedence; the first one gives the receipt's code. Empty when released. */
  readonly findings: readonly Finding[];
  readonly tax: TaxBill | null;
  readonly transfers: readonly Transfer[];
};
