import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDate, stamp14 } from '../../src/base/dates.ts';
import { explain } from '../../src/flows/explain.ts';
import { resumeHeld } from '../../src/flows/resume.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { withHead } from '../../src/sandbox/world/document.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk, senderOf } from './desk.ts';
import { as, type Papers, paperMill, signed } from './papers.ts';
import {
  AGENT,
  AGENT_2,
  CARRIER,
  guaranteeOf,
  knowBuyer,
  lodge,
  openZone,
  POOR_AGENT,
  type Zone,
} from './zone.ts';

// The life of a list: draft, waiting, returned and declared again, expired, held and moved on.
const DAY = 86_400_000;
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

/** What `explain` derives again for every decision on a list. */
async function derivedAgain({ orderNo }: Papers): Promise<boolean[]> {
  const rows = await zone.db.query<{ list_no: string }>(
    `select list_no from clearance.cases where order_no = $1 and list_no is not null
     union select list_no from clearance.past_cases where order_no = $1`,
    [orderNo],
  );
  const { hash } = desk.house.registry.current();
  const all = await Promise.all(rows.map(({ list_no }) => explain(zone.db, hash, list_no)));
  return all.flatMap((one) => one?.decisions.map(({ same }) => same) ?? [false]);
}

async function postingsOf({ orderNo }: Papers) {
  return zone.db.query<{ ledger: string; kind: string; amount: bigint }>(
    `select p.ledger, p.kind, p.amount from ledger.postings p join clearance.cases c
       on c.list_no = p.ref where c.order_no = $1 order by p.ledger, p.kind`,
    [orderNo],
  );
}

describe('an order that was changed after it was paid', () => {
  it('is released, and derived again as the changed order it was', async () => {
    const papers = mill.parcel();
    await desk.send(papers.sale.platform, papers.order);
    const later = stamp14(desk.clock.now() + 2 * DAY);
    await desk.send(papers.sale.platform, as('2', papers.order, { appTime: later }));
    await desk.sendAll(papers, 'payment', 'waybill', 'list');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await derivedAgain(papers)).toEqual([true]);
  });
});

describe('a draft', () => {
  it('is kept and becomes a list when it is declared', async () => {
    const papers = mill.parcel();
    await desk.statuses(AGENT);
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await desk.send(AGENT, withHead(papers.list, { appStatus: '1' }));
    expect(await desk.statuses(AGENT)).toEqual(['1']);
    expect(await caseOf(zone.db, papers)).toBeNull();
    expect(await countOf(zone.db, 'documents.unfiled', "reason = 'draft'")).toBe(1);
    await desk.send(AGENT, papers.list);
    expect(await desk.statuses(AGENT)).toEqual(['2', '120', '800']);
  });
});

describe('a returned list', () => {
  it('is declared again under a new number; the first decision is kept', async () => {
    const papers = mill.parcel();
    const wrong = as('1', papers.list, { buyerTelephone: '13900000000' });
    await desk.sendAll({ ...papers, list: wrong });
    const first = await caseOf(zone.db, papers);
    expect(first).toMatchObject({ state: '100', attempt: 1, codes: ['130126'] });
    await desk.send(AGENT, papers.list);
    const second = await caseOf(zone.db, papers);
    expect(second).toMatchObject({ state: '800', attempt: 2, codes: [] });
    expect(second?.listNo).not.toBe(first?.listNo);
    const past = `list_no = '${first?.listNo}' and state = '100' and attempt = 1`;
    expect(await countOf(zone.db, 'clearance.past_cases', past)).toBe(1);
    expect(await derivedAgain(papers)).toEqual([true, true]);
  });

  it('takes nothing from the quota of its buyer', async () => {
    const papers = mill.parcel();
    await desk.sendAll({ ...papers, list: as('1', papers.list, { packNo: '2' }) });
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100' });
    expect(await postingsOf(papers)).toEqual([]);
  });
});

describe('a list without its documents', () => {
  it('waits through the last moment and is returned after it', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'waybill', 'list');
    const waitDays = zone.profile.parameters.waitDays[0]!.value;
    desk.clock.advance(waitDays * DAY);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toBeNull();
    desk.clock.advance(1);
    await desk.statuses(AGENT);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes: ['-401004'] });
    const receipts = await desk.news(AGENT);
    expect(receipts.map(({ status, info }) => [status, info])).toEqual([
      ['100', '[Code:1300;Desc:支付单不存在]'],
    ]);
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
    expect(await desk.sweep()).toBe(0);
    await desk.sendAll(papers, 'payment', 'list');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
  });

  it('that was changed waits from its last attempt on', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'list');
    const waitDays = zone.profile.parameters.waitDays[0]!.value;
    desk.clock.advance(waitDays * DAY);
    await desk.send(AGENT, as('2', papers.list));
    desk.clock.advance(DAY);
    expect(await desk.sweep()).toBe(0);
    expect(await countOf(zone.db, 'clearance.waiting', `order_no = '${papers.orderNo}'`)).toBe(1);
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
  });
});

describe('a held list', () => {
  const poor = () => mill.parcel({ agent: POOR_AGENT });

  it('is released when the guarantee suffices: 600, then 800', async () => {
    const papers = poor();
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    expect(await desk.statuses(POOR_AGENT)).toEqual(['2', '120', '600']);
    expect(await postingsOf(papers)).toEqual([
      { ledger: expect.stringMatching(/^quota/), kind: 'reserve', amount: papers.dutiable },
    ]);
    await desk.sweep();
    expect(await desk.statuses(POOR_AGENT)).toEqual([]);
    const [account] = await zone.db.query<{ posted: bigint }>(
      `select posted from ledger.accounts where ledger = 'guarantee' and key = $1`,
      [POOR_AGENT.code],
    );
    const enough = (account?.posted ?? 0n) + papers.tax;
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, enough - 1n)]));
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, enough)]));
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
    expect(await desk.statuses(POOR_AGENT)).toEqual(['800']);
    expect(await postingsOf(papers)).toEqual([
      { ledger: 'guarantee', kind: 'direct', amount: papers.tax },
      { ledger: expect.stringMatching(/^quota/), kind: 'post', amount: papers.dutiable },
      { ledger: expect.stringMatching(/^quota/), kind: 'reserve', amount: papers.dutiable },
    ]);
    expect(await derivedAgain(papers)).toEqual([true, true]);
  });

  it('is returned when its buyer is barred meanwhile; its reserve is void', async () => {
    const papers = poor();
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await zone.register((tx) => knowBuyer(tx, papers.sale.buyer, true));
    await desk.statuses(POOR_AGENT);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes: ['ID-BLOCKED'] });
    expect(await desk.statuses(POOR_AGENT)).toEqual(['100']);
    const kinds = (await postingsOf(papers)).map(({ kind }) => kind);
    expect(kinds).toEqual(['reserve', 'void']);
    expect(await derivedAgain(papers)).toEqual([true, true]);
    // Its waybill is free again for the next attempt, which the bar still returns.
    await zone.register((tx) => knowBuyer(tx, papers.sale.buyer, false));
    await desk.send(POOR_AGENT, papers.list);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600', attempt: 2 });
  });

  it('many of them are looked at page by page', async () => {
    const all = Array.from({ length: 60 }, poor);
    for (const kind of ['order', 'payment', 'waybill', 'list'] as const) {
      const senders = { order: all[0]!.sale.platform, payment: all[0]!.sale.payment };
      const sender = { ...senders, waybill: CARRIER, list: POOR_AGENT }[kind];
      await desk.send(sender, ...all.map((papers) => papers[kind]));
    }
    const held = await countOf(zone.db, 'clearance.cases', "state = '600'");
    expect(held).toBeGreaterThanOrEqual(60);
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    expect(await resumeHeld(desk.house, 25)).toBe(held);
    expect(await countOf(zone.db, 'clearance.cases', "state = '600'")).toBe(0);
  });
});

describe('the rest of a quota', () => {
  it('goes to the list that came first, whatever its number', async () => {
    const buyer = mill.person();
    const [line] = mill.parcel().sale.bought;
    const bought = [{ ...line!, quantity: 1n, price: 480_000n }];
    const all = Array.from({ length: 7 }, () => mill.parcel({ buyer, bought }));
    for (const kind of ['order', 'payment', 'waybill'] as const) {
      await desk.send(senderOf(all[0]!, kind), ...all.map((papers) => papers[kind]));
    }
    await desk.send(AGENT, ...all.map(({ list }) => list).toReversed());
    const states = await Promise.all(all.map((papers) => caseOf(zone.db, papers)));
    expect(states.map((one) => one?.state)).toEqual(['100', '100', ...Array(5).fill('800')]);
  });
});

describe('a law that changes between', () => {
  it('decides by the version in force and explains by the version of the decision', async () => {
    const before = mill.parcel();
    await desk.sendAll(before);
    const { parameters } = zone.profile;
    const [limit, ...rest] = parameters.singleLimit.toReversed();
    const singleLimit = [...rest.toReversed(), { ...limit!, value: 20_000n }];
    const parts = zone.profile;
    const stricter = completeProfile({ ...parts, parameters: { ...parameters, singleLimit } });
    await zone.register((tx) => writeProfile(tx, stricter, desk.clock.now()));
    const after = mill.parcel();
    await desk.sendAll(after);
    expect(await caseOf(zone.db, before)).toMatchObject({ state: '800' });
    expect(await caseOf(zone.db, after)).toMatchObject({ state: '100', codes: ['-621005'] });
    expect(await derivedAgain(before)).toEqual([true]);
    expect(await derivedAgain(after)).toEqual([true]);
    await zone.register((tx) => writeProfile(tx, zone.profile, desk.clock.now()));
  });
});

describe('receipts', () => {
  it('go to the sender and to those it subscribed', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await Promise.all([desk.statuses(AGENT), desk.statuses(AGENT_2)]);
    const subscribers = [AGENT_2.dxpId, 'DXPENT9999999999'];
    const card = zone.cardOf(AGENT);
    await desk.post(signed([papers.list], { sender: AGENT, card, subscribers }), AGENT);
    await desk.works.idle();
    expect(await desk.statuses(AGENT)).toEqual(['2', '120', '800']);
    expect(await desk.statuses(AGENT_2)).toEqual(['2', '120', '800']);
  });

  it('are numbered without a gap', async () => {
    const receipts = await readReceipts(zone.db, AGENT.code, 0n, 1_000);
    expect(receipts.map(({ cursor }) => Number(cursor))).toEqual(receipts.map((_, i) => i + 1));
    expect(businessDate(receipts[0]!.at)).toBe('2020-09-18');
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
