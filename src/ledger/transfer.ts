/**
 * The ledger knows accounts and amounts, no customs words. An account is (ledger, key); its
 * balance is `pending + posted`, kept at or below its limit by the write itself.
 * Each ledger has one contra account, which only exists as the sum of the others.
 */
export type AccountId = { readonly ledger: string; readonly key: string };

/** An account as it stands; `pending + posted` is used. `limit` null when there is none. */
export type Balance = {
  readonly limit: bigint | null;
  readonly pending: bigint;
  readonly posted: bigint;
};

/**
 * reserve: pending += amount. post: pending -= amount, posted += amount of an earlier reserve.
 * void: pending -= amount of an earlier reserve. direct: posted += amount in one step.
 * correct: posted -= amount, a later correction (never an update). raise: the limit += amount, on
 * accounts whose limit is itself the sum of what was put in.
 */
export type TransferKind = 'reserve' | 'post' | 'void' | 'direct' | 'correct' | 'raise';

/** One movement. (account, ref, kind) happens at most once: a resend changes nothing. */
export type Transfer = AccountId & {
  readonly kind: TransferKind;
  /** Positive, in the ledger's unit (fen, grams). */
  readonly amount: bigint;
  /** What it was for: the list number, or a unique name of the correction. */
  readonly ref: string;
  /** Limit to create the account with when it does not exist; null for none. Unused by `raise`. */
  readonly limit: bigint | null;
};
