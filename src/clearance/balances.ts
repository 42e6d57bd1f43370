import type { AccountId, Transfer } from '../ledger/transfer.ts';
import { type Balance, balanceKey } from './facts.ts';

/** Balances as they move through a batch: later lists see what earlier ones took. */
export type RunningBalances = {
  /** The account as it stands now; null when it was never used. */
  readonly of: (account: AccountId) => Balance | null;
  readonly apply: (transfers: readonly Transfer[]) => void;
};

/** Running balances over loaded ones, which stay as they are. */
export function runningBalances(loaded: ReadonlyMap<string, Balance>): RunningBalances {
  const moved = new Map<string, Balance>();
  const at = (key: string) => moved.get(key) ?? loaded.get(key) ?? null;
  return {
    of: (account) => at(balanceKey(account)),
    apply: (transfers) => {
      for (const transfer of transfers) {
        const key = balanceKey(transfer);
        const before = at(key) ?? { limit: transfer.limit, pending: 0n, posted: 0n };
        moved.set(key, after(before, transfer));
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

function after(balance: Balance, { kind, amount }: Transfer): Balance {
  const { limit, pending, posted } = balance;
  switch (kind) {
    case 'reserve':
      return { limit, pending: pending + amount, posted };
    case 'post':
      return { limit, pending: pending - amount, posted: posted + amount };
    case 'void':
      return { limit, pending: pending - amount, posted };
    case 'direct':
      return { limit, pending, posted: posted + amount };
    case 'correct':
      return { limit, pending, posted: posted - amount };
  }
}
