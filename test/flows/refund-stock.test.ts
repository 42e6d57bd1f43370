import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cross } from '../../src/flows/crossings.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { declareChange, declareProcessing } from '../../src/flows/stock-deeds.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { articleNamed } from '../../src/sandbox/world/sale.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { refundOf } from './request-papers.ts';
import {
  BOOK_NO,
  balanceOf,
  codesOf,
  gateOut,
  loaded,
  lotsIn,
  must,
  writeBook,
} from './shelves.ts';
import { AGENT, openZone, type Zone } from './zone.ts';

// Goods that buyers send back come into the book they were sold from (RET-3).
let zone: Zone;
let desk: Desk;
let owner: string;
let mill: ReturnType<typeof paperMill>;
let count = 0;
const RECORD = '101';
const ONE = 100_000n;

beforeAll(async () => {
  const always = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired: always });
  mill = paperMill(zone.profile);
  await zone.register(async (tx) => {
    owner = await writeBook(tx);
  });
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

type Sold = Papers & { readonly listNo: string };

/** A released parcel of three tins, from a lot of five that expires. */
async function sold(expiresOn: string | null): Promise<Sold> {
  count += 1;
  const lot = { bookNo: BOOK_NO, recordNo: RECORD, lotNo: `L${count}`, quantity: 5n * ONE };
  const rest = { owner, location: `A-${count}`, expiresOn };
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...rest }], desk.clock.now()));
  const article = articleNamed('配方奶粉1段');
  const papers = mill.parcel({ bought: [{ article, quantity: 3n, price: 16_801n }] });
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing).toMatchObject({ state: '800' });
  return { ...papers, listNo: standing!.listNo! };
}

/** So much of a parcel is asked for; the number of the refund. */
async function askedBack(parcel: Sold, qty: string) {
  await desk.news(AGENT);
  await desk.send(AGENT, refundOf(parcel.list, parcel.listNo, qty));
  return (await desk.news(AGENT)).at(-1)!.keys.preNo!;
}

/** So much of a parcel is asked for and comes back; the number of the refund. */
async function comesBack(parcel: Sold, qty: string, refused: string | null = null) {
  const preNo = await askedBack(parcel, qty);
  const end = await endRefund(desk.house, { preNo, refused });
  expect(end?.refund.state).toBe(refused === null ? 'closed' : 'refused');
  return preNo;
}

const bonded = () => balanceOf(zone.db, BOOK_NO, RECORD);
const returned = () => balanceOf(zone.db, BOOK_NO, RECORD, 'returned');
const sound = async () => expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);

it('comes in as returned, keeps its day, and is sold again after its inspection', async () => {
  const parcel = await sold('2020-12-31');
  await gateOut(desk.house, owner, parcel.listNo);
  const before = await bonded();
  const preNo = await comesBack(parcel, '2');
  expect(await bonded()).toEqual(before);
  expect(await returned()).toEqual({ remain: 2n * ONE, free: 2n * ONE });
  const lots = await lotsIn(zone.db, BOOK_NO, RECORD);
  expect(lots.find(({ document }) => document === `refund ${preNo}`)).toMatchObject({
    ...{ status: 'returned', quantity: 2n * ONE, expiresOn: '2020-12-31', location: 'RETURNS' },
  });
  const part = { recordNo: RECORD, lotNo: `${preNo}-1`, quantity: 2n * ONE, unit: null };
  const order = await declareProcessing(
    desk.house,
    { bookNo: BOOK_NO, ownNo: 'P1', work: 'repacking', parts: [part], outputs: [] },
    owner,
  );
  expect(codesOf(order)).toEqual(['BND-LOT']);
  const fit = { bookNo: BOOK_NO, ownNo: 'Q1', from: 'returned', to: 'bonded' } as const;
  const parts = [{ ...part, quantity: ONE }];
  const where = { proof: 'QC-1', until: null, parts };
  const mixed = await declareChange(desk.house, { ...fit, ...where, location: 'RETURNS' }, owner);
  expect(codesOf(mixed)).toEqual(['BND-MIXED']);
  await must(declareChange(desk.house, { ...fit, ...where, location: 'B-1' }, owner));
  expect(await bonded()).toEqual({ remain: before.remain + ONE, free: before.free + ONE });
  await sound();
});

it('in parts comes back whole, and what was refused does not', async () => {
  const parcel = await sold(null);
  await gateOut(desk.house, owner, parcel.listNo);
  const before = (await returned()).remain;
  await comesBack(parcel, '1', '已拆封');
  expect((await returned()).remain).toBe(before);
  for (const qty of ['0.33333', '1.66667', '1']) await comesBack(parcel, qty);
  expect((await returned()).remain).toBe(before + 3n * ONE);
  await sound();
});

it('proves that a parcel left which no gate reported', async () => {
  const parcel = await sold('2021-03-01');
  const before = await bonded();
  const [back] = [(await returned()).remain];
  const preNo = await comesBack(parcel, '1');
  expect(await bonded()).toEqual({ remain: before.remain - 3n * ONE, free: before.free });
  expect((await returned()).remain).toBe(back + ONE);
  const again = await comesBack(parcel, '2');
  expect((await returned()).remain).toBe(back + 3n * ONE);
  const lots = await lotsIn(zone.db, BOOK_NO, RECORD);
  const days = lots.filter(({ document }) => [preNo, again].some((no) => document.endsWith(no)));
  expect(new Set(days.map(({ expiresOn }) => expiresOn)).size).toBe(1);
  const exit = { bookNo: BOOK_NO, ownNo: 'LATE', lists: [parcel.listNo], lines: null };
  expect(codesOf(await stockOn(desk.house).exit(exit, owner))).toEqual(['BND-LIST']);
  await sound();
});

it('takes goods from the shelf once when refund and gate meet', async () => {
  const before = await bonded();
  const parcels = [await sold(null), await sold(null), await sold(null), await sold(null)];
  const ready = [];
  for (const parcel of parcels) {
    const preNo = await askedBack(parcel, '1');
    ready.push({ preNo, crossing: await loaded(desk.house, owner, parcel.listNo) });
  }
  await Promise.all(
    ready.flatMap(({ preNo, crossing }) => [
      endRefund(desk.house, { preNo, refused: null }),
      must(cross(desk.house, crossing)),
    ]),
  );
  const left = { remain: before.remain + 8n * ONE, free: before.free + 8n * ONE };
  expect(await bonded()).toEqual(left);
  await sound();
});

it('asks the database nothing where no stock is kept', async () => {
  const other = await openZone();
  const counted = countStatements(other.db);
  try {
    const there = await openDesk(other, { db: counted });
    const papers = paperMill(other.profile).parcel();
    await there.sendAll(papers);
    const { listNo } = (await caseOf(other.db, papers))!;
    await there.send(AGENT, refundOf(papers.list, listNo!, '1'));
    const preNo = (await there.news(AGENT)).at(-1)!.keys.preNo!;
    counted.reset();
    expect(await endRefund(there.house, { preNo, refused: null })).toMatchObject({ changed: true });
    expect(counted.statements.length).toBeGreaterThan(0);
    expect(counted.statements.filter((text) => /bonded\.|book_lines/.test(text))).toEqual([]);
  } finally {
    await other.database.drop();
  }
});
