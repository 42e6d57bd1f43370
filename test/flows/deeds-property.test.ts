import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import type { StoredPaper } from '../../src/bonded/paper.ts';
import { expireStock } from '../../src/flows/expire-stock.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import {
  approveDeed,
  cancelDeed,
  confirmTransfer,
  refuseDeed,
} from '../../src/flows/stock-decisions.ts';
import {
  declareChange,
  declareDisposal,
  declareProcessing,
  declareTransfer,
} from '../../src/flows/stock-deeds.ts';
import { settableClock } from '../../src/io/clock.ts';
import { STOCK_STATUSES, type StockStatus } from '../../src/registry/book.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { BOOK_NO, balanceOf, lotsIn, writeBook, writeOtherBooks } from './shelves.ts';
import { EVENING, openZone, type Zone } from './zone.ts';

// Deeds in any order, some of them at once: goods are neither lost nor made, nothing is below zero.
let zone: Zone;
let desk: Desk;
let owner: string;
let others: Awaited<ReturnType<typeof writeOtherBooks>>;
let count = 0;
const ONE = 100_000n;
const RECORDS = ['101', '102'];
/** Same articles in the other books. */
const PAIR: Readonly<Record<string, string>> = { '101': '1', '102': '2' };

beforeAll(async () => {
  zone = await openZone();
  await zone.register(async (tx) => {
    owner = await writeBook(tx);
    others = await writeOtherBooks(tx);
  });
});
afterAll(() => zone?.database.drop());

type Step = {
  readonly deed: 'enter' | 'process' | 'set' | 'change' | 'dispose' | 'give' | 'take' | 'day';
  readonly record: string;
  readonly quantity: bigint;
  readonly pick: number;
  readonly end: 'approve' | 'refuse' | 'cancel' | 'confirm' | 'wait';
};

const STEP: fc.Arbitrary<Step> = fc.record({
  deed: fc.constantFrom(
    'enter',
    'enter',
    'process',
    'set',
    'change',
    'dispose',
    'give',
    'take',
    'day',
  ),
  record: fc.constantFrom(...RECORDS),
  quantity: fc.bigInt({ min: 1n, max: 6n }).map((units) => units * ONE),
  pick: fc.nat({ max: 6 }),
  end: fc.constantFrom('approve', 'refuse', 'cancel', 'confirm', 'wait'),
});

const CHANGES: readonly (readonly [StockStatus, StockStatus])[] = [
  ['bonded', 'domestic'],
  ['bonded', 'domestic'],
  ['domestic', 'bonded'],
  ['bonded', 'display'],
  ['bonded', 'expired'],
];

const DISPOSED: readonly StockStatus[] = ['bonded', 'expired', 'domestic', 'bonded'];

/** What came in from outside and what left for good, so far. */
let entered = 0n;

async function enter({ record, quantity, pick }: Step): Promise<void> {
  const lotNo = `L${++count}`;
  const expiresOn = pick > 3 ? '2020-09-20' : null;
  const lot = { bookNo: BOOK_NO, recordNo: record, lotNo, quantity, owner, expiresOn };
  const opened = { ...lot, location: `A-${lotNo}` };
  await zone.db.transaction((tx) => openStock(tx, [opened], desk.clock.now()));
  entered += quantity;
}

function declare({ deed, record: recordNo, quantity, pick }: Step, ownNo: string) {
  const { house } = desk;
  const parts = [{ recordNo, lotNo: null, quantity, unit: null }];
  const said = { bookNo: BOOK_NO, ownNo };
  const location = `Z-${ownNo}`;
  const other = others[pick % 2]!;
  if (deed === 'process') {
    const components = [{ recordNo, quantity: pick === 0 ? quantity + 1n : quantity }];
    const outputs = [{ count: 1, components, setNo: null, hs: null, location }];
    return declareProcessing(house, { ...said, work: 'labelling', parts, outputs }, owner);
  }
  if (deed === 'set') {
    const both = RECORDS.map((one) => ({ recordNo: one, lotNo: null, quantity, unit: null }));
    const components = RECORDS.map((one) => ({ recordNo: one, quantity: ONE }));
    const made = { count: Number(quantity / ONE), components, setNo: 'SET', hs: null, location };
    return declareProcessing(house, { ...said, work: 'sets', parts: both, outputs: [made] }, owner);
  }
  if (deed === 'change') {
    const [from, to] = CHANGES[pick % CHANGES.length]!;
    const proof = { proof: 'D1', location, until: '2030-01-01', parts };
    return declareChange(house, { ...said, from, to, ...proof }, owner);
  }
  if (deed === 'dispose') {
    const status = DISPOSED[pick % DISPOSED.length]!;
    const why = { proof: 'CERT', reason: 'test', parts };
    return declareDisposal(house, { ...said, way: 'destruction', status, ...why }, owner);
  }
  const pairs = parts.map((part) => ({ ...part, toRecordNo: PAIR[recordNo]! }));
  const isNear = other === others[0];
  const transfer = { ownNo, fromBook: BOOK_NO, toBook: other.bookNo, parts: pairs };
  const own = isNear ? other.bookNo : BOOK_NO;
  return declareTransfer(house, { ...transfer, bookNo: own }, isNear ? other.owner : owner);
}

async function decide(step: Step, paper: Pick<StoredPaper, 'kind' | 'paperNo'>): Promise<void> {
  const { house } = desk;
  if (step.end === 'approve' || step.end === 'confirm') await approveDeed(house, paper);
  if (step.end === 'refuse') await refuseDeed(house, paper, 'no');
  if (step.end === 'cancel') await cancelDeed(house, paper, owner);
  if (step.end !== 'confirm' || paper.kind !== 'transfer') return;
  const { record: recordNo, quantity } = step;
  const toRecordNo = PAIR[recordNo]!;
  const pairs = [{ recordNo, toRecordNo, lotNo: null, quantity, unit: null }];
  for (const who of [owner, others[1].owner]) {
    await confirmTransfer(house, paper.paperNo, pairs, who);
  }
}

async function play(step: Step): Promise<void> {
  if (step.deed === 'enter') return enter(step);
  if (step.deed === 'day') {
    desk.clock.advance(DAY);
    await expireStock(desk.house);
    return;
  }
  const done = await declare(step, `N${++count}`);
  if (done.ok) await decide(step, done.value.paper);
}

/** All that lies in all books, in lots. */
async function lying(): Promise<bigint> {
  const [row] = await zone.db.query<{ sum: bigint }>(
    'select coalesce(sum(quantity), 0)::bigint as sum from bonded.lots',
  );
  return row!.sum;
}

async function disposed(): Promise<bigint> {
  const [row] = await zone.db.query<{ sum: bigint }>(
    `select coalesce(-sum(quantity), 0)::bigint as sum from bonded.movements
     where document like 'disposal %'`,
  );
  return row!.sum;
}

it('books, lots and movements agree, whatever is done in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 10, maxLength: 40 }), async (steps) => {
      desk = await openDesk(zone, { clock: settableClock(EVENING) });
      for (let i = 0; i < steps.length; i += 3) {
        await Promise.all(steps.slice(i, i + 3).map(play));
      }
      expect((await lying()) + (await disposed())).toBe(entered);
      expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
      for (const recordNo of RECORDS) {
        for (const status of STOCK_STATUSES) {
          const { remain, free } = await balanceOf(zone.db, BOOK_NO, recordNo, status);
          expect(free >= 0n && remain >= free).toBe(true);
          const lots = await lotsIn(zone.db, BOOK_NO, recordNo);
          const there = lots.filter((lot) => lot.status === status);
          expect(there.reduce((sum, lot) => sum + lot.quantity, 0n)).toBe(remain);
        }
      }
      expect(desk.failures).toEqual([]);
    }),
    { numRuns: 25, seed: 5 },
  );
  // The steps reach everything: each kind was done, refused and taken back.
  const reached = await zone.db.query<{ kind: string; states: string }>(
    `select kind, string_agg(distinct state, ' ' order by state) as states from bonded.papers
     group by kind order by kind`,
  );
  expect(reached).toEqual([
    { kind: 'change', states: 'declared done refused void' },
    { kind: 'disposal', states: 'declared done refused void' },
    { kind: 'processing', states: 'done' },
    { kind: 'transfer', states: 'agreed declared done refused void' },
  ]);
}, 120_000);
