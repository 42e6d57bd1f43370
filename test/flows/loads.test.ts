import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Slip, Weights } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import { unload, viewLoad } from '../../src/flows/loads.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { refundOf } from './request-papers.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AREA, codesOf, fresh, must, openBondedZone, type Yard, yardOf } from './yard.ts';
import { AGENT, type Zone } from './zone.ts';

// Load lists: the parcels of a slip out, before the gate, at it and after it (GATE-4, GATE-5).
let zone: Zone;
let desk: Desk;
let yard: Yard;

beforeAll(async () => {
  zone = await openBondedZone();
  await zone.register((tx) => writeBook(tx));
  yard = yardOf(zone, () => desk);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

const ONE = 100_000n;
type Sold = Awaited<ReturnType<Yard['sell']>>;

/** So many parcels of 2, on one exit list and one slip. */
async function loaded(count: number) {
  await yard.enter(2n * BigInt(count) * ONE);
  const sold: Sold[] = [];
  for (let i = 0; i < count; i += 1) sold.push(await yard.sell());
  const lists = sold.map(({ listNo }) => listNo);
  const said = { bookNo: BOOK_NO, ownNo: fresh('O'), lists, lines: null };
  const { paper: exit } = await must(stockOn(desk.house).exit(said, AREA));
  return { sold, lists, exit, slip: await yard.slip('E', exit.paperNo) };
}

/** One of the two goods of a parcel comes back. */
async function comesBack({ papers, listNo }: Sold): Promise<void> {
  await desk.news(AGENT);
  await desk.send(AGENT, refundOf(papers.list, listNo, '1'));
  const preNo = (await desk.news(AGENT)).at(-1)!.keys.preNo!;
  expect(await endRefund(desk.house, { preNo, refused: null })).toMatchObject({ changed: true });
}

/** Customs takes a released parcel back into its hands; the line and its officers do that. */
const setState = (listNo: string, state: string) =>
  zone.db.query('update clearance.cases set state = $2 where list_no = $1', [listNo, state]);

const report = (slip: Slip, at: number) =>
  must(
    cross(desk.house, {
      ...{ crossingId: fresh('X'), gate: 'ZZ09', slipNo: slip.paperNo, at },
      ...{ vehicleNo: slip.body.vehicleNo, vehicleIc: null, weight: null, sealOk: true },
    }),
  );
const lighter = ({ body: { weights } }: Slip): Weights => {
  const gross = weights.gross - 100_00000n;
  return { ...weights, gross, total: weights.total - 100_00000n };
};
const off = (slip: Slip, lists: string[], change: Partial<Weights> = {}, who = AREA) =>
  unload(desk.house, slip.paperNo, { lists, weights: { ...lighter(slip), ...change } }, who);
const view = async (slip: Slip) => (await viewLoad(desk.house, slip.paperNo, null))!;
const bindings = async (slip: Slip) => (await view(slip)).parcels.map(({ binding }) => binding);

describe('a load list', () => {
  it('shows each parcel before, at and after the gate', async () => {
    const { lists, slip, sold } = await loaded(2);
    const before = await view(slip);
    expect(before.state).toBe('open');
    const { logisticsNo } = sold[0]!.papers.list.head;
    expect(before.parcels).toMatchObject([
      { listNo: lists[0], logisticsNo, status: '800', binding: 'bound', findings: [] },
      { listNo: lists[1], status: '800', binding: 'bound' },
    ]);
    expect(before.parcels[0]!.grossWeight).toBeGreaterThan(0n);
    expect(await yard.cross(slip)).toMatchObject({ passed: true });
    const after = await view(slip);
    expect(after.state).toBe('closed');
    expect(after.parcels).toMatchObject([
      { status: '899', binding: 'gone' },
      { status: '899', binding: 'gone' },
    ]);
    expect(await viewLoad(desk.house, 'Z0', null)).toBeNull();
  });

  it('stops its vehicle with the number of each parcel that is held', async () => {
    const { lists, slip } = await loaded(3);
    const [held, seized] = [lists[0]!, lists[2]!];
    await setState(held, '300');
    await setState(seized, '600');
    expect(await bindings(slip)).toEqual(['held', 'bound', 'held']);
    const before = await yard.book();
    const stopped = await yard.cross(slip);
    expect(stopped.passed).toBe(false);
    expect(stopped.findings.map(({ code, en }) => [code, en])).toEqual([
      ['GATE-PARCEL', `list ${held} is not released: its status is 300`],
      ['GATE-PARCEL', `list ${seized} is not released: its status is 600`],
    ]);
    expect(await yard.book()).toEqual(before);
    for (const listNo of [held, seized]) await setState(listNo, '800');
    expect(await yard.cross(slip)).toMatchObject({ passed: true });
  });

  it('stops for a parcel that came back, unless the vehicle had left by then', async () => {
    const first = await loaded(2);
    const late = await loaded(1);
    const before = desk.clock.now();
    desk.clock.advance(60_000);
    for (const sold of [first.sold[0]!, late.sold[0]!]) await comesBack(sold);
    desk.clock.advance(60_000);
    const stopped = await report(first.slip, desk.clock.now());
    expect(stopped.findings.map(({ code }) => code)).toEqual(['GATE-PARCEL']);
    expect(stopped.findings[0]!.en).toContain(`list ${first.lists[0]} came back at 2020-09-18`);
    expect(await bindings(first.slip)).toEqual(['held', 'bound']);
    expect(await report(late.slip, before)).toMatchObject({ passed: true });
    await must(off(first.slip, [first.lists[0]!]));
    expect(await report(first.slip, desk.clock.now())).toMatchObject({ passed: true });
    const next = stockOn(desk.house).slip(
      {
        ...{ bookNo: BOOK_NO, ownNo: fresh('S'), way: 'E', type: '3', binding: '1' },
        ...{ papers: [first.exit.paperNo], vehicleNo: fresh('豫A'), vehicleIc: null },
        ...{ weights: first.slip.body.weights, shares: [], lists: [], goods: [] },
      },
      AREA,
    );
    // What came back may not leave: its exit list has nothing else.
    expect(await codesOf(next)).toEqual(['GATE-PAPER']);
  });

  it('takes only parcels that may leave', async () => {
    await yard.enter(4n * ONE);
    const [good, bad] = [await yard.sell(), await yard.sell()];
    const lists = [good.listNo, bad.listNo];
    const said = { bookNo: BOOK_NO, ownNo: fresh('O'), lists, lines: null };
    const { paper } = await must(stockOn(desk.house).exit(said, AREA));
    await setState(bad.listNo, '600');
    const named = (own: string[]) =>
      stockOn(desk.house).slip(
        {
          ...{ bookNo: BOOK_NO, ownNo: fresh('S'), way: 'E', type: '3', binding: '3' },
          ...{ papers: [paper.paperNo], vehicleNo: fresh('豫A'), vehicleIc: null, lists: own },
          ...{ weights: { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n } },
          ...{ shares: [], goods: [] },
        },
        AREA,
      );
    expect(await codesOf(named(lists))).toEqual(['BND-LIST']);
    const slip = await yard.slip('E', paper.paperNo);
    expect(slip.body.lists).toEqual([good.listNo]);
    expect(await yard.cross(slip)).toMatchObject({ passed: true });
    await setState(bad.listNo, '800');
    expect(await yard.cross(await yard.slip('E', paper.paperNo))).toMatchObject({ passed: true });
  });
});

describe('a parcel taken off', () => {
  it('waits for another vehicle; the rest leaves with the weights without it', async () => {
    const { lists, slip, exit } = await loaded(3);
    const [first, second, third] = lists as [string, string, string];
    const done = await must(off(slip, [second]));
    const { body } = done!.paper;
    expect(body).toMatchObject({ lists: [first, third], off: [second] });
    expect(body.weights.total).toBe(slip.body.weights.total - 100_00000n);
    expect(await must(off(slip, [second]))).toMatchObject({ changed: false });
    const other = off(slip, [second], { net: 1n });
    expect(await codesOf(other)).toEqual(['BND-LIST']);
    const next = await yard.slip('E', exit.paperNo);
    expect(next.body.lists).toEqual([second]);
    const before = await yard.book();
    expect(await yard.cross(slip)).toMatchObject({ passed: true });
    expect((await yard.book()).remain).toBe(before.remain - 4n * ONE);
    expect(await codesOf(off(slip, [first]))).toEqual(['GATE-CROSSED']);
    expect(await yard.cross(next)).toMatchObject({ passed: true });
    const paper = await stockOn(desk.house).paper({ kind: 'exit', paperNo: exit.paperNo }, AREA);
    expect(paper).toMatchObject({ state: 'closed' });
  });

  it('is refused for what is wrong, all at once', async () => {
    const { lists, slip } = await loaded(2);
    const [first, second] = lists as [string, string];
    expect(await codesOf(off(slip, ['46122020I999999999', first, first], { total: 1n }))).toEqual([
      ...['BND-LIST', 'BND-LIST', 'GATE-WEIGHT-SUM'],
    ]);
    expect(await codesOf(off(slip, [first, second]))).toEqual(['GATE-EMPTY']);
    expect(await must(off(slip, [first], {}, AGENT.code))).toBeNull();
    await must(stockOn(desk.house).cancel({ kind: 'slip', paperNo: slip.paperNo }, AREA));
    expect(await codesOf(off(slip, [first]))).toEqual(['BND-STATE']);
    expect(await view(slip)).toMatchObject({ state: 'void', parcels: [{ binding: 'off' }, {}] });
    const inward = await must(
      stockOn(desk.house).slip(
        {
          ...{ bookNo: BOOK_NO, ownNo: fresh('S'), way: 'I', type: '6', binding: '1', papers: [] },
          ...{ vehicleNo: fresh('豫A'), vehicleIc: null, weights: slip.body.weights },
          ...{ shares: [], lists: [], goods: [] },
        },
        AREA,
      ),
    );
    expect(await must(off(inward.paper, [first]))).toBeNull();
    expect(await viewLoad(desk.house, inward.paper.paperNo, null)).toBeNull();
  });

  it('at the moment of the crossing leaves with it or stays, never both', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { lists, slip, exit } = await loaded(2);
      const before = await yard.book();
      const [amended, crossed] = await Promise.all([off(slip, [lists[0]!]), yard.cross(slip)]);
      expect(crossed.passed).toBe(true);
      const left = before.remain - (await yard.book()).remain;
      expect(left).toBe(amended.ok ? 2n * ONE : 4n * ONE);
      if (amended.ok) await yard.cross(await yard.slip('E', exit.paperNo));
    }
  });
});

it('leaves everything in balance', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
});
