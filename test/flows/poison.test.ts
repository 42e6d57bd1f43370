import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bug } from '../../src/base/assert.ts';
import { DAY } from '../../src/base/dates.ts';
import { LIMITS } from '../../src/base/limits.ts';
import { readEvidence } from '../../src/documents/evidence.ts';
import { viewMessage } from '../../src/flows/message-view.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type Paper, type Papers, paperMill, sign, signed, unsigned } from './papers.ts';
import { refundOf, told } from './request-papers.ts';
import { mentions, troubled } from './trouble.ts';
import {
  AGENT,
  CARRIER,
  guaranteeOf,
  lodge,
  openZone,
  PAYFIRM,
  PLATFORM,
  POOR_AGENT,
  type Zone,
} from './zone.ts';

// One document breaks an assertion: it is set aside with its evidence, the others go their way.
let zone: Zone;
let mill: ReturnType<typeof paperMill>;
let desk: Desk;
let poison: { text: string; value: string; error: () => Error } | null;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  poison = null;
  const db = troubled(zone.db, {
    onStatement: (text, params) => {
      if (poison === null || !text.includes(poison.text)) return;
      if (mentions(params, poison.value)) throw poison.error();
    },
  });
  desk = await openDesk(zone, { db });
});
afterAll(() => zone?.database.drop());

const bug = () => new Bug('what cannot be');
const typeError = () => new TypeError("Cannot read properties of undefined (reading 'x')");

async function sendTogether(all: readonly Papers[], sender = AGENT): Promise<void> {
  await desk.send(PLATFORM, ...all.map(({ order }) => order));
  await desk.send(PAYFIRM, ...all.map(({ payment }) => payment));
  await desk.send(CARRIER, ...all.map(({ waybill }) => waybill));
  await desk.send(sender, ...all.map(({ list }) => list));
}

async function quarantined(sql: Sql): Promise<{ order_no: string; message: string }[]> {
  return sql.query('select order_no, message from clearance.quarantine order by at, order_no');
}

describe('a poison record', () => {
  it.each([bug, typeError])(
    'of a message is set aside; its neighbours are filed',
    async (error) => {
      const all = Array.from({ length: 20 }, () => mill.parcel());
      const bad = all[13]!;
      poison = { text: 'into documents.orders', value: bad.orderNo, error };
      await desk.statuses(PLATFORM);
      const records = all.map(({ order }) => order);
      const bytes = signed(records, { sender: PLATFORM, card: zone.cardOf(PLATFORM) });
      const answer = await desk.post(bytes, PLATFORM);
      expect(answer).toMatchObject({ accepted: true, records: 20, duplicate: false });
      if (!answer?.accepted) return;
      const where = (ref: string) => `message_id = '${answer.messageId}' and ${ref}`;
      expect(await countOf(zone.db, 'documents.orders', where('true'))).toBe(19);
      expect(await countOf(zone.db, 'documents.unfiled', where('record = 13'))).toBe(1);
      expect(await countOf(zone.db, 'documents.unfiled', where("reason = 'quarantined'"))).toBe(1);
      const evidence = await readEvidence(zone.db, [answer.messageId]);
      expect(Buffer.compare(evidence.get(answer.messageId)!, bytes)).toBe(0);
      const statuses = await desk.statuses(PLATFORM);
      expect(statuses.filter((status) => status === '120')).toHaveLength(19);
      expect(desk.failures).toHaveLength(1);
      expect(await desk.post(bytes, PLATFORM)).toMatchObject({ accepted: true, duplicate: true });
    },
  );

  it('does not touch the other messages of its batch', async () => {
    const all = Array.from({ length: 12 }, () => mill.parcel());
    poison = { text: 'into documents.orders', value: all[5]!.orderNo, error: bug };
    const card = zone.cardOf(PLATFORM);
    const answers = await Promise.all(
      all.map(({ order }) => desk.post(signed([order], { sender: PLATFORM, card }), PLATFORM)),
    );
    expect(answers.every((answer) => answer?.accepted)).toBe(true);
    const stored = await Promise.all(
      all.map(({ orderNo }) => countOf(zone.db, 'documents.orders', `order_no = '${orderNo}'`)),
    );
    expect(stored).toEqual(all.map((_, i) => (i === 5 ? 0 : 1)));
  });
});

describe('a poison list', () => {
  it('is set aside for a person; the others of its batch are decided', async () => {
    const all = Array.from({ length: 20 }, () => mill.parcel());
    const bad = all[7]!;
    poison = { text: 'into clearance.cases as c (decided_at', value: bad.orderNo, error: bug };
    await sendTogether(all);
    for (const papers of all) {
      const state = papers === bad ? null : expect.objectContaining({ state: '800' });
      expect(await caseOf(zone.db, papers)).toEqual(state);
    }
    const aside = await quarantined(zone.db);
    expect(aside).toContainEqual({ order_no: bad.orderNo, message: 'what cannot be' });
    expect(await desk.sweep()).toBe(0);
  });

  it('that waited is found behind its waybill and waits no more', async () => {
    const all = Array.from({ length: 3 }, () => mill.parcel());
    const bad = all[1]!;
    const logisticsNo = bad.waybill.head.logisticsNo!;
    const lists = all.map(({ list }) => ({ ...list, head: { ...list.head, logisticsNo } }));
    await desk.send(PLATFORM, ...all.map(({ order }) => order));
    await desk.send(PAYFIRM, ...all.map(({ payment }) => payment));
    await desk.send(AGENT, ...lists);
    poison = { text: 'into clearance.cases as c (decided_at', value: bad.orderNo, error: bug };
    await desk.send(CARRIER, bad.waybill);
    expect(await caseOf(zone.db, bad)).toBeNull();
    expect(await caseOf(zone.db, all[0]!)).toMatchObject({ state: '100' });
    expect(await caseOf(zone.db, all[2]!)).toMatchObject({ state: '100' });
    expect((await quarantined(zone.db)).map((one) => one.order_no)).toContain(bad.orderNo);
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
    expect(await desk.sweep()).toBe(0);
  });

  it('that is held does not stop the others that are held', async () => {
    const all = Array.from({ length: 5 }, () => mill.parcel({ agent: POOR_AGENT }));
    const bad = all[2]!;
    await sendTogether(all, POOR_AGENT);
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    poison = { text: 'update clearance.cases c set state', value: bad.orderNo, error: bug };
    await desk.sweep();
    for (const papers of all) {
      const state = papers === bad ? '600' : '800';
      expect(await caseOf(zone.db, papers)).toMatchObject({ state });
    }
    expect((await quarantined(zone.db)).map((one) => one.order_no)).toContain(bad.orderNo);
    poison = null;
    await desk.sweep();
    expect(await caseOf(zone.db, bad)).toMatchObject({ state: '600' });
  });
});

describe('a poison request', () => {
  /** Three requests, each for the refund of a released parcel. */
  async function asked(): Promise<Paper[]> {
    const all = Array.from({ length: 3 }, () => mill.parcel());
    await sendTogether(all);
    await desk.news(AGENT);
    const cases = await Promise.all(all.map((papers) => caseOf(zone.db, papers)));
    return all.map(({ list }, i) => refundOf(list, cases[i]!.listNo!, '1'));
  }
  const nameOf = ({ head }: Paper): string => `CEB625 ${head.copNo}`;

  it('is set aside where it is seen; the others of its batch are decided', async () => {
    const requests = await asked();
    const bad = requests[1]!;
    poison = { text: 'into clearance.requests', value: nameOf(bad), error: bug };
    const answer = await desk.send(AGENT, ...requests);
    const statuses = told(await desk.news(AGENT));
    expect(statuses.filter((one) => one === 'CEB626 120')).toHaveLength(2);
    expect(await quarantined(zone.db)).toContainEqual({
      ...{ order_no: nameOf(bad), message: 'what cannot be' },
    });
    expect(await desk.sweep()).toBe(0);
    const id = answer?.accepted ? answer.messageId : '';
    const view = await viewMessage(zone.db, id, AGENT.code);
    expect(view?.records.map(({ state }) => state)).toEqual(['filed', 'quarantined', 'filed']);
    // What its sender files anew is another version, and goes its way.
    poison = null;
    const anew = { ...bad, head: { ...bad.head, appType: '2', guid: randomUUID() } };
    await desk.send(AGENT, anew);
    expect(told(await desk.news(AGENT)).at(-1)).toBe('CEB626 120');
  });

  it('whose goods never came does not keep the others open', async () => {
    const requests = await asked();
    await desk.send(AGENT, ...requests);
    const preNos = (await desk.news(AGENT)).flatMap(({ status, keys }) =>
      status === '120' ? [keys.preNo!] : [],
    );
    const bad = preNos[1]!;
    poison = { text: 'update clearance.refunds r set state', value: bad, error: bug };
    desk.clock.advance(46 * DAY);
    await desk.sweep();
    const ended = async () =>
      (await desk.news(AGENT)).flatMap(({ status, keys: { preNo } }) =>
        status === '100' && preNos.includes(preNo!) ? [preNo!] : [],
      );
    expect((await ended()).sort()).toEqual([preNos[0]!, preNos[2]!].sort());
    const set = (await quarantined(zone.db)).map((one) => one.order_no);
    expect(set).toContain(nameOf(requests[1]!));
    poison = null;
    await desk.sweep();
    expect(await ended()).toEqual([]);
  });
});

describe('more than can be worked off', () => {
  it('is answered 429 with the time to wait, and nothing of it is kept', async () => {
    const { order } = mill.parcel();
    const full = { ...desk.works, load: () => LIMITS.queuedRecords };
    const before = await countOf(zone.db, 'documents.messages');
    Object.assign(desk.works, full);
    const answer = await desk.send(PLATFORM, order);
    expect(answer).toMatchObject({ accepted: false, status: 429, retryAfterSeconds: 1 });
    expect(await countOf(zone.db, 'documents.messages')).toBe(before);
    const { load } = (await openDesk(zone)).works;
    expect(load()).toBe(0);
  });

  it('weighs records, and bytes where those are more', async () => {
    const all = Array.from({ length: 30 }, () => mill.parcel());
    const card = zone.cardOf(PLATFORM);
    const plain = signed(
      all.map(({ order }) => order),
      { sender: PLATFORM, card },
    );
    const posted = desk.post(plain, PLATFORM);
    await new Promise(setImmediate);
    expect(desk.works.load()).toBe(30);
    await posted;
    await desk.works.idle();
    const { order } = mill.parcel();
    const long = unsigned([order], { sender: PLATFORM }).replace('</ceb:Order>', (end) => {
      return `${' '.repeat(6_000_000)}${end}`;
    });
    const heavy = desk.post(sign(long, card), PLATFORM);
    await new Promise(setImmediate);
    expect(desk.works.load()).toBeGreaterThan(700);
    expect(await heavy).toMatchObject({ accepted: true });
  });

  it('of bytes is spread over segments of bounded size', async () => {
    const card = zone.cardOf(PLATFORM);
    const messages = Array.from({ length: 6 }, () => {
      const xml = unsigned([mill.parcel().order], { sender: PLATFORM });
      return sign(
        xml.replace('</ceb:Order>', (end) => `${' '.repeat(6_000_000)}${end}`),
        card,
      );
    });
    const answers = await Promise.all(messages.map((bytes) => desk.post(bytes, PLATFORM)));
    expect(answers.every((answer) => answer?.accepted)).toBe(true);
    expect(desk.failures).toEqual([]);
    const tooLong = `raw_length > ${LIMITS.segmentBytes}`;
    expect(await countOf(zone.db, 'documents.segments', tooLong)).toBe(0);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
