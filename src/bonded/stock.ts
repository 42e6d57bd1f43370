import { assert } from '../base/assert.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { stockAccount } from '../registry/book.ts';
import type { LotTerms, Move } from './lot.ts';

/**
 * What one document does to the stock, as one: lots that begin, quantities that come and go, and
 * the postings of the books. Both sides say the same: of each account what is raised less what is
 * posted or taken directly is the sum of its moves.
 */
export type StockChange = {
  readonly lots: readonly LotTerms[];
  readonly moves: readonly Move[];
  readonly transfers: readonly Transfer[];
};

export const NO_CHANGE: StockChange = { lots: [], moves: [], transfers: [] };

/** Several changes as one. */
export function together(changes: readonly StockChange[]): StockChange {
  return {
    lots: changes.flatMap(({ lots }) => lots),
    moves: changes.flatMap(({ moves }) => moves),
    transfers: changes.flatMap(({ transfers }) => transfers),
  };
}

/** A quantity that comes in as a lot of its own. */
export function comesIn(lot: LotTerms, quantity: Scaled5, line: string): StockChange {
  const { bookNo, recordNo, lotNo, status, document } = lot;
  const move: Move = { bookNo, recordNo, lotNo, status, quantity, document, line };
  const account = stockAccount(bookNo, recordNo, status);
  const ref = `${document} ${line} ${lotNo}`;
  const raise: Transfer = { ...account, kind: 'raise', amount: quantity, ref, limit: null };
  return { lots: [lot], moves: [move], transfers: [raise] };
}

/** A quantity of a lot that goes out and was not promised before. */
export function goesOut(
  lot: Pick<LotTerms, 'bookNo' | 'recordNo' | 'lotNo' | 'status'>,
  quantity: Scaled5,
  { document, line }: { readonly document: string; readonly line: string },
): StockChange {
  const { bookNo, recordNo, lotNo, status } = lot;
  const move: Move = {
    ...{ bookNo, recordNo, lotNo, status, document, line },
    quantity: -quantity,
  };
  const account = stockAccount(bookNo, recordNo, status);
  const ref = `${document} ${line} ${lotNo}`;
  const taken: Transfer = { ...account, kind: 'direct', amount: quantity, ref, limit: 0n };
  return { lots: [], moves: [move], transfers: [taken] };
}

/** @throws Bug when the books would not say what the shelves say */
export function assertBalanced({ moves, transfers }: StockChange): void {
  const sums = new Map<string, bigint>();
  const add = ({ ledger, key }: { ledger: string; key: string }, amount: bigint) => {
    sums.set(`${ledger} ${key}`, (sums.get(`${ledger} ${key}`) ?? 0n) + amount);
  };
  for (const { bookNo, recordNo, status, quantity } of moves) {
    add(stockAccount(bookNo, recordNo, status), quantity);
  }
  for (const { ledger, key, kind, amount } of transfers) {
    assert(kind !== 'correct', 'stock is corrected by movements of its own');
    if (kind === 'raise') add({ ledger, key }, -amount);
    if (kind === 'direct' || kind === 'post') add({ ledger, key }, amount);
  }
  for (const [account, left] of sums) assert(left === 0n, `${account} moves with its lots`);
}
