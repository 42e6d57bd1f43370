import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLaws, caseOf, countOf, type Desk, KINDS, type Kind, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { AGENT, openZone, type Zone } from './zone.ts';

// The four documents of a parcel in every order, and what each of them is answered.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

function orders(kinds: readonly Kind[]): Kind[][] {
  if (kinds.length === 0) return [[]];
  return kinds.flatMap((first) =>
    orders(kinds.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

describe('documents that arrive', () => {
  it.each(orders(KINDS).map((one) => [one.join(' '), one] as const))(
    '%s: released',
    async (_, order) => {
      const papers = mill.parcel();
      await desk.statuses(AGENT);
      await desk.sendAll(papers, ...order);
      expect(await caseOf(zone.db, papers)).toMatchObject({
        ...{ state: '800', attempt: 1, codes: [], dutiable: papers.dutiable },
      });
      expect(await desk.statuses(AGENT)).toEqual(['2', '120', '800']);
      expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
    },
  );
});

describe('a list that one process decided while another found that it waits', () => {
  it('is noted as waiting no more', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    await zone.db.query(
      `insert into clearance.waiting
       select ebp_code, order_no, attempt, logistics_code, logistics_no, '{waybill}', decided_at
       from clearance.cases where order_no = $1`,
      [papers.orderNo],
    );
    expect(await desk.sweep()).toBe(1);
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
    expect(await desk.sweep()).toBe(0);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
