import { deltaOf } from './movement.ts';
import type { AccountId, Balance, Transfer } from './transfer.ts';

/** Key of an account among balances, as it is kept with decisions. */
export function balanceKey(account: AccountId): string {
  return `${account.ledger}|${account.key}`;
}

/** Balances as they move through a batch: later lists see what earlier ones took. */
export type RunningBalances = {
  /** The account as it stands now; null when it was never used. */
  readonly of: (account: AccountId) => Balance | null;
  readonly apply: (transfers: readonly Transfer[]) => void;
};

const UNUSED = { pending: 0n, posted: 0n };

/** Running balances over loaded ones, which stay as they are. */
export function runningBalances(loaded: ReadonlyMap<string, Balance>): RunningBalances {
  const moved = new Map<string, Balance>();
  const at = (key: string) => moved.get(key) ?? loaded.get(key) ?? null;
  return {
    of: (account) => at(balanceKey(account)),
    apply: (transfers) => {
      for (const transfer of transfers) {
        const key = balanceKey(transfer);
        const { limit, pending, posted } = at(key) ?? { ...UNUSED, limit: transfer.limit };
        const delta = deltaOf(transfer);
        moved.set(key, { limit, pending: pending + delta.pending, posted: posted + delta.posted });
      }
    },
  };
}

/** What is taken from the account. */
export function usedOf(balance: Balance | null): bigint {
  return balance === null ? 0n : balance.pending + balance.posted;
}

/**
 * The limit to decide by: the law of the day, but never above the account's own, which the
 * ledger's write enforces.
 */
export function limitOf(balance: Balance | null, lawful: bigint): bigint {
  const own = balance?.limit ?? null;
  return own === null || lawful < own ? lawful : own;
}
