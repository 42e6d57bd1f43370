import { expect, test } from 'vitest';
import { Bug } from '../base/assert.ts';
import { distinctTransfers, movementsOf } from './movement.ts';
import type { Transfer, TransferKind } from './transfer.ts';

const transfer = (
  kind: TransferKind,
  amount: bigint,
  change: Partial<Transfer> = {},
): Transfer => ({
  ledger: 'quota',
  key: 'k',
  ref: 'r',
  kind,
  amount,
  limit: null,
  ...change,
});

test('transfers of one account are summed and accounts come in order', () => {
  const movements = movementsOf([
    transfer('direct', 5n, { key: 'z' }),
    transfer('reserve', 7n, { limit: 30n }),
    transfer('post', 7n, { limit: 20n }),
    transfer('direct', 2n, { ref: 's' }),
    transfer('correct', 1n, { ledger: 'a' }),
    transfer('void', 3n, { ledger: 'b' }),
  ]);
  expect(movements).toEqual([
    { key: 'k', ledger: 'a', limit: null, pending: 0n, posted: -1n },
    { key: 'k', ledger: 'b', limit: null, pending: -3n, posted: 0n },
    { key: 'k', ledger: 'quota', limit: 20n, pending: 0n, posted: 9n },
    { key: 'z', ledger: 'quota', limit: null, pending: 0n, posted: 5n },
  ]);
});

test('repeats within one batch count once', () => {
  const twice = [transfer('reserve', 7n), transfer('reserve', 7n)];
  expect(distinctTransfers(twice)).toEqual([transfer('reserve', 7n)]);
});

test('what can only be a mistake is a bug', () => {
  const bad: Transfer[][] = [
    [transfer('direct', 0n)],
    [transfer('direct', -1n)],
    [transfer('direct', 10n ** 18n)],
    [transfer('direct', 1n), transfer('direct', 2n)],
    [transfer('post', 1n), transfer('void', 1n)],
  ];
  for (const transfers of bad) expect(() => distinctTransfers(transfers)).toThrow(Bug);
});
