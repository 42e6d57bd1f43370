import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import { troubled } from './trouble.ts';
import {
  AGENT,
  AGENT_2,
  CARRIER,
  openZone,
  PAYFIRM,
  PLATFORM,
  PLATFORM_2,
  type Zone,
} from './zone.ts';

// Two processes meet at the worst moment: one stands still inside its transaction, right before a
// write, while the other does its whole work.
let zone: Zone;
let mill: ReturnType<typeof paperMill>;
/** The one that stands still. */
let slow: Desk;
let quick: Desk;
let meeting: { before: string; meanwhile: () => Promise<unknown> } | null;
let met: number;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  meeting = null;
  met = 0;
  const db = troubled(zone.db, {
    onStatement: async (text) => {
      const now = meeting;
      if (now === null || !text.includes(now.before)) return;
      meeting = null;
      met += 1;
      await now.meanwhile();
    },
  });
  slow = await openDesk(zone, { db });
  quick = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const DECIDING = 'into clearance.cases as c (decided_at';
const WAITING = 'into clearance.waiting';

async function prepared(): Promise<Papers> {
  const papers = mill.parcel();
  await quick.sendAll(papers, 'order', 'payment', 'waybill');
  await quick.statuses(AGENT);
  return papers;
}

describe('a decision under way', () => {
  it.each([
    ['order', PLATFORM, { acturalPaid: '1.00' }, 'DOC-PAID-SUM'],
    ['payment', PAYFIRM, { amountPaid: '1.00' }, 'DOC-AMOUNT-PAID'],
    ['waybill', CARRIER, { packNo: '2' }, 'DOC-PACK-NO'],
  ] as const)('never lands on the old %s', async (kind, sender, changes, code) => {
    const papers = await prepared();
    const change = as('2', papers[kind], changes);
    meeting = { before: DECIDING, meanwhile: () => quick.send(sender, change) };
    await slow.send(AGENT, papers.list);
    expect(met).toBe(1);
    const row = await caseOf(zone.db, papers);
    expect(row).toMatchObject({ state: '100', attempt: 1 });
    expect(row?.codes).toContain(code);
    expect(await quick.statuses(AGENT)).toEqual(['2', '100']);
    expect(slow.failures).toEqual([]);
  });

  it('never lands on a list that was changed', async () => {
    const papers = await prepared();
    const change = as('2', papers.list, { note: 'once more' });
    meeting = { before: DECIDING, meanwhile: () => quick.send(AGENT, change) };
    await slow.send(AGENT, papers.list);
    expect(met).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    expect(await quick.statuses(AGENT)).toEqual(['2', '2', '120', '800']);
  });

  it('that another process takes first happens once', async () => {
    const papers = await prepared();
    meeting = { before: DECIDING, meanwhile: () => quick.sweep(0) };
    await slow.send(AGENT, papers.list);
    expect(met).toBe(1);
    expect(await quick.statuses(AGENT)).toEqual(['2', '120', '800']);
  });

  it('gives way when another list has taken the waybill', async () => {
    const papers = await prepared();
    const other = mill.parcel({ platform: PLATFORM_2, agent: AGENT_2, buyer: papers.sale.buyer });
    const { orderNo } = papers;
    const logisticsNo = papers.waybill.head.logisticsNo!;
    await quick.send(PLATFORM_2, as('1', other.order, { orderNo }));
    await quick.send(PAYFIRM, as('1', other.payment, { orderNo }));
    const rival = as('1', other.list, { orderNo, logisticsNo });
    meeting = {
      before: 'into clearance.waybill_claims',
      meanwhile: () => quick.send(AGENT_2, rival),
    };
    await slow.send(AGENT, papers.list);
    expect(met).toBe(1);
    expect(await quick.statuses(AGENT)).toEqual(['2', '100']);
    expect((await quick.statuses(AGENT_2)).slice(-1)).toEqual(['800']);
  });

  it('sees what the buyer has used meanwhile', async () => {
    const buyer = mill.person();
    const price = 480_000n;
    const parcels = Array.from({ length: 6 }, () => {
      const [line] = mill.parcel().sale.bought;
      return mill.parcel({ buyer, bought: [{ ...line!, quantity: 1n, price }] });
    });
    for (const papers of parcels.slice(0, 4)) await quick.sendAll(papers);
    const [fifth, sixth] = [parcels[4]!, parcels[5]!];
    await quick.sendAll(fifth, 'order', 'payment', 'waybill');
    await quick.sendAll(sixth, 'order', 'payment', 'waybill');
    meeting = { before: 'into ledger.postings', meanwhile: () => quick.send(AGENT, sixth.list) };
    await slow.send(AGENT, fifth.list);
    expect(met).toBe(1);
    expect(await caseOf(zone.db, sixth)).toMatchObject({ state: '800' });
    expect(await caseOf(zone.db, fifth)).toMatchObject({ state: '100', codes: ['1313'] });
    expect(slow.failures).toEqual([]);
  });
});

describe('a list that begins to wait', () => {
  it('is looked at once more: its last document came a moment ago', async () => {
    const papers = mill.parcel();
    await quick.sendAll(papers, 'order', 'waybill');
    meeting = { before: WAITING, meanwhile: () => quick.send(PAYFIRM, papers.payment) };
    await slow.send(AGENT, papers.list);
    expect(met).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
  });
});

describe('a change under way', () => {
  it('is refused when a list was released on the document meanwhile', async () => {
    const papers = await prepared();
    meeting = {
      before: 'into clearance.cases as c (ebp',
      meanwhile: () => quick.sendAll(papers, 'list'),
    };
    await slow.statuses(PLATFORM);
    await slow.send(PLATFORM, as('2', papers.order, { note: 'too late' }));
    expect(met).toBe(1);
    expect(await slow.statuses(PLATFORM)).toEqual(['-301011']);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, quick.clock.now())).toEqual([]);
  });
});
