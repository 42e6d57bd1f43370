import { Fault } from '../io/faults.ts';
import type { AccountId, Transfer } from './transfer.ts';

/**
 * Why transfers did not go through. limit: the account would pass its limit or fall below zero.
 * settled: the reserve is not there, or another transaction has posted or voided it.
 */
export type ConflictReason = 'limit' | 'settled';

/**
 * What was decided no longer holds: somebody else moved the accounts in the meantime. A retryable
 * fault: undo the transaction, read the facts again and decide again; the new decision sees the
 * balance that refused this one.
 */
export class LedgerConflict extends Fault {
  override name = 'LedgerConflict';
  readonly reason: ConflictReason;
  /** The accounts that refused. Keys may be hashes of persons: for look-ups, not for logs. */
  readonly refused: readonly AccountId[];

  constructor(reason: ConflictReason, refused: readonly AccountId[]) {
    super('database-conflict', `${refused.length} accounts refused: ${reason}.`);
    this.reason = reason;
    this.refused = refused;
  }
}

/** What `applyTransfers` did. */
export type Applied = {
  /** Written now. */
  readonly applied: readonly Transfer[];
  /** Written before with the same amount; nothing was done for these. */
  readonly duplicates: readonly Transfer[];
};
