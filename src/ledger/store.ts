import { assert } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type Applied, LedgerConflict } from './conflict.ts';
import {
  accountKey,
  byAccount,
  distinctTransfers,
  type Movement,
  movementKey,
  movementsOf,
  purposeKey,
  raisesOf,
} from './movement.ts';
import type { AccountId, Balance, Transfer, TransferKind } from './transfer.ts';

/**
 * Writes the transfers of one batch: all of them or, by throwing, none. At most three statements,
 * and one more when limits are raised.
 *
 * 1. The postings; those that exist already are left out, so a resend moves nothing. Then the
 *    raised limits, so that what comes in can go out in the same batch.
 * 2. One row an account, moved only while the balance stays within its limit. The row lock this
 *    takes lets one transaction after the other through each account.
 * 3. Only when something was repeated or a reserve was settled: the postings of the same
 *    purposes are read again, under that lock. Whoever comes second sees the first.
 *
 * Both writes go in the order of the keys, so two transactions wait for each other and do not
 * deadlock. Rejected: reading what exists first (a statement more on the common way), and
 * `for update` (does not work over several shards).
 * @param tx an open transaction (read committed) that the caller undoes when this throws.
 * @returns which transfers were written now and which had been before.
 * @throws LedgerConflict when the accounts refuse: read the facts again and decide again.
 * @throws Bug when a repeated transfer has another amount than the first time.
 */
export async function applyTransfers(
  tx: Sql,
  transfers: readonly Transfer[],
  at: Instant,
): Promise<Applied> {
  if (transfers.length === 0) return { applied: [], duplicates: [] };
  const asked = distinctTransfers(transfers);
  const written = await writePostings(tx, asked, at);
  const applied = asked.filter((transfer) => written.has(movementKey(transfer)));
  const duplicates = asked.filter((transfer) => !written.has(movementKey(transfer)));
  await raiseLimits(tx, raisesOf(applied));
  await moveAccounts(tx, movementsOf(applied));
  const doubtful = [...duplicates, ...applied.filter(settles)];
  if (doubtful.length > 0) checkSettled(doubtful, await readPostings(tx, doubtful));
  return { applied, duplicates };
}

type PostingKey = { key: string; ledger: string; ref: string; kind: TransferKind };
type Posting = PostingKey & { amount: bigint };

async function writePostings(
  tx: Sql,
  transfers: readonly Transfer[],
  at: Instant,
): Promise<Set<string>> {
  const rows = await tx.query<PostingKey>(
    `insert into ledger.postings (key, ledger, ref, kind, amount, at)
     select key, ledger, ref, kind, amount, $6::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
          as given (key, ledger, ref, kind, amount)
     on conflict (key, ledger, ref, kind) do nothing
     returning key, ledger, ref, kind`,
    [
      transfers.map((transfer) => transfer.key),
      transfers.map((transfer) => transfer.ledger),
      transfers.map((transfer) => transfer.ref),
      transfers.map((transfer) => transfer.kind),
      transfers.map((transfer) => transfer.amount),
      instantText(at),
    ],
  );
  return new Set(rows.map(movementKey));
}

type AccountRow = { key: string; ledger: string } & Balance;

async function raiseLimits(
  tx: Sql,
  raises: readonly (AccountId & { readonly amount: bigint })[],
): Promise<void> {
  if (raises.length === 0) return;
  await tx.execute(
    `insert into ledger.accounts as a (key, ledger, limit_amount, pending, posted)
     select key, ledger, amount, 0, 0
     from unnest($1::text[], $2::text[], $3::bigint[]) as given (key, ledger, amount)
     on conflict (key, ledger) do update set
       limit_amount = coalesce(a.limit_amount, 0) + excluded.limit_amount`,
    [
      raises.map(({ key }) => key),
      raises.map(({ ledger }) => ledger),
      raises.map(({ amount }) => amount),
    ],
  );
}

async function moveAccounts(tx: Sql, movements: readonly Movement[]): Promise<void> {
  if (movements.length === 0) return;
  const rows = await tx.query<AccountRow>(
    `insert into ledger.accounts as a (key, ledger, limit_amount, pending, posted)
     select key, ledger, limit_amount, pending, posted
     from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
          as given (key, ledger, limit_amount, pending, posted)
     on conflict (key, ledger) do update set
       pending = a.pending + excluded.pending,
       posted = a.posted + excluded.posted
     where a.pending + excluded.pending >= 0
       and a.posted + excluded.posted >= 0
       and (excluded.pending + excluded.posted <= 0
            or a.limit_amount is null
            or a.pending + a.posted + excluded.pending + excluded.posted <= a.limit_amount)
     returning key, ledger, limit_amount as limit, pending, posted`,
    [
      movements.map((movement) => movement.key),
      movements.map((movement) => movement.ledger),
      movements.map((movement) => movement.limit),
      movements.map((movement) => movement.pending),
      movements.map((movement) => movement.posted),
    ],
  );
  const moved = new Map(rows.map((row) => [accountKey(row), row]));
  const refused = movements.filter(
    (movement) => !isWithin(movement, moved.get(accountKey(movement))),
  );
  if (refused.length > 0) throw new LedgerConflict('limit', refused);
}

/**
 * A row that exists has passed the guard of the write. A row that was made now has not, it holds
 * the movement itself; the same conditions are asked of it here, before anybody else can see it.
 */
function isWithin(movement: Movement, row: AccountRow | undefined): boolean {
  if (row === undefined || row.pending < 0n || row.posted < 0n) return false;
  const grows = movement.pending + movement.posted > 0n;
  return !grows || row.limit === null || row.pending + row.posted <= row.limit;
}

const settles = ({ kind }: Pick<Transfer, 'kind'>): boolean => kind === 'post' || kind === 'void';

/** By purpose; `offset 0` keeps to one index look-up each, whatever the statistics say. */
async function readPostings(tx: Sql, transfers: readonly Purpose[]): Promise<Posting[]> {
  const purposes = [...new Map(transfers.map((one) => [purposeKey(one), one])).values()];
  return tx.query<Posting>(
    `select p.key, p.ledger, p.ref, p.kind, p.amount
     from unnest($1::text[], $2::text[], $3::text[]) as given (key, ledger, ref)
     cross join lateral (
       select * from ledger.postings
       where key = given.key and ledger = given.ledger and ref = given.ref offset 0
     ) as p`,
    [
      purposes.map((purpose) => purpose.key),
      purposes.map((purpose) => purpose.ledger),
      purposes.map((purpose) => purpose.ref),
    ],
  );
}

function checkSettled(transfers: readonly Transfer[], postings: readonly Posting[]): void {
  const amounts = new Map(postings.map((posting) => [movementKey(posting), posting.amount]));
  const amountOf = (transfer: Transfer, kind: TransferKind) =>
    amounts.get(movementKey({ ...transfer, kind }));
  const refused: Transfer[] = [];
  for (const transfer of transfers) {
    assert(amountOf(transfer, transfer.kind) === transfer.amount, 'a repeat has another amount');
    if (!settles(transfer)) continue;
    const reserved = amountOf(transfer, 'reserve');
    const both =
      amountOf(transfer, 'post') !== undefined && amountOf(transfer, 'void') !== undefined;
    if (reserved === undefined || both) refused.push(transfer);
    else assert(reserved === transfer.amount, 'a reserve is settled with another amount');
  }
  if (refused.length > 0) throw new LedgerConflict('settled', refused);
}

/** What a reserve is for: the account and the reference. */
export type Purpose = AccountId & { readonly ref: string };

/**
 * Which of these reserves are open, neither posted nor void, with their amounts; one statement or
 * none.
 */
export async function openReserves(
  sql: Sql,
  purposes: readonly Purpose[],
): Promise<(Purpose & { readonly amount: bigint })[]> {
  if (purposes.length === 0) return [];
  const postings = await readPostings(sql, purposes);
  const settled = new Set(postings.filter(settles).map(purposeKey));
  return postings.filter((one) => one.kind === 'reserve' && !settled.has(purposeKey(one)));
}

/**
 * The balances of a batch by `accountKey`, one statement. An account that nobody has used yet is
 * not in the answer: nothing is pending or posted on it, and its limit is the caller's to know.
 */
export async function balances(
  sql: Sql,
  accounts: readonly AccountId[],
): Promise<Map<string, Balance>> {
  if (accounts.length === 0) return new Map();
  const distinct = [...new Map(accounts.map((one) => [accountKey(one), one])).values()];
  const rows = await sql.query<AccountRow>(
    `select key, ledger, limit_amount as limit, pending, posted
     from ${byKeys('ledger.accounts', ['key', 'ledger'])}`,
    [distinct.map((account) => account.key), distinct.map((account) => account.ledger)],
  );
  return new Map(
    rows.map((row) => {
      const { pending, posted, limit } = row;
      return [accountKey(row), { pending, posted, limit }];
    }),
  );
}

/**
 * Sets limits, making accounts that do not exist; one statement; of two for one account the last
 * counts. A limit below what is used already stands: it refuses everything new, and what is
 * reserved can still be settled.
 * @returns how many limits were other than before.
 */
export async function setLimits(
  tx: Sql,
  limits: readonly { readonly account: AccountId; readonly limit: bigint | null }[],
): Promise<number> {
  if (limits.length === 0) return 0;
  const distinct = new Map(limits.map((one) => [accountKey(one.account), one]));
  const sorted = [...distinct.values()].sort((a, b) => byAccount(a.account, b.account));
  return tx.execute(
    `insert into ledger.accounts as a (key, ledger, limit_amount, pending, posted)
     select key, ledger, limit_amount, 0, 0
     from unnest($1::text[], $2::text[], $3::bigint[]) as given (key, ledger, limit_amount)
     on conflict (key, ledger) do update set limit_amount = excluded.limit_amount
     where a.limit_amount is distinct from excluded.limit_amount`,
    [
      sorted.map(({ account }) => account.key),
      sorted.map(({ account }) => account.ledger),
      sorted.map(({ limit }) => limit),
    ],
  );
}
