import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import {
  AGENT,
  AGENT_2,
  CARRIER,
  EVENING,
  openZone,
  PAYFIRM,
  PLATFORM,
  PLATFORM_2,
  type Zone,
} from './zone.ts';

// A waybill carries one parcel, and its number comes back after six months (DOC-2).
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

/** Two parcels of two platforms whose orders have one number, and one waybill for both. */
function twins(): [Papers, Papers] {
  const one = mill.parcel();
  const { orderNo } = one;
  const logisticsNo = one.waybill.head.logisticsNo!;
  const other = mill.parcel({ platform: PLATFORM_2, agent: AGENT_2, buyer: one.sale.buyer });
  return [
    one,
    {
      ...other,
      orderNo,
      order: as('1', other.order, { orderNo }),
      payment: as('1', other.payment, { orderNo }),
      waybill: one.waybill,
      list: as('1', other.list, { orderNo, logisticsNo }),
    },
  ];
}

async function casesOf({ orderNo }: Papers) {
  return zone.db.query(
    `select ebp_code as ebp, state, codes from clearance.cases where order_no = $1 order by 1`,
    [orderNo],
  );
}

describe('a waybill on two lists', () => {
  it('belongs to the first; the second is returned', async () => {
    const [one, other] = twins();
    await desk.sendAll(one);
    await desk.sendAll(other, 'order', 'payment', 'list');
    expect(await casesOf(one)).toEqual([
      { ebp: PLATFORM.code, state: '800', codes: [] },
      { ebp: PLATFORM_2.code, state: '100', codes: ['DOC-WAYBILL-USED'] },
    ]);
    const [receipt] = (await desk.news(AGENT_2)).slice(-1);
    expect(receipt).toMatchObject({ status: '100' });
    expect(receipt?.info).toMatch(/^\[Code:1300;Desc:运单\[.*\]已被其他清单使用\]$/);
    expect(desk.failures).toEqual([]);
  });

  it('that become complete at once: the one filed first has it', async () => {
    const [one, other] = twins();
    await desk.sendAll(one, 'order', 'payment', 'list');
    await desk.sendAll(other, 'order', 'payment', 'list');
    await desk.send(CARRIER, one.waybill);
    expect((await casesOf(one)).map((row) => (row as { state: string }).state)).toEqual([
      '800',
      '100',
    ]);
    expect(desk.failures).toEqual([]);
  });

  it('goes to the second when the first was returned', async () => {
    const [one, other] = twins();
    const wrong = { ...one, payment: as('1', one.payment, { amountPaid: '1.00' }) };
    await desk.sendAll(wrong);
    await desk.sendAll(other, 'order', 'payment', 'list');
    expect((await casesOf(one)).map((row) => (row as { state: string }).state)).toEqual([
      '100',
      '800',
    ]);
  });

  it('is free for the list that holds it', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    expect(await countOf(zone.db, 'clearance.waybill_claims', `list_no is not null`)).not.toBe(0);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', codes: [] });
  });

  it("a hundred lists that name a stranger's waybill are returned in one look", async () => {
    const owner = mill.parcel();
    const logisticsNo = owner.waybill.head.logisticsNo!;
    const strangers = Array.from({ length: 100 }, () => mill.parcel());
    const lists = strangers.map(({ list }) => as('1', list, { logisticsNo }));
    await desk.send(PLATFORM, ...strangers.map(({ order }) => order));
    await desk.send(PAYFIRM, ...strangers.map(({ payment }) => payment));
    await desk.send(AGENT, ...lists);
    const batches = desk.works.decided();
    await desk.send(CARRIER, owner.waybill);
    expect(desk.works.decided() - batches).toBe(100);
    await desk.sendAll(owner, 'order', 'payment', 'list');
    expect(await caseOf(zone.db, owner)).toMatchObject({ state: '800' });
    const returned = await caseOf(zone.db, strangers[0]!);
    expect(returned?.codes[0]).toBe('DOC-WAYBILL-ORDER');
  });
});

describe('a waybill number', () => {
  const reused = (papers: Papers, number: string) =>
    as('1', papers.waybill, { logisticsNo: number });
  const listed = (papers: Papers, number: string) => as('1', papers.list, { logisticsNo: number });

  it('is refused the day before six months are over and begins a new use on the day', async () => {
    const first = mill.parcel();
    const number = first.waybill.head.logisticsNo!;
    await desk.sendAll(first);
    const next = mill.parcel();
    desk.clock.set(startOfDay('2021-03-18') - 1);
    await desk.statuses(CARRIER);
    await desk.send(CARRIER, reused(next, number));
    expect(await desk.statuses(CARRIER)).toEqual(['-504015']);
    desk.clock.set(startOfDay('2021-03-18'));
    await desk.send(CARRIER, reused(next, number));
    expect(await desk.statuses(CARRIER)).toEqual(['2', '120']);
    await desk.sendAll({ ...next, list: listed(next, number) }, 'order', 'payment', 'list');
    expect(await caseOf(zone.db, next)).toMatchObject({ state: '800', codes: [] });
    expect(await caseOf(zone.db, first)).toMatchObject({ state: '800' });
    expect(desk.failures).toEqual([]);
  });

  it('counts from its last use: the list that came later', async () => {
    const first = mill.parcel();
    const number = first.waybill.head.logisticsNo!;
    await desk.sendAll(first, 'order', 'payment', 'waybill');
    desk.clock.set(startOfDay('2020-10-20'));
    await desk.send(AGENT, first.list);
    expect(await caseOf(zone.db, first)).toMatchObject({ state: '800' });
    const next = mill.parcel();
    await desk.statuses(CARRIER);
    desk.clock.set(startOfDay('2021-04-19'));
    await desk.send(CARRIER, reused(next, number));
    expect(await desk.statuses(CARRIER)).toEqual(['-504015']);
    desk.clock.set(startOfDay('2021-04-20'));
    await desk.send(CARRIER, reused(next, number));
    expect(await desk.statuses(CARRIER)).toEqual(['2', '120']);
    expect(desk.failures).toEqual([]);
  });

  it('of an old use cannot be changed or deleted', async () => {
    const first = mill.parcel();
    await desk.sendAll(first);
    desk.clock.set(startOfDay('2021-06-01'));
    await desk.statuses(CARRIER);
    await desk.send(CARRIER, as('2', first.waybill), as('3', first.waybill));
    expect(await desk.statuses(CARRIER)).toEqual(['-504016', '-504016']);
  });

  it('that is deleted leaves its list waiting, and back again releases it', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'waybill', 'order', 'list');
    await desk.send(CARRIER, as('3', papers.waybill));
    await desk.send(PAYFIRM, papers.payment);
    expect(await caseOf(zone.db, papers)).toBeNull();
    await desk.send(CARRIER, as('1', papers.waybill));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
    expect(desk.clock.now()).toBe(EVENING);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
