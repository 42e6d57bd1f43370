import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { issueBills } from '../../src/flows/bills.ts';
import { billStep, collect } from '../../src/flows/collect-bills.ts';
import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { settableClock } from '../../src/io/clock.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { arrivalOf, refundOf, told } from './request-papers.ts';
import {
  AGENT,
  EVENING,
  guaranteeOf,
  lodge,
  openZone,
  POOR_AGENT,
  SITE,
  type Zone,
} from './zone.ts';

// Tax bills (CEB816, CEB818): a released list is billed the next day, and collected from its
// guarantor in a payment notice when nothing of it can come back any more.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
beforeEach(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone, { clock: settableClock(EVENING) });
});
afterEach(async () => {
  expect(await brokenLaws(zone.db, desk.clock.now() + DAY)).toEqual([]);
  await zone.database.drop();
});

type Sold = Papers & { readonly listNo: string };

async function released(): Promise<Sold> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing?.state).toBe('800');
  await desk.news(AGENT);
  return { ...papers, listNo: standing!.listNo! };
}

/** Asks for the refund of so much of the first line; the number of the refund. */
async function refund({ list, listNo }: Sold, qty: string): Promise<string> {
  await desk.send(AGENT, refundOf(list, listNo, qty));
  const receipts = await desk.news(AGENT);
  return receipts.at(-1)!.keys.preNo!;
}

const billsOf = async (listNo: string) =>
  (await viewDeclaration(zone.db, listNo, AGENT.code))!.bills;
async function all(): Promise<void> {
  while (await billStep(desk.house));
}
const guarantee = async (): Promise<bigint> => {
  const [row] = await zone.db.query<{ posted: bigint }>(
    "select posted from ledger.accounts where ledger = 'guarantee' and key = $1",
    [AGENT.code],
  );
  return row!.posted;
};

describe('a released list', () => {
  it('is billed on the next day, once', async () => {
    const sold = await released();
    await all();
    expect(await billsOf(sold.listNo)).toEqual([]);
    desk.clock.advance(DAY);
    await all();
    const [bill, ...more] = await desk.news(AGENT);
    expect(more).toEqual([]);
    expect(bill).toMatchObject({ type: 'CEB816', status: '1' });
    expect(bill!.keys).toMatchObject({
      ...{ invtNo: sold.listNo, taxNo: `${sold.listNo}01`, customsTax: '0.00' },
      valueAddedTax: '31.67',
    });
    expect(bill!.lines).toMatchObject([{ gnum: '1', taxPrice: '348.00', valueAddedTax: '31.67' }]);
    await all();
    expect(await desk.news(AGENT)).toEqual([]);
    expect(await billsOf(sold.listNo)).toMatchObject([{ serial: 1, state: '1', vat: sold.tax }]);
  });

  it('is collected when no refund can be asked for any more, and paid', async () => {
    const sold = [await released(), await released()];
    desk.clock.advance(DAY);
    await all();
    await desk.news(AGENT);
    desk.clock.advance(30 * DAY);
    await all();
    expect(await desk.news(AGENT)).toEqual([]);
    desk.clock.advance(DAY);
    await all();
    const receipts = await desk.news(AGENT);
    expect(told(receipts)).toEqual(['CEB818 2', 'CEB818 2']);
    const { entDutyNo: dutyNo } = receipts[0]!.keys;
    expect(receipts[1]!.keys.entDutyNo).toBe(dutyNo);
    const total = sold[0]!.tax + sold[1]!.tax;
    expect(await guarantee()).toBe(total);
    expect(await settleNotice(desk.house, dutyNo!)).toMatchObject({
      changed: true,
      notice: { bills: 2, vat: total, due: '2020-11-02', assureCode: AGENT.code },
    });
    expect(await guarantee()).toBe(0n);
    expect(await settleNotice(desk.house, dutyNo!)).toMatchObject({ changed: false });
    expect(await settleNotice(desk.house, 'JK0')).toBeNull();
    // The request of the last day that was decided after the notice was written comes too late.
    const late = await refund(sold[0]!, '1');
    expect(late).toMatch(/^T/);
    expect(await endRefund(desk.house, { preNo: late, refused: null })).toBeNull();
  });

  it('of direct purchase is paid like any other', async () => {
    const papers = mill.parcel({ mode: '9610' });
    await desk.sendAll(papers);
    await desk.send(SITE, arrivalOf([papers]));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await guarantee()).toBe(papers.tax);
    desk.clock.advance(40 * DAY);
    await all();
    const { entDutyNo: dutyNo } = (await desk.news(AGENT)).at(-1)!.keys;
    await settleNotice(desk.house, dutyNo!);
    expect(await guarantee()).toBe(0n);
  });

  it('of which goods come back gets another bill for what is left, if any', async () => {
    const sold = await released();
    desk.clock.advance(DAY);
    await all();
    await desk.news(AGENT);
    const part = await refund(sold, '1');
    await endRefund(desk.house, { preNo: part, refused: null });
    expect(told(await desk.news(AGENT))).toEqual(['CEB626 800', 'CEB818 3', 'CEB816 1']);
    const half = (sold.tax + 1n) / 2n;
    expect(await billsOf(sold.listNo)).toMatchObject([
      { serial: 1, state: '3', vat: sold.tax },
      { serial: 2, state: '1', vat: sold.tax - half },
    ]);
    const rest = await refund(sold, '1');
    desk.clock.advance(31 * DAY);
    await all();
    expect(await desk.news(AGENT)).toEqual([]);
    await endRefund(desk.house, { preNo: rest, refused: null });
    expect(told(await desk.news(AGENT))).toEqual(['CEB626 800', 'CEB818 3']);
    await all();
    expect(await guarantee()).toBe(0n);
  });

  it('that came back before it was billed is billed for the rest', async () => {
    const [whole, some] = [await released(), await released()];
    for (const [sold, qty] of [[whole, '2'] as const, [some, '1'] as const]) {
      await endRefund(desk.house, { preNo: await refund(sold, qty), refused: null });
    }
    desk.clock.advance(DAY);
    await all();
    expect(await billsOf(whole.listNo)).toEqual([]);
    expect(await billsOf(some.listNo)).toHaveLength(1);
  });

  it('is billed from the day of its release, not of its hold', async () => {
    const papers = mill.parcel({ agent: POOR_AGENT });
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    desk.clock.advance(DAY);
    await all();
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    await all();
    const bills = async () => (await viewDeclaration(zone.db, listNo!, POOR_AGENT.code))!.bills;
    expect(await bills()).toEqual([]);
    desk.clock.advance(DAY);
    await all();
    expect(await bills()).toMatchObject([{ releasedDay: '2020-09-19' }]);
  });
});

describe('whatever happens', () => {
  it('a decision of the last second that is committed after midnight is billed', async () => {
    const midnight = EVENING + 4 * 3_600_000;
    desk.clock.set(midnight + 2_000);
    await all();
    desk.clock.set(midnight - 1_000);
    const sold = await released();
    desk.clock.set(midnight + 11 * 60_000);
    await all();
    expect(await billsOf(sold.listNo)).toHaveLength(1);
  });

  it('processes that bill at once bill once', async () => {
    const sold = await released();
    const other = await openDesk(zone, { clock: settableClock(EVENING + DAY) });
    desk.clock.advance(DAY);
    await Promise.all([desk, other, desk].map(({ house }) => issueBills(house, 100)));
    expect(await billsOf(sold.listNo)).toHaveLength(1);
  });

  it('many are billed and collected in as many statements as one', async () => {
    const counted = countStatements(zone.db);
    const { house, clock } = await openDesk(zone, { db: counted, clock: desk.clock });
    const statements: number[] = [];
    for (const count of [1, 5]) {
      for (let i = 0; i < count; i += 1) await released();
      clock.advance(DAY);
      const before = counted.statements.length;
      await issueBills(house, 1_000);
      clock.advance(40 * DAY);
      await collect(house, 1_000);
      statements.push(counted.statements.length - before);
      clock.set(EVENING + statements.length * 100 * DAY);
    }
    expect(statements[1]).toBe(statements[0]);
  });
});
