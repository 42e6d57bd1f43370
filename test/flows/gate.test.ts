import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CrossingSaid } from '../../src/bonded/crossing.ts';
import type { EntrySaid } from '../../src/bonded/entry.ts';
import type { ExitSaid } from '../../src/bonded/exit.ts';
import type { PaperId } from '../../src/bonded/paper.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import type { House } from '../../src/flows/house.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseEntryList } from '../../src/flows/stock-release.ts';
import { accountKey } from '../../src/ledger/movement.ts';
import { balances } from '../../src/ledger/store.ts';
import { stockAccount } from '../../src/registry/book.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AGENT, openZone, SELLER, type Zone } from './zone.ts';

// Goods come in by entry list, slip and gate, and leave by exit list, slip and gate (STK, GATE).
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
const AREA = AREAS[0]!.code;
const RECORD = '101';

beforeAll(async () => {
  const always = (value: boolean) => [{ from: '2016-04-08', until: null, value, law: 'test' }];
  const gateTolerance = [
    { from: '2016-04-08', until: null, value: { n: 3n, d: 100n }, law: 'test' },
  ];
  zone = await openZone({ stockRequired: always(true), gateTolerance });
  mill = paperMill(zone.profile);
  await zone.register((tx) => writeBook(tx));
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

const declareEntry = (house: House, said: EntrySaid, who: string) =>
  stockOn(house).entry(said, who);
const declareExit = (house: House, said: ExitSaid, who: string) => stockOn(house).exit(said, who);
const declareSlip = (house: House, said: SlipSaid, who: string) => stockOn(house).slip(said, who);
const cancelPaper = (house: House, id: PaperId, who: string) => stockOn(house).cancel(id, who);

let count = 0;
const fresh = (mark: string): string => `${mark}${++count}`;

const entrySaid = (quantity: bigint, change: Partial<EntrySaid> = {}): EntrySaid => ({
  ...{ bookNo: BOOK_NO, ownNo: fresh('E'), type: '8', declarationNo: null, slipNo: null },
  lines: [{ seq: 1, recordNo: RECORD, itemNo: null, hs: null, unit: '122', quantity }],
  ...change,
});

const WEIGHTS = {
  ...{ tare: 1_000_00000n, frame: 0n, container: 0n, gross: 500_00000n, net: 400_00000n },
  total: 1_500_00000n,
};

const slipSaid = (way: 'I' | 'E', papers: string[], change: Partial<SlipSaid> = {}): SlipSaid => ({
  ...{ bookNo: BOOK_NO, ownNo: fresh('S'), way, type: way === 'I' ? '2' : '3', binding: '1' },
  ...{ papers, vehicleNo: fresh('豫A'), vehicleIc: null, weights: WEIGHTS },
  ...{ shares: [], lists: [], goods: [] },
  ...change,
});

const crossingOf = (
  slip: { paperNo: string; body: SlipSaid | { vehicleNo: string } },
  change = {},
) =>
  ({
    ...{ crossingId: fresh('X'), gate: 'ZZ09', slipNo: slip.paperNo },
    ...{ vehicleNo: slip.body.vehicleNo, vehicleIc: null, weight: 1_501_00000n, sealOk: true },
    at: desk.clock.now(),
    ...change,
  }) as CrossingSaid;

async function must<T, E>(
  work: Promise<{ ok: true; value: T } | { ok: false; error: E }>,
): Promise<T> {
  const done = await work;
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

const codes = async (work: Promise<{ ok: boolean; error?: readonly { code: string }[] }>) =>
  (await work).error?.map(({ code }) => code) ?? [];

async function book(): Promise<{ remain: bigint; promised: bigint }> {
  const account = stockAccount(BOOK_NO, RECORD);
  const balance = (await balances(zone.db, [account])).get(accountKey(account));
  const { limit, pending, posted } = balance ?? { limit: 0n, pending: 0n, posted: 0n };
  return { remain: (limit ?? 0n) - posted, promised: pending };
}

async function enter(quantity: bigint): Promise<void> {
  const { paper } = await must(declareEntry(desk.house, entrySaid(quantity), AREA));
  await must(releaseEntryList(desk.house, paper.paperNo));
  const slip = await must(declareSlip(desk.house, slipSaid('I', [paper.paperNo]), AREA));
  expect(await must(cross(desk.house, crossingOf(slip.paper)))).toMatchObject({ passed: true });
}

async function sell(): Promise<{ papers: Papers; listNo: string }> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing).toMatchObject({ state: '800', codes: [] });
  return { papers, listNo: standing!.listNo! };
}

describe('entry', () => {
  it('counts when it is released and through the gate, in either order', async () => {
    const before = await book();
    const first = await must(declareEntry(desk.house, entrySaid(1_000_000n), AREA));
    expect(first.paper.paperNo).toMatch(/^QD461220I\d{9}$/);
    const slip = await must(declareSlip(desk.house, slipSaid('I', [first.paper.paperNo]), AREA));
    expect(await must(cross(desk.house, crossingOf(slip.paper)))).toMatchObject({ passed: true });
    expect(await book()).toEqual(before);
    const released = await must(releaseEntryList(desk.house, first.paper.paperNo));
    expect(released).toMatchObject({ changed: true, paper: { state: 'closed' } });
    expect((await book()).remain).toBe(before.remain + 1_000_000n);
    await enter(500_000n);
    expect((await book()).remain).toBe(before.remain + 1_500_000n);
    expect(await must(releaseEntryList(desk.house, first.paper.paperNo))).toMatchObject({
      changed: false,
    });
  });

  it('comes on many vehicles, each with its share and no more', async () => {
    const before = await book();
    const { paper } = await must(declareEntry(desk.house, entrySaid(900_000n), AREA));
    await must(releaseEntryList(desk.house, paper.paperNo));
    const share = (quantity: bigint) => ({ paperNo: paper.paperNo, seq: 1, quantity });
    const part = (quantity: bigint) =>
      slipSaid('I', [paper.paperNo], { binding: '3', shares: [share(quantity)] });
    const one = await must(declareSlip(desk.house, part(600_000n), AREA));
    expect(await codes(declareSlip(desk.house, part(400_000n), AREA))).toEqual(['GATE-SHARE']);
    const two = await must(declareSlip(desk.house, part(300_000n), AREA));
    await must(cross(desk.house, crossingOf(one.paper)));
    expect((await book()).remain).toBe(before.remain + 600_000n);
    await must(cross(desk.house, crossingOf(two.paper)));
    expect((await book()).remain).toBe(before.remain + 900_000n);
  });

  it('may come first and be declared later', async () => {
    const before = await book();
    const goods = [{ recordNo: RECORD, quantity: 300_000n }];
    const slip = await must(declareSlip(desk.house, slipSaid('I', [], { type: '1', goods }), AREA));
    await must(cross(desk.house, crossingOf(slip.paper)));
    expect(await book()).toEqual(before);
    const slipNo = slip.paper.paperNo;
    const more = declareEntry(desk.house, entrySaid(300_001n, { type: '3', slipNo }), AREA);
    expect(await codes(more)).toEqual(['BND-AHEAD']);
    const later = entrySaid(300_000n, { type: '3', slipNo });
    const { paper } = await must(declareEntry(desk.house, later, AREA));
    await must(releaseEntryList(desk.house, paper.paperNo));
    expect((await book()).remain).toBe(before.remain + 300_000n);
  });

  it('is refused for what does not fit the book', async () => {
    const line = (change: object) => ({ ...entrySaid(1n).lines[0]!, ...change });
    const refused = (lines: EntrySaid['lines'], who = AREA) =>
      codes(declareEntry(desk.house, entrySaid(1n, { lines }), who));
    expect(await refused([line({})], SELLER.code)).toEqual(['BND-OWNER']);
    expect(await refused([line({ recordNo: '999' })])).toEqual(['BND-LINE']);
    expect(await refused([line({ itemNo: 'OTHER' })])).toEqual(['BND-LINE']);
    expect(await refused([line({ unit: '007' })])).toEqual(['BND-LINE']);
    expect(await refused([line({ quantity: 0n }), line({})])).toEqual([
      'BND-QUANTITY',
      'BND-TWICE',
    ]);
    const strange = declareEntry(desk.house, entrySaid(1n, { bookNo: 'T9' }), AREA);
    expect(await codes(strange)).toEqual(['BND-BOOK']);
  });

  it('is one paper however often it is sent; another one under its number conflicts', async () => {
    const said = entrySaid(100_000n);
    const first = await must(declareEntry(desk.house, said, AREA));
    const again = await must(declareEntry(desk.house, said, AREA));
    expect([first.repeated, again.repeated]).toEqual([false, true]);
    expect(again.paper.paperNo).toBe(first.paper.paperNo);
    const other = { ...entrySaid(200_000n), ownNo: said.ownNo };
    expect(await codes(declareEntry(desk.house, other, AREA))).toEqual(['BND-OWN-NO']);
  });
});

describe('exit', () => {
  it('takes the goods of released parcels out of the book at the gate, for good', async () => {
    await enter(1_000_000n);
    const before = await book();
    const parcels = [await sell(), await sell()];
    await desk.news(AGENT);
    const lists = parcels.map(({ listNo }) => listNo);
    const said = { bookNo: BOOK_NO, ownNo: fresh('O'), lists, lines: null };
    const { paper } = await must(declareExit(desk.house, said, AREA));
    expect(paper.body.lines).toEqual([{ recordNo: RECORD, quantity: 400_000n }]);
    expect(await codes(declareExit(desk.house, { ...said, ownNo: fresh('O') }, AREA))).toEqual([
      'BND-LIST',
      'BND-LIST',
    ]);
    const slip = await must(declareSlip(desk.house, slipSaid('E', [paper.paperNo]), AREA));
    expect(slip.paper.paperNo).toMatch(/^Z4612E200918\d{12}$/);
    expect(await book()).toEqual({ ...before, promised: before.promised + 400_000n });
    const report = crossingOf(slip.paper);
    expect(await must(cross(desk.house, report))).toMatchObject({ passed: true, repeated: false });
    expect(await must(cross(desk.house, report))).toMatchObject({ passed: true, repeated: true });
    expect(await book()).toEqual({ ...before, remain: before.remain - 400_000n });
    const news = await desk.news(AGENT);
    expect(news.map(({ status, info }) => [status, info])).toEqual([
      ['899', '[Code:2100;Desc:结关]'],
      ['899', '[Code:2100;Desc:结关]'],
    ]);
  });

  it('is stopped for another vehicle, seal, weight, and a slip that was used', async () => {
    await enter(200_000n);
    const { listNo } = await sell();
    const said = { bookNo: BOOK_NO, ownNo: fresh('O'), lists: [listNo], lines: null };
    const { paper } = await must(declareExit(desk.house, said, AREA));
    const slip = (await must(declareSlip(desk.house, slipSaid('E', [paper.paperNo]), AREA))).paper;
    const told = async (change: object) =>
      (await must(cross(desk.house, crossingOf(slip, change)))).findings.map(({ code }) => code);
    expect(await told({ vehicleNo: '豫B1' })).toEqual(['GATE-OTHER-VEHICLE']);
    expect(await told({ sealOk: false, weight: 1_545_00001n })).toEqual([
      'GATE-SEAL',
      'GATE-WEIGHT',
    ]);
    expect(await told({ weight: 1_455_00000n })).toEqual([]);
    expect(await told({})).toEqual(['GATE-CROSSED']);
    expect(await told({ slipNo: 'Z0' })).toEqual(['GATE-SLIP']);
  });

  it('needs released lists of the book, and exactly their goods', async () => {
    await enter(200_000n);
    const { listNo } = await sell();
    const said = (change: object) => ({
      ...{ bookNo: BOOK_NO, ownNo: fresh('O'), lists: [listNo], lines: null },
      ...change,
    });
    const refused = (change: object) => codes(declareExit(desk.house, said(change), AREA));
    expect(await refused({ lists: ['46122020I999999999'] })).toEqual(['BND-LIST']);
    expect(await refused({ lists: [listNo, listNo] })).toEqual(['BND-LIST']);
    expect(await refused({ lines: [{ recordNo: RECORD, quantity: 1n }] })).toEqual(['BND-SUM']);
    expect(await refused({ lines: [{ recordNo: RECORD, quantity: 200_000n }] })).toEqual([]);
  });
});

describe('slips', () => {
  it('have one open slip a vehicle, and sum up their weights', async () => {
    const { paper } = await must(declareEntry(desk.house, entrySaid(100_000n), AREA));
    const said = slipSaid('I', [paper.paperNo]);
    const slip = await must(declareSlip(desk.house, said, AREA));
    const second = await must(declareEntry(desk.house, entrySaid(100_000n), AREA));
    const wrong = slipSaid('I', [second.paper.paperNo], {
      vehicleNo: said.vehicleNo,
      weights: { ...WEIGHTS, total: 1n },
    });
    expect(await codes(declareSlip(desk.house, wrong, AREA))).toEqual([
      'GATE-VEHICLE',
      'GATE-WEIGHT-SUM',
    ]);
    const bound = slipSaid('I', [paper.paperNo]);
    expect(await codes(declareSlip(desk.house, bound, AREA))).toEqual(['GATE-PAPER']);
    await must(cancelPaper(desk.house, { kind: 'slip', paperNo: slip.paper.paperNo }, AREA));
    const next = await must(declareSlip(desk.house, bound, AREA));
    await must(cross(desk.house, crossingOf(next.paper)));
    const late = cancelPaper(desk.house, { kind: 'slip', paperNo: next.paper.paperNo }, AREA);
    expect(await codes(late)).toEqual(['BND-STATE']);
  });
});

it('leaves everything in balance', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
});
