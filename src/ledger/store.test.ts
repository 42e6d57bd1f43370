import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Bug } from '../base/assert.ts';
import { connect, countStatements, type Database, type Sql } from '../io/postgres.ts';
import { LedgerConflict } from './conflict.ts';
import { accountKey } from './movement.ts';
import { applyTransfers, balances, setLimits } from './store.ts';
import type { AccountId, Balance, Transfer, TransferKind } from './transfer.ts';

const AT = Date.parse('2026-09-18T04:00:00Z');
const ACCOUNT: AccountId = { ledger: 'quota', key: 'k' };

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(() => own.db.script('truncate ledger.accounts, ledger.postings'));

const transfer = (
  kind: TransferKind,
  amount: bigint,
  change: Partial<Transfer> = {},
): Transfer => ({
  ...ACCOUNT,
  ref: 'r',
  kind,
  amount,
  limit: 100n,
  ...change,
});

const apply = (...transfers: Transfer[]) =>
  own.db.transaction((tx) => applyTransfers(tx, transfers, AT));
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

async function balanceOf(account: AccountId, sql: Sql = own.db): Promise<Balance | undefined> {
  return (await balances(sql, [account])).get(accountKey(account));
}

/** Recomputed from the postings by the database itself. */
const SUMS = `
  select key, ledger,
    sum(case kind when 'reserve' then amount when 'post' then -amount when 'void' then -amount
        else 0 end)::bigint as pending,
    sum(case kind when 'post' then amount when 'direct' then amount when 'correct' then -amount
        else 0 end)::bigint as posted
  from ledger.postings group by key, ledger`;

async function expectBalanced(): Promise<void> {
  const wrong = await own.db.query(
    `select * from ledger.accounts a full join (${SUMS}) s using (key, ledger)
     where coalesce(a.pending, 0) <> coalesce(s.pending, 0)
        or coalesce(a.posted, 0) <> coalesce(s.posted, 0)
        or a.pending < 0 or a.posted < 0`,
  );
  expect(wrong).toEqual([]);
}

test('a reserve is posted, another one voided, and a correction takes back', async () => {
  await apply(transfer('reserve', 60n), transfer('reserve', 30n, { ref: 's' }));
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 90n, posted: 0n, limit: 100n });
  await apply(transfer('post', 60n), transfer('void', 30n, { ref: 's' }));
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: 60n, limit: 100n });
  await apply(transfer('correct', 20n, { ref: 'return 1' }));
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: 40n, limit: 100n });
  await expectBalanced();
});

test('a reserve and its post may come in one batch', async () => {
  await apply(transfer('reserve', 60n), transfer('post', 60n));
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: 60n, limit: 100n });
});

test('the limit itself is within, one more is not; a new account is guarded too', async () => {
  expect(await failure(apply(transfer('direct', 101n)))).toBeInstanceOf(LedgerConflict);
  expect(await balanceOf(ACCOUNT)).toBeUndefined();
  await apply(transfer('direct', 100n));
  const error = await failure(
    apply(transfer('direct', 1n, { ref: 's' }), transfer('direct', 1n, { key: 'other' })),
  );
  expect(error).toMatchObject({
    reason: 'limit',
    retryable: true,
    refused: [{ ledger: 'quota', key: 'k' }],
  });
  expect(await balanceOf({ ledger: 'quota', key: 'other' })).toBeUndefined();
  await expectBalanced();
});

test('nothing falls below zero, on new accounts neither', async () => {
  expect(await failure(apply(transfer('correct', 1n)))).toBeInstanceOf(LedgerConflict);
  await apply(transfer('direct', 5n));
  const below = apply(transfer('correct', 6n, { ref: 'return' }));
  expect(await failure(below)).toBeInstanceOf(LedgerConflict);
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: 5n, limit: 100n });
});

test('a second application changes nothing and is reported', async () => {
  const batch = [transfer('reserve', 10n), transfer('direct', 5n, { ref: 's' })];
  expect(await apply(...batch)).toMatchObject({ applied: batch, duplicates: [] });
  const more = transfer('direct', 1n, { ref: 't' });
  expect(await apply(...batch, more)).toMatchObject({ applied: [more], duplicates: batch });
  await apply(transfer('post', 10n));
  expect(await apply(transfer('post', 10n))).toMatchObject({ applied: [] });
  expect(await balanceOf(ACCOUNT)).toMatchObject({ pending: 0n, posted: 16n });
  await expectBalanced();
});

test('a repeat with another amount is a bug and leaves everything as it was', async () => {
  await apply(transfer('reserve', 10n));
  expect(await failure(apply(transfer('reserve', 11n)))).toBeInstanceOf(Bug);
  expect(await failure(apply(transfer('post', 9n)))).toBeInstanceOf(Bug);
  expect(await balanceOf(ACCOUNT)).toMatchObject({ pending: 10n, posted: 0n });
});

test('only an open reserve can be settled, and only once', async () => {
  await apply(transfer('reserve', 10n), transfer('reserve', 10n, { ref: 's' }));
  const missing = await failure(apply(transfer('post', 10n, { ref: 'nothing' })));
  expect(missing).toMatchObject({ reason: 'settled', refused: [{ ref: 'nothing' }] });
  await apply(transfer('post', 10n));
  expect(await failure(apply(transfer('void', 10n)))).toMatchObject({ reason: 'settled' });
  await apply(transfer('void', 10n, { ref: 's' }));
  const late = apply(transfer('post', 10n, { ref: 's' }));
  expect(await failure(late)).toBeInstanceOf(LedgerConflict);
  expect(await balanceOf(ACCOUNT)).toMatchObject({ pending: 0n, posted: 10n });
  await expectBalanced();
});

test('a lowered limit refuses what is new and lets settle what is old', async () => {
  await apply(transfer('reserve', 80n), transfer('direct', 10n, { ref: 's' }));
  expect(await setLimits(own.db, [{ account: ACCOUNT, limit: 50n }])).toBe(1);
  expect(await setLimits(own.db, [{ account: ACCOUNT, limit: 50n }])).toBe(0);
  const more = apply(transfer('direct', 1n, { ref: 't' }));
  expect(await failure(more)).toBeInstanceOf(LedgerConflict);
  await apply(transfer('post', 80n));
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: 90n, limit: 50n });
  await apply(transfer('correct', 45n, { ref: 'return' }));
  await apply(transfer('direct', 5n, { ref: 'u' }));
  expect(await balanceOf(ACCOUNT)).toMatchObject({ posted: 50n });
});

test('a limit can be set before anything moves, and taken away', async () => {
  const account = { ledger: 'guarantee', key: 'e' };
  await setLimits(own.db, [{ account, limit: 5n }]);
  const big = transfer('reserve', 6n, { ...account, limit: null });
  expect(await failure(apply(big))).toBeInstanceOf(LedgerConflict);
  await setLimits(own.db, [{ account, limit: null }]);
  await apply(big);
  expect(await balanceOf(account)).toEqual({ pending: 6n, posted: 0n, limit: null });
});

test('the number of statements depends on the kinds, never on the size', async () => {
  const counted = countStatements(own.db);
  const run = async (size: number, kind: TransferKind) => {
    counted.reset();
    const batch = Array.from({ length: size }, (_, i) =>
      transfer(kind, 1n, { key: `${size}-${i % 50}`, ref: `${i}` }),
    );
    await counted.transaction((tx) => applyTransfers(tx, batch, AT));
    return counted.statements.length;
  };
  expect([await run(1, 'reserve'), await run(1_000, 'reserve')]).toEqual([2, 2]);
  expect([await run(1, 'post'), await run(1_000, 'post')]).toEqual([3, 3]);
  counted.reset();
  await balances(counted, [ACCOUNT, ACCOUNT, { ledger: 'a', key: 'b' }]);
  expect(counted.statements.length).toBe(1);
  await expectBalanced();
});

/** Halves a refused batch until the refused transfers stand alone, as a flow would decide again. */
async function applyWhatFits(db: Database, batch: readonly Transfer[]): Promise<number> {
  const error = await failure(db.transaction((tx) => applyTransfers(tx, batch, AT)));
  if (!(error instanceof Error)) return batch.length;
  if (!(error instanceof LedgerConflict)) throw error;
  if (batch.length === 1) return 0;
  const middle = batch.length >> 1;
  const first = await applyWhatFits(db, batch.slice(0, middle));
  return first + (await applyWhatFits(db, batch.slice(middle)));
}

test('10,000 transfers over 8 connections end exactly at the limit', async () => {
  const limit = 7_000n;
  const batches = Array.from({ length: 1_000 }, (_, b) =>
    Array.from({ length: 10 }, (_, i) => transfer('direct', 1n, { ref: `${b}-${i}`, limit })),
  );
  const pool = connect(own.url, { max: 9 });
  let done = 0;
  let running = true;
  const worker = async () => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      const count = await applyWhatFits(pool, batch);
      done += count;
    }
  };
  const watch = async () => {
    while (running) {
      const balance = await balanceOf(ACCOUNT, pool);
      if (balance !== undefined) expect(balance.posted <= limit).toBe(true);
    }
  };
  const watching = watch();
  await Promise.all(Array.from({ length: 8 }, worker)).finally(() => {
    running = false;
  });
  await watching.finally(() => pool.close());
  expect(done).toBe(7_000);
  expect(await balanceOf(ACCOUNT)).toEqual({ pending: 0n, posted: limit, limit });
  await expectBalanced();
}, 60_000);

test('crossing batches over many accounts do not deadlock', async () => {
  const pool = connect(own.url, { max: 8 });
  const keys = Array.from({ length: 40 }, (_, i) => `k${i}`);
  const batchOf = (worker: number, round: number) => {
    const order = worker % 2 === 0 ? keys : keys.toReversed();
    return order.map((key) =>
      transfer('direct', 1n, { key, ref: `${worker}-${round}`, limit: null }),
    );
  };
  const worker = async (_: unknown, index: number) => {
    for (let round = 0; round < 25; round += 1) {
      await pool.transaction((tx) => applyTransfers(tx, batchOf(index, round), AT));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker)).finally(() => pool.close());
  const all = await balances(
    own.db,
    keys.map((key) => ({ ledger: 'quota', key })),
  );
  expect([...all.values()].every((balance) => balance.posted === 200n)).toBe(true);
  await expectBalanced();
}, 60_000);

test('the same batch sent 50 times at once is applied once', async () => {
  const pool = connect(own.url, { max: 8 });
  const batch = [transfer('reserve', 10n), transfer('direct', 5n, { key: 'other' })];
  const results = await Promise.all(
    Array.from({ length: 50 }, () => pool.transaction((tx) => applyTransfers(tx, batch, AT))),
  ).finally(() => pool.close());
  expect(results.filter((result) => result.applied.length > 0).length).toBe(1);
  expect(await balanceOf(ACCOUNT)).toMatchObject({ pending: 10n });
  await expectBalanced();
});

test('of a post and a void at the same moment exactly one happens', async () => {
  const pool = connect(own.url, { max: 8 });
  const refs = Array.from({ length: 60 }, (_, i) => `r${i}`);
  await apply(...refs.map((ref) => transfer('reserve', 1n, { ref })));
  const settle = (ref: string, kind: TransferKind) =>
    failure(pool.transaction((tx) => applyTransfers(tx, [transfer(kind, 1n, { ref })], AT)));
  const results = await Promise.all(
    refs.flatMap((ref) => [settle(ref, 'post'), settle(ref, 'void')]),
  ).finally(() => pool.close());
  expect(results.filter((result) => result instanceof LedgerConflict).length).toBe(60);
  const balance = await balanceOf(ACCOUNT);
  expect(balance?.pending).toBe(0n);
  await expectBalanced();
});

const REFS = ['a', 'b', 'c', 'd'];
const command = fc.record({
  kind: fc.constantFrom<TransferKind>('reserve', 'post', 'void', 'direct', 'correct'),
  ref: fc.constantFrom(...REFS),
  amount: fc.bigInt(1n, 60n),
});

/** What the ledger should say to one transfer after those before it, worked out independently. */
function expected(history: readonly Transfer[], next: Transfer): 'done' | 'again' | 'no' | 'bug' {
  const same = history.find((one) => one.ref === next.ref && one.kind === next.kind);
  if (same !== undefined) return same.amount === next.amount ? 'again' : 'bug';
  const sum = (...kinds: TransferKind[]) =>
    history.reduce((total, one) => (kinds.includes(one.kind) ? total + one.amount : total), 0n);
  const pending = sum('reserve') - sum('post', 'void');
  const posted = sum('post', 'direct') - sum('correct');
  if (next.kind === 'correct') return posted < next.amount ? 'no' : 'done';
  if (next.kind === 'reserve' || next.kind === 'direct') {
    return pending + posted + next.amount > 100n ? 'no' : 'done';
  }
  const ofRef = history.filter((one) => one.ref === next.ref);
  const reserve = ofRef.find((one) => one.kind === 'reserve');
  if (pending < next.amount || reserve === undefined) return 'no';
  if (ofRef.some((one) => one.kind === 'post' || one.kind === 'void')) return 'no';
  return reserve.amount === next.amount ? 'done' : 'bug';
}

test('random sequences agree with a model', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
      run += 1;
      const history: Transfer[] = [];
      for (const { kind, ref, amount } of commands) {
        // Settle with the reserved amount half of the time, else nearly all settling is refused.
        const reserve = history.find((one) => one.kind === 'reserve' && one.ref === ref);
        const settles = (kind === 'post' || kind === 'void') && amount % 2n === 0n;
        const sum = settles ? (reserve?.amount ?? amount) : amount;
        const next = transfer(kind, sum, { key: `run${run}`, ref });
        const answer = expected(history, next);
        const result = await failure(apply(next));
        if (answer === 'done') history.push(next);
        const said =
          result instanceof LedgerConflict
            ? 'no'
            : result instanceof Bug
              ? 'bug'
              : (result as { applied: unknown[] }).applied.length === 1
                ? 'done'
                : 'again';
        expect(said).toBe(answer);
      }
    }),
    { numRuns: 60 },
  );
  await expectBalanced();
}, 60_000);
