import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { reliefOf } from '../../src/clearance/refund.ts';
import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { endRefund, reportGoods } from '../../src/flows/report-goods.ts';
import { settableClock } from '../../src/io/clock.ts';
import type { Enterprise } from '../../src/registry/enterprise.ts';
import { articleNamed } from '../../src/sandbox/world/sale.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Paper, type Papers, paperMill } from './papers.ts';
import { refundOf, told } from './request-papers.ts';
import { AGENT, AGENT_2, EVENING, openZone, type Zone } from './zone.ts';

// Refund requests (CEB625): goods of a released parcel come back in time, all or some of them.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone, { clock: settableClock(EVENING) });
  await desk.news(AGENT);
  await desk.news(AGENT_2);
});
afterAll(() => zone?.database.drop());

type Sold = Papers & { readonly listNo: string };

/** A released parcel: two articles of 168 yuan, and 12 of freight. */
async function released(): Promise<Sold> {
  const papers = mill.parcel({
    bought: [{ article: articleNamed('配方奶粉1段'), quantity: 3n, price: 16_801n }],
  });
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing?.state).toBe('800');
  await desk.news(AGENT);
  return { ...papers, listNo: standing!.listNo! };
}

const request = ({ list, listNo }: Sold, qty: string, changes = {}, line = {}): Paper =>
  refundOf(list, listNo, qty, changes, line);

/** Sends a request that is accepted; its number. */
async function accepted(sold: Sold, qty: string): Promise<string> {
  await desk.send(AGENT, request(sold, qty));
  const receipts = await desk.news(AGENT);
  expect(told(receipts)).toEqual(['CEB626 2', 'CEB626 120']);
  return receipts[1]!.keys.preNo!;
}

async function refused(sold: Sold, paper: Paper): Promise<string> {
  await desk.send(sold.list.head.agentCode === paper.head.agentCode ? AGENT : AGENT_2, paper);
  const receipts = [...(await desk.news(AGENT)), ...(await desk.news(AGENT_2))];
  return receipts.at(-1)!.status;
}

async function correctionsOf(preNo: string): Promise<Record<string, bigint>> {
  const rows = await zone.db.query<{ ledger: string; amount: bigint }>(
    "select ledger, amount from ledger.postings where ref = $1 and kind = 'correct'",
    [preNo],
  );
  return Object.fromEntries(rows.map(({ ledger, amount }) => [ledger, amount]));
}

const ACCEPTED = { refused: null };

describe('goods that come back in time', () => {
  it('give back quota and tax, and the declarant is told', async () => {
    const sold = await released();
    const preNo = await accepted(sold, '3');
    expect(preNo).toMatch(/^T20200918\d{9}$/);
    desk.clock.advance(45 * DAY);
    const end = await endRefund(desk.house, { preNo, ...ACCEPTED });
    expect(end).toMatchObject({ changed: true, refund: { state: 'closed', reason: null } });
    const [last] = await desk.news(AGENT);
    expect(last).toMatchObject({ type: 'CEB626', status: '800', info: '[Code:2600;Desc:放行]' });
    expect(last!.keys).toMatchObject({ invtNo: sold.listNo, preNo });
    const { dutiable, tax } = sold;
    expect(await correctionsOf(preNo)).toEqual({ quota: dutiable, guarantee: tax });
    const view = await viewDeclaration(zone.db, sold.listNo, AGENT.code);
    expect(view).toMatchObject({ status: '800', refunds: [{ preNo, state: 'closed', dutiable }] });
  });

  it('in parts give back exactly the whole', async () => {
    const sold = await released();
    const sums = { quota: 0n, guarantee: 0n };
    for (const qty of ['1', '0.5', '1.5']) {
      const preNo = await accepted(sold, qty);
      await endRefund(desk.house, { preNo, ...ACCEPTED });
      expect(told(await desk.news(AGENT))).toEqual(['CEB626 800']);
      const given = await correctionsOf(preNo);
      sums.quota += given.quota!;
      sums.guarantee += given.guarantee!;
    }
    expect(sums).toEqual({ quota: sold.dutiable, guarantee: sold.tax });
    expect(await refused(sold, request(sold, '0.00001'))).toBe('-625004');
  });

  it('are reported once, by whom the goods reached', async () => {
    const sold = await released();
    const preNo = await accepted(sold, '1');
    const site = { code: 'SITE', roles: ['site'] } as unknown as Enterprise;
    const other = { code: AGENT.code, roles: ['agent'] } as unknown as Enterprise;
    const report = { preNo, ...ACCEPTED };
    expect(await reportGoods(desk.house, report, other)).toBeNull();
    expect(await reportGoods(desk.house, { ...report, preNo: 'T0' }, site)).toBeNull();
    const ends = await Promise.all([1, 2, 3, 4].map(() => reportGoods(desk.house, report, site)));
    expect(ends.filter((end) => end?.changed)).toHaveLength(1);
    expect(ends.map((end) => end?.refund.state)).toEqual(Array(4).fill('closed'));
    expect(told(await desk.news(AGENT))).toEqual(['CEB626 800']);
  });
});

describe('nothing is given back', () => {
  it('for goods that are not as they were', async () => {
    const sold = await released();
    const preNo = await accepted(sold, '1');
    await endRefund(desk.house, { preNo, refused: '已拆封' });
    const [last] = await desk.news(AGENT);
    expect(last).toMatchObject({ status: '100', info: expect.stringContaining('已拆封') });
    expect(await correctionsOf(preNo)).toEqual({});
    // They were not accepted, so as much may be asked for again.
    await accepted(sold, '3');
  });

  it('for goods that come on the day after the last, or never', async () => {
    const sold = await released();
    const late = await accepted(sold, '1');
    desk.clock.advance(46 * DAY);
    await endRefund(desk.house, { preNo: late, ...ACCEPTED });
    expect(told(await desk.news(AGENT))).toEqual(['CEB626 100']);
    desk.clock.set(EVENING);
    const other = await released();
    const never = await accepted(other, '1');
    desk.clock.advance(45 * DAY);
    await desk.sweep();
    expect(await desk.news(AGENT)).toEqual([]);
    desk.clock.advance(DAY);
    await desk.sweep();
    const last = (await desk.news(AGENT)).find(({ keys }) => keys.preNo === never);
    expect(last).toMatchObject({ type: 'CEB626', status: '100' });
    expect(await correctionsOf(never)).toEqual({});
  });
});

describe('a request is refused', () => {
  it('after the thirtieth day, and not before', async () => {
    const sold = await released();
    desk.clock.advance(31 * DAY);
    expect(await refused(sold, request(sold, '1'))).toBe('-625004');
    desk.clock.advance(-DAY);
    await accepted(sold, '1');
  });

  it('while another one is open', async () => {
    const sold = await released();
    await accepted(sold, '1');
    expect(await refused(sold, request(sold, '1'))).toBe('-625201');
    const other = await released();
    await desk.send(AGENT, request(other, '1'), request(other, '1'));
    expect(told(await desk.news(AGENT)).sort()).toEqual(
      ['CEB626 -625201', 'CEB626 120', 'CEB626 2', 'CEB626 2'].sort(),
    );
  });

  it('for more than was declared, for none, and for lines that there are not', async () => {
    const sold = await released();
    expect(await refused(sold, request(sold, '3.00001'))).toBe('-625004');
    expect(await refused(sold, request(sold, '0'))).toBe('-625001');
    expect(await refused(sold, request(sold, '1', {}, { gnum: '2' }))).toBe('-625209');
    expect(await refused(sold, request(sold, '1', {}, { gcode: '2203000000' }))).toBe('-625209');
    const twice = request(sold, '1');
    expect(await refused(sold, { ...twice, lines: [...twice.lines, ...twice.lines] })).toBe(
      '-625209',
    );
  });

  it('of a list that there is not, of another parcel, of another declarant', async () => {
    const sold = await released();
    const none = { invtNo: '46122020I999999999' };
    expect(await refused(sold, request(sold, '1', none))).toBe('-625032');
    expect(await refused(sold, request(sold, '1', { orderNo: 'other' }))).toBe('-625010');
    expect(await refused(sold, request(sold, '1', { agentCode: AGENT_2.code }))).toBe('-625021');
    expect(await refused(sold, request(sold, '1', { preNo: 'T20200918000000000' }))).toBe(
      '-625008',
    );
  });

  it('when the same request was accepted before', async () => {
    const sold = await released();
    const paper = request(sold, '1');
    await desk.send(AGENT, paper);
    expect(told(await desk.news(AGENT))).toEqual(['CEB626 2', 'CEB626 120']);
    const changed = { ...paper.head, appType: '2', guid: randomUUID(), reason: '改' };
    expect(await refused(sold, { ...paper, head: changed })).toBe('-625033');
  });
});

describe('whatever happens', () => {
  it('rounding never gives back more than was taken', async () => {
    const sold = await released();
    const view = await viewDeclaration(zone.db, sold.listNo, AGENT.code);
    const { verdict } = view!.decision!;
    const list = view!.list.terms;
    const qty = 300_000n / 7n;
    let earlier: { preNo: string; state: 'closed'; lines: { gnum: number; qty: bigint }[] }[] = [];
    let given = 0n;
    for (let left = 300_000n; left > 0n; left -= qty) {
      const lines = [{ gnum: 1, qty: left < qty ? left : qty }];
      given += reliefOf({ list, verdict, earlier }, lines, 'T').dutiablePrice;
      expect(given).toBeLessThanOrEqual(sold.dutiable);
      earlier = [...earlier, { preNo: 'T', state: 'closed', lines }];
    }
    expect(given).toBe(sold.dutiable);
  });

  it('the audit finds nothing', async () => {
    expect(await brokenLaws(zone.db, EVENING + 60 * DAY)).toEqual([]);
  });
});
