import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorldDocument } from '../../src/sandbox/world/document.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, countOf, type Desk, type Kind, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import { AGENT, CARRIER, openZone, PAYFIRM, PLATFORM, type Zone } from './zone.ts';

// What becomes of a record whose key is known: the trade's own codes (specification 202205).
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const CODES = [
  { kind: 'order', sender: PLATFORM, exists: '-301010', absent: '-301009', used: '-301011' },
  { kind: 'payment', sender: PAYFIRM, exists: '-401007', absent: '-401006', used: '-401008' },
  { kind: 'waybill', sender: CARRIER, exists: '-504015', absent: '-504014', used: '-504016' },
] as const;
const OTHER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  order: { note: 'another text' },
  payment: { note: 'another text' },
  waybill: { note: 'another text' },
  list: { note: 'another text' },
};

/** What the sender is told of one record. */
async function told(sender: Party, ...records: readonly WorldDocument[]): Promise<string[]> {
  await desk.statuses(sender);
  await desk.send(sender, ...records);
  return desk.statuses(sender);
}

describe.each(CODES)('a $kind', ({ kind, sender, exists, absent, used }) => {
  it('is stored once; again or otherwise it exists', async () => {
    const one = mill.parcel()[kind];
    expect(await told(sender, one)).toEqual(['2', '120']);
    expect(await told(sender, one)).toEqual([exists]);
    expect(await told(sender, as('1', one, OTHER[kind]))).toEqual([exists]);
    expect(await told(sender, as('1', one), as('1', one))).toEqual([exists, exists]);
  });

  it('twice in one message is stored once', async () => {
    const one = mill.parcel()[kind];
    expect(await told(sender, one, as('1', one, OTHER[kind]))).toEqual(['2', '120', exists]);
  });

  it('is changed and deleted while no list uses it', async () => {
    const papers = mill.parcel();
    const one = papers[kind];
    expect(await told(sender, as('2', one))).toEqual([absent]);
    expect(await told(sender, as('3', one))).toEqual([absent]);
    await desk.send(sender, one);
    expect(await told(sender, as('2', one, OTHER[kind]))).toEqual(['2', '120']);
    expect(await told(sender, as('3', one))).toEqual(['2', '120']);
    expect(await told(sender, as('2', one))).toEqual([absent]);
    expect(await told(sender, as('1', one))).toEqual(['2', '120']);
    await desk.sendAll(papers, ...(['order', 'payment', 'waybill'] as const).filter(not(kind)));
    await desk.sendAll(papers, 'list');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', codes: [] });
  });

  it('is changed and deleted in one message', async () => {
    const one = mill.parcel()[kind];
    const changed = as('2', one, OTHER[kind]);
    const statuses = await told(sender, one, changed, as('3', one), as('3', one), as('1', one));
    expect(statuses).toEqual(['2', '120', '2', '120', '2', '120', absent, '2', '120']);
  });

  it('stays as it is once a list uses it', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    for (const appType of ['2', '3'] as const) {
      expect(await told(sender, as(appType, papers[kind], OTHER[kind]))).toEqual([used]);
    }
    expect(await told(sender, as('1', papers[kind]))).toEqual([exists]);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
  });

  it('may be changed again once its list was returned', async () => {
    const papers = mill.parcel();
    const wrong = { ...papers, payment: as('1', papers.payment, { amountPaid: '1.00' }) };
    await desk.sendAll(wrong);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100' });
    expect(await told(sender, as('2', papers[kind], OTHER[kind]))).toEqual(['2', '120']);
  });
});

function not(kind: Kind) {
  return (other: Kind): boolean => other !== kind;
}

describe('a list', () => {
  it('exists while it waits; a change begins a new attempt', async () => {
    const { list } = mill.parcel();
    expect(await told(AGENT, as('2', list))).toEqual(['-621011']);
    expect(await told(AGENT, list)).toEqual(['2']);
    expect(await told(AGENT, list)).toEqual(['-621004']);
    expect(await told(AGENT, as('1', list, OTHER.list))).toEqual(['-621004']);
    expect(await told(AGENT, as('2', list, OTHER.list))).toEqual(['2']);
    expect(await told(AGENT, as('3', list))).toEqual(['-621012']);
  });

  it('stays as it is once it is released', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    expect(await told(AGENT, papers.list)).toEqual(['-621004']);
    expect(await told(AGENT, as('2', papers.list, OTHER.list))).toEqual(['-621012']);
    expect(await told(AGENT, as('3', papers.list))).toEqual(['-621012']);
  });

  it('waiting, then changed to the right waybill, is released as its second attempt', async () => {
    const papers = mill.parcel();
    const wrong = as('1', papers.list, { logisticsNo: '9700000000000' });
    await desk.sendAll({ ...papers, list: wrong });
    expect(await countOf(zone.db, 'clearance.waiting', whereOf(papers))).toBe(1);
    const again = as('2', papers.list, { logisticsNo: '9700000000001' });
    await desk.send(AGENT, again);
    expect(await countOf(zone.db, 'clearance.waiting', whereOf(papers))).toBe(1);
    expect(await told(AGENT, as('2', papers.list))).toEqual(['2', '120', '800']);
    expect(await countOf(zone.db, 'clearance.waiting', whereOf(papers))).toBe(0);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 3 });
  });
});

function whereOf({ orderNo }: Papers): string {
  return `order_no = '${orderNo}'`;
}

describe('payments of an order', () => {
  it('that are two return the list; with one deleted it is released', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    const second = as('1', papers.payment, { payTransactionId: `${papers.orderNo}-2` });
    await desk.send(PAYFIRM, second);
    expect(await told(AGENT, papers.list)).toEqual(['2', '100']);
    expect(await caseOf(zone.db, papers)).toMatchObject({
      codes: expect.arrayContaining(['-401003']),
    });
    expect(await told(PAYFIRM, as('3', second))).toEqual(['2', '120']);
    expect(await told(AGENT, papers.list)).toEqual(['2', '120', '800']);
    const past = await countOf(zone.db, 'clearance.past_cases', whereOf(papers));
    expect(past).toBe(1);
  });

  it('cannot leave an order whose list is released', async () => {
    const papers = mill.parcel();
    const other = mill.parcel();
    await desk.sendAll(papers);
    const moved = as('2', papers.payment, { orderNo: other.orderNo });
    expect(await told(PAYFIRM, moved)).toEqual(['-401008']);
    expect(await told(PAYFIRM, as('3', papers.payment, { orderNo: other.orderNo }))).toEqual([
      '-401008',
    ]);
  });

  it('may leave an order that no list uses', async () => {
    const papers = mill.parcel();
    const wrong = as('1', papers.payment, { orderNo: `${papers.orderNo}X` });
    await desk.sendAll({ ...papers, payment: wrong });
    expect(await told(PAYFIRM, as('2', papers.payment))).toEqual(['2', '120']);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('deleted, and sent again after another one has paid, is stored', async () => {
    const papers = mill.parcel();
    const second = as('1', papers.payment, { payTransactionId: `${papers.orderNo}-2` });
    await desk.send(PAYFIRM, second);
    await desk.send(PAYFIRM, as('3', second));
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await told(PAYFIRM, second)).toEqual(['2', '120']);
    expect(desk.failures).toEqual([]);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
