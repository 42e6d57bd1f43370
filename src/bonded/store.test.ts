import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Bug } from '../base/assert.ts';
import { connect, countStatements, type Database } from '../io/postgres.ts';
import { LedgerConflict } from '../ledger/conflict.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';
import type { LotTerms } from './lot.ts';
import { comesIn, goesOut, NO_CHANGE, type StockChange, together } from './stock.ts';
import { applyStock, knownLots, lotsOf, StockRace } from './store.ts';

const AT = Date.parse('2026-11-28T04:00:00Z');
const BOOK = 'T4612W1';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(() =>
  own.db.script('truncate ledger.accounts, ledger.postings, bonded.lots, bonded.movements'),
);

const lot = (lotNo: string, change: Partial<LotTerms> = {}): LotTerms => ({
  ...{ bookNo: BOOK, recordNo: '1', lotNo, status: 'bonded', owner: 'A', location: 'A-01-1' },
  ...{ expiresOn: null, document: 'entry QD1' },
  ...change,
});
const out = (one: LotTerms, quantity: bigint, document: string): StockChange =>
  goesOut(one, quantity, { document, line: '1' });
const apply = (change: StockChange, db: Database = own.db) =>
  db.transaction((tx) => applyStock(tx, change, AT));
const failure = (work: Promise<unknown>) => work.catch((error: unknown) => error);

async function remain(recordNo = '1'): Promise<bigint> {
  const account = stockAccount(BOOK, recordNo);
  const balance = (await balances(own.db, [account])).get(accountKey(account));
  return balance === undefined ? 0n : balance.limit! - balance.posted;
}

/** Of each account what the lots, the movements and the postings say, wherever they differ. */
const DIFFERENT = `
  with shelves as (
    select book_no || ':' || record_no as key, case status when 'bonded' then 'stock'
      else 'stock:' || status end as ledger, sum(quantity) as there from bonded.lots group by 1, 2
  ), moved as (
    select m.book_no || ':' || m.record_no as key, case l.status when 'bonded' then 'stock'
      else 'stock:' || l.status end as ledger, sum(m.quantity) as moved
    from bonded.movements m join bonded.lots l using (book_no, record_no, lot_no) group by 1, 2
  )
  select * from ledger.accounts full join shelves using (key, ledger)
    full join moved using (key, ledger)
  where coalesce(limit_amount, 0) - coalesce(posted, 0) <> coalesce(there, 0)
    or coalesce(there, 0) <> coalesce(moved, 0)`;

test('what comes in lies in its lot and in the book, and goes out of both', async () => {
  await apply(together([comesIn(lot('L1'), 10n, '1'), comesIn(lot('L2'), 5n, '2')]));
  expect(await remain()).toBe(15n);
  await apply(out(lot('L1'), 4n, 'destruction D1'));
  expect(await remain()).toBe(11n);
  const lots = (await lotsOf(own.db, [bookLineKey(BOOK, '1')])).get(bookLineKey(BOOK, '1'))!;
  expect(lots.map((one) => [one.lotNo, one.quantity])).toEqual([
    ['L1', 6n],
    ['L2', 5n],
  ]);
  expect(await own.db.query(DIFFERENT)).toEqual([]);
  expect(await knownLots(own.db, [lot('L1'), lot('L9')])).toHaveLength(1);
});

test('goods in and out of one status at once change their status', async () => {
  await apply(comesIn(lot('L1'), 10n, '1'));
  const shown = lot('L1D', { status: 'display', document: 'display P1' });
  await apply(together([out(lot('L1'), 3n, 'display P1'), comesIn(shown, 3n, '1')]));
  expect(await remain()).toBe(7n);
  expect(await own.db.query(DIFFERENT)).toEqual([]);
});

test('nothing goes below zero: not a lot, not a book, not what is promised', async () => {
  await apply(comesIn(lot('L1'), 10n, '1'));
  expect(await failure(apply(out(lot('L1'), 11n, 'x 1')))).toBeInstanceOf(StockRace);
  expect(await failure(apply(out(lot('L9'), 1n, 'x 2')))).toBeInstanceOf(StockRace);
  const wrong = out(lot('L1', { status: 'display' }), 1n, 'x 3');
  expect(await failure(apply(wrong))).toBeInstanceOf(StockRace);
  const account = stockAccount(BOOK, '1');
  const promise = { ...account, kind: 'reserve', amount: 8n, ref: 'list', limit: 0n } as const;
  await apply({ ...NO_CHANGE, transfers: [promise] });
  expect(await failure(apply(out(lot('L1'), 3n, 'x 4')))).toBeInstanceOf(LedgerConflict);
  await apply(out(lot('L1'), 2n, 'x 5'));
  const gone = {
    ...out(lot('L1'), 8n, 'exit S1'),
    transfers: [{ ...promise, kind: 'post' }],
  } as const;
  await apply(gone);
  expect(await remain()).toBe(0n);
  expect(await own.db.query(DIFFERENT)).toEqual([]);
});

test('a document moves its goods once, and a lot is what it was', async () => {
  await apply(comesIn(lot('L1'), 10n, '1'));
  expect(await failure(apply(comesIn(lot('L1'), 10n, '1')))).toBeInstanceOf(StockRace);
  const other = comesIn(lot('L1', { location: 'B-01-1' }), 10n, '2');
  expect(await failure(apply(other))).toBeInstanceOf(StockRace);
  await apply(comesIn(lot('L1'), 1n, '2'));
  expect(await remain()).toBe(11n);
});

test('books that do not say what the shelves say are a bug', async () => {
  const { transfers, ...rest } = comesIn(lot('L1'), 10n, '1');
  expect(await failure(apply({ ...rest, transfers: [] }))).toBeInstanceOf(Bug);
  const more = [{ ...transfers[0]!, amount: 11n }];
  expect(await failure(apply({ ...rest, transfers: more }))).toBeInstanceOf(Bug);
  expect(await remain()).toBe(0n);
});

test('the number of statements does not depend on the number of movements', async () => {
  const counted = countStatements(own.db);
  const run = async (size: number) => {
    counted.reset();
    const lots = Array.from({ length: size }, (_, i) => lot(`N${size}-${i}`));
    await apply(together(lots.map((one) => comesIn(one, 1n, '1'))), counted);
    return counted.statements.length;
  };
  expect(await run(1)).toBe(await run(300));
});

test('200 workers on one hot article end exact', async () => {
  await apply(comesIn(lot('L1'), 1_000n, '1'));
  const pool = connect(own.url, { max: 20 });
  let taken = 0n;
  const worker = async (_: unknown, i: number) => {
    for (let turn = 0; turn < 6; turn += 1) {
      const error = await failure(apply(out(lot('L1'), 1n, `exit ${i}-${turn}`), pool));
      if (!(error instanceof Error)) taken += 1n;
      else if (!(error instanceof StockRace)) throw error;
    }
  };
  await Promise.all(Array.from({ length: 200 }, worker)).finally(() => pool.close());
  expect(taken).toBe(1_000n);
  expect(await remain()).toBe(0n);
  expect(await own.db.query(DIFFERENT)).toEqual([]);
});
