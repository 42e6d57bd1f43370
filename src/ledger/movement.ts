import { assert } from '../base/assert.ts';
import { keyOf } from '../base/keys.ts';
import type { AccountId, Transfer, TransferKind } from './transfer.ts';

/** Far above any sum of money here, far below what the database's bigint holds. */
const MOST = 10n ** 17n;

/** An account as one text, for maps. */
export function accountKey({ ledger, key }: AccountId): string {
  return keyOf(ledger, key);
}

/** What a reserve and its outcome have in common: the account and what it was for. */
export function purposeKey(transfer: AccountId & { readonly ref: string }): string {
  return keyOf(accountKey(transfer), transfer.ref);
}

/** A movement as one text: (account, ref, kind) happens at most once. */
export function movementKey(transfer: AccountId & { ref: string; kind: TransferKind }): string {
  return keyOf(purposeKey(transfer), transfer.kind);
}

/** How one transfer moves the two halves of the balance; a raise moves neither. */
export function deltaOf({ kind, amount }: Transfer): { pending: bigint; posted: bigint } {
  switch (kind) {
    case 'raise':
      return { pending: 0n, posted: 0n };
    case 'reserve':
      return { pending: amount, posted: 0n };
    case 'post':
      return { pending: -amount, posted: amount };
    case 'void':
      return { pending: -amount, posted: 0n };
    case 'direct':
      return { pending: 0n, posted: amount };
    case 'correct':
      return { pending: 0n, posted: -amount };
  }
}

/** All transfers of one account together. */
export type Movement = AccountId & {
  readonly limit: bigint | null;
  readonly pending: bigint;
  readonly posted: bigint;
};

/** By how much the limit of each account goes up, in the order of `byAccount`. */
export function raisesOf(transfers: readonly Transfer[]): (AccountId & { amount: bigint })[] {
  const sums = new Map<string, AccountId & { amount: bigint }>();
  for (const { kind, ledger, key, amount } of transfers) {
    if (kind !== 'raise') continue;
    const account = accountKey({ ledger, key });
    sums.set(account, { ledger, key, amount: amount + (sums.get(account)?.amount ?? 0n) });
  }
  return [...sums.values()].sort(byAccount);
}

/** One movement an account, in the order of `byAccount`; of several limits the lowest. */
export function movementsOf(transfers: readonly Transfer[]): Movement[] {
  const sums = new Map<string, Movement>();
  for (const transfer of transfers) {
    if (transfer.kind === 'raise') continue;
    const account = accountKey(transfer);
    const { ledger, key, limit } = transfer;
    const { pending, posted } = deltaOf(transfer);
    const sum = sums.get(account);
    const moved = { ledger, key, limit, pending, posted };
    if (sum !== undefined) {
      moved.limit = lower(sum.limit, limit);
      moved.pending += sum.pending;
      moved.posted += sum.posted;
    }
    sums.set(account, moved);
  }
  return [...sums.values()].sort(byAccount);
}

function lower(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return b < a ? b : a;
}

/** The order in which every transaction locks accounts, so that two of them cannot deadlock. */
export function byAccount(a: AccountId, b: AccountId): number {
  return compare(a.key, b.key) || compare(a.ledger, b.ledger);
}

/** The order in which postings are written. */
function byMovement(a: Transfer, b: Transfer): number {
  return byAccount(a, b) || compare(a.ref, b.ref) || compare(a.kind, b.kind);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The transfers with repeats of the same movement taken out.
 * @throws Bug for amounts that are not positive, a movement twice with two amounts, and a reserve
 * that is both posted and voided.
 */
export function distinctTransfers(transfers: readonly Transfer[]): Transfer[] {
  const seen = new Map<string, Transfer>();
  for (const transfer of transfers) {
    const { amount } = transfer;
    assert(amount > 0n && amount <= MOST, 'a transfer moves a positive amount');
    const movement = movementKey(transfer);
    const same = seen.get(movement);
    assert(same === undefined || same.amount === amount, 'one movement has two amounts');
    seen.set(movement, transfer);
  }
  for (const transfer of seen.values()) {
    if (transfer.kind !== 'post') continue;
    const both = seen.has(movementKey({ ...transfer, kind: 'void' }));
    assert(!both, 'a reserve is posted and voided at once');
  }
  return [...seen.values()].sort(byMovement);
}
