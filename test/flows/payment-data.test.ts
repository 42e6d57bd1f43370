import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { DAY } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { doorOf } from '../../src/cli/door-of.ts';
import { handsOf, platformOf } from '../../src/cli/platform-of.ts';
import { openArchive } from '../../src/documents/archive.ts';
import type { PaymentData } from '../../src/documents/payment-data/answer.ts';
import { archiveDay } from '../../src/flows/archive-day.ts';
import { type Asker, type AskerPatience, startAsker } from '../../src/flows/asker.ts';
import { orderPaymentData } from '../../src/flows/order-payment-data.ts';
import { restoreDay } from '../../src/flows/restore-day.ts';
import { takePaymentData } from '../../src/flows/take-payment-data.ts';
import { openPoster } from '../../src/io/post.ts';
import { systemEntropy } from '../../src/io/random.ts';
import type { Pull } from '../../src/paydata/pull.ts';
import { listPulls } from '../../src/paydata/pull-store.ts';
import { putService, removeService } from '../../src/paydata/service-store.ts';
import { latestSignals } from '../../src/risk/signals.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { buildWindow } from '../../src/window/server.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import {
  type Called,
  honestData,
  openPlatformServer,
  type PlatformServer,
  uploadForm,
} from './payment-platform.ts';
import {
  EVENING,
  makeCard,
  openZone,
  PLATFORM,
  PLATFORM_2,
  PLATFORM_3,
  START,
  type Zone,
} from './zone.ts';

// Small times; those of the law move with the clock of the test.
const PATIENCE: AskerPatience = {
  ...{ waits: [0], callMilliseconds: 10_000, lookMilliseconds: 20, leaseMilliseconds: 10_000 },
};
const PATH = '/ceb2grab/grab/realTimeDataUpload';

let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
let url: string;
let closeWindow: () => Promise<void>;
const askers: Asker[] = [];
const servers: PlatformServer[] = [];

beforeAll(async () => {
  const all = { from: '2016-04-08', until: null, value: ONE, law: 'test' };
  zone = await openZone({ paymentDataRate: [all] });
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
  const { clock } = desk;
  const hands = handsOf(desk, openPoster(true), true);
  const platform = platformOf(desk, async () => '', doorOf(desk), hands);
  const window = await buildWindow({ platform, clock, version: '0.0.0' });
  url = await window.listen({ host: '127.0.0.1', port: 0 });
  closeWindow = () => window.close();
});
afterAll(async () => {
  await closeWindow?.();
  await zone?.database.drop();
});
beforeEach(() => desk.clock.set(EVENING));
afterEach(async () => {
  for (const asker of askers.splice(0)) await asker.close();
  for (const server of servers.splice(0)) server.close();
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  await zone.db.script(`delete from paydata.services; delete from paydata.pulls;
    delete from paydata.uploads; delete from risk.signals`);
});

function start(patience: Partial<AskerPatience> = {}): Asker {
  const house = { ...desk.house, entropy: systemEntropy };
  const options = { poster: openPoster(true), patience: { ...PATIENCE, ...patience } };
  const asker = startAsker(house, { ...options, onFailure: (error) => failures.push(error) });
  askers.push(asker);
  return asker;
}

const failures: unknown[] = [];

/** A platform with an interface that behaves so. */
async function platformAt(
  party: Party,
  answer: Parameters<typeof openPlatformServer>[0],
): Promise<PlatformServer> {
  const server = await openPlatformServer(answer);
  servers.push(server);
  await putService(zone.db, party.code, server.url, desk.clock.now());
  return server;
}

type Uploaded = { readonly status: number; readonly code: string; readonly message: string };

async function post(body: string, type = 'application/x-www-form-urlencoded'): Promise<Uploaded> {
  const answer = await fetch(url + PATH, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  const { code, message = '' } = (await answer.json()) as { code: string; message?: string };
  return { status: answer.status, code, message };
}

const upload = (data: PaymentData, party: Party = PLATFORM) =>
  post(uploadForm(data, zone.cardOf(party)));

async function until(
  holds: () => boolean | Promise<boolean>,
  milliseconds = 20_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it did not happen in time ${failures.map(String)}`);
    await pause(10);
  }
}

const all = { ebpCode: null, state: null, after: null, limit: 1_000 } as const;

async function pullOf({ orderNo }: Papers): Promise<Pull> {
  const found = (await listPulls(zone.db, all)).find((one) => one.orderNo === orderNo);
  if (found === undefined) throw new Error(`no pull of ${orderNo}`);
  return found;
}

const stateOf = async (papers: Papers) => (await pullOf(papers)).state;

const signalCodes = async (): Promise<string[]> =>
  (await latestSignals(zone.db, null, 1_000)).map(({ code }) => code).sort();

/** A parcel whose data was asked for, with its session as the platform got it. */
async function asked(chosen: Parameters<typeof mill.parcel>[0] = {}) {
  const papers = mill.parcel(chosen);
  const server = await platformAt(PLATFORM, () => ({ code: '10000' }));
  await desk.sendAll(papers);
  start();
  await until(async () => (await stateOf(papers)) === 'asked');
  return { papers, session: server.calls[0]!.sessionID, server };
}

type Change = (data: PaymentData) => PaymentData;
const head =
  (changes: Partial<PaymentData['payExchangeInfoHead']>): Change =>
  (data) => ({ ...data, payExchangeInfoHead: { ...data.payExchangeInfoHead, ...changes } });
const order =
  (changes: Partial<PaymentData['payExchangeInfoLists'][number]>): Change =>
  (data) => ({
    ...data,
    payExchangeInfoLists: data.payExchangeInfoLists.map((one) => ({ ...one, ...changes })),
  });
const goods = (gname: string, itemLink: string): Change =>
  order({ goodsInfo: [{ gname, itemLink }] });

describe('payment data', () => {
  it('is asked of an honest platform, comes while the call is under way, and agrees', async () => {
    const papers = mill.parcel();
    const answered = async (called: Called) => {
      expect(called.orderNo).toBe(papers.orderNo);
      expect(called.sessionID).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
      expect(await upload(honestData(papers, called.sessionID))).toMatchObject({
        ...{ status: 200, code: '10000', message: '上传成功' },
      });
      return { code: '10000' };
    };
    const server = await platformAt(PLATFORM, answered);
    await desk.sendAll(papers);
    start();
    await until(async () => (await pullOf(papers)).attempts === 1);
    const pull = await pullOf(papers);
    expect(pull).toMatchObject({ state: 'answered', codes: [], ordered: false, lastError: null });
    expect([pull.acknowledgedAt, pull.answeredAt, pull.nextAt]).toEqual([EVENING, EVENING, null]);
    expect(server.calls).toHaveLength(1);
    expect(await signalCodes()).toEqual([]);
  });

  it.each<[string, string[], Change]>([
    ['another amount', ['PULL-AMOUNT'], head({ totalAmount: 34_801n })],
    ['another transaction', ['PULL-TRANSACTION'], head({ payTransactionId: 'X1' })],
    ['another payment firm', ['PULL-FIRM'], head({ payCode: '4101960099' })],
    ['another platform', ['PULL-PLATFORM'], head({ ebpCode: PLATFORM_2.code })],
    ['another currency', ['PULL-CURRENCY'], head({ currency: '502' })],
    ['another day', ['PULL-TIME'], head({ tradingTime: EVENING - 3 * DAY })],
    ['another order', ['PULL-ORDER'], order({ orderNo: 'X2' })],
    ['another payee', ['PULL-PAYEE'], order({ recpName: '河南某某贸易有限公司' })],
    ['other goods', ['PULL-GOODS'], goods('手表', 'https://shop.example.com/1')],
    ['a link that is none', ['PULL-GOODS', 'PULL-LINK'], goods('x', 'javascript:alert(1)')],
  ])('with %s is taken all the same and becomes a signal', async (_, codes, change) => {
    const { papers, session } = await asked();
    const said = await upload(change(honestData(papers, session)));
    expect(said).toMatchObject({ code: '10000', message: '上传成功' });
    const pull = await pullOf(papers);
    expect(pull).toMatchObject({ state: 'answered', codes });
    const signals = await latestSignals(zone.db, PLATFORM.code, 10);
    expect(signals.map(({ code }) => code).sort()).toEqual(codes);
    const { orderNo, listNo, sessionId: ref } = pull;
    expect(signals[0]).toMatchObject({ orderNo, listNo, ref });
  });

  it('of several orders paid at once is at least what one of them cost', async () => {
    const { papers, session } = await asked();
    const data = honestData(papers, session);
    const [own] = data.payExchangeInfoLists;
    const both = { ...data, payExchangeInfoLists: [{ ...own!, orderNo: 'OTHER' }, own!] };
    const { totalAmount } = data.payExchangeInfoHead;
    await upload(head({ totalAmount: totalAmount + 1n })(both));
    expect(await pullOf(papers)).toMatchObject({ state: 'answered', codes: [] });
  });

  it('signed by another, or over another content, is refused and becomes a signal', async () => {
    const { papers, session } = await asked();
    const data = honestData(papers, session);
    expect(await upload(data, PLATFORM_2)).toMatchObject({ status: 200, code: '20000' });
    const own = zone.cardOf(PLATFORM);
    const forged = { ...makeCard(PLATFORM, 77), certificate: own.certificate };
    const said = await post(uploadForm(data, forged));
    expect(said.code).toBe('20000');
    expect(said.message).toMatch(/^上传失败: .*签名与内容不符.*the signature is not that/);
    expect(await stateOf(papers)).toBe('asked');
    const codes = ['PAYDATA-SIGNATURE-VALUE', 'REG-CERT-OTHER'];
    expect((await pullOf(papers)).codes).toEqual(codes);
    expect(await signalCodes()).toEqual(codes);
    // The right one is taken after all; what was wrong before stays on record.
    expect(await upload(data)).toMatchObject({ code: '10000' });
    expect(await pullOf(papers)).toMatchObject({ state: 'answered', codes });
  });

  it('of a wrong shape is told field by field and becomes a signal', async () => {
    const { papers, session } = await asked();
    const { payExchangeInfoHead, ...rest } = honestData(papers, session);
    const { payCode: _, ...others } = payExchangeInfoHead;
    const text = JSON.stringify({ ...rest, payExchangeInfoHead: others }, (__, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    const said = await post(`payExInfoStr=${encodeURIComponent(text)}`);
    expect(said.code).toBe('20000');
    expect(said.message).toContain('/payExchangeInfoHead/payCode');
    expect(said.message).toContain('缺少支付企业代码');
    expect((await pullOf(papers)).codes).toContain('PAYDATA-MISSING');
    expect(await signalCodes()).toContain('PAYDATA-MISSING');
  });

  it('is taken once: the same again changes nothing, other content is refused', async () => {
    const { papers, session } = await asked();
    const data = honestData(papers, session);
    expect((await upload(data)).code).toBe('10000');
    desk.clock.advance(5_000);
    const before = await pullOf(papers);
    expect((await upload(data)).code).toBe('10000');
    expect(await pullOf(papers)).toEqual(before);
    expect(await countOf(zone.db, 'paydata.uploads')).toBe(1);
    const other = await upload(head({ totalAmount: 1n })(data));
    expect(other.message).toContain('该会话已用其他内容答复过');
    expect(await pullOf(papers)).toMatchObject({ codes: ['PAYDATA-ANSWERED'] });
  });

  it('uploaded twice at the same moment is taken once', async () => {
    const { papers, session } = await asked();
    const data = honestData(papers, session);
    const same = await Promise.all([1, 2, 3, 4].map(() => upload(data)));
    expect(same.map(({ code }) => code)).toEqual(['10000', '10000', '10000', '10000']);
    expect(await countOf(zone.db, 'paydata.uploads')).toBe(1);
  });

  it('is compared with an order that lies in the file of an archived day', async () => {
    const { papers, session } = await asked();
    await askers.pop()?.close();
    const dir = await mkdtemp(join(tmpdir(), 'onestep-payment-'));
    const file = await archiveDay(zone.db, dir, START, desk.clock.now());
    const house = { ...desk.house, archive: openArchive(dir) };
    const lie = head({ totalAmount: 1n })(honestData(papers, session));
    const form = Buffer.from(uploadForm(lie, zone.cardOf(PLATFORM)));
    expect(await takePaymentData(house, form)).toMatchObject({ ok: true });
    expect(await pullOf(papers)).toMatchObject({ state: 'answered', codes: ['PULL-AMOUNT'] });
    const report = await audit(zone.db, { now: desk.clock.now(), full: true, archive: dir });
    expect(report.laws.filter(({ broken }) => broken > 0)).toEqual([]);
    await restoreDay(zone.db, join(dir, file!.file));
    await rm(dir, { recursive: true });
  });

  it('is refused under a session that nobody asked under, and leaves no trace', async () => {
    const { papers } = await asked();
    const session = '00000000-0000-4000-8000-000000000000';
    for (const one of [session, 'fe2374-8fnejf97-55616242']) {
      const said = await upload(honestData(papers, one));
      expect([said.code, said.message]).toEqual(['20000', expect.stringContaining('/sessionID')]);
    }
    expect(await countOf(zone.db, 'paydata.uploads')).toBe(0);
    expect(await signalCodes()).toEqual([]);
  });

  it('of a bad kind is kept up to a bound', async () => {
    const { papers, session } = await asked();
    for (let i = 0; i < 14; i += 1) {
      const data = { ...honestData(papers, session), serviceTime: 1_544_519_952_469 + i };
      expect((await upload(data, PLATFORM_3)).code).toBe('20000');
    }
    expect(await countOf(zone.db, 'paydata.uploads')).toBe(10);
  });
});

describe('what is no upload', () => {
  it.each([
    ['nothing to read', 'x=1', 'payExInfoStr'],
    ['broken escapes', 'payExInfoStr=%zz', 'form'],
    ['no UTF-8', 'payExInfoStr=%ff', 'form'],
    ['no JSON', 'payExInfoStr=%7B', 'JSON'],
    ['a nest', `payExInfoStr=${'['.repeat(50_000)}`, 'deep'],
    ['a member twice', 'payExInfoStr=%7B%22sessionID%22:1,%22sessionID%22:2%7D', '重复'],
    ['a number for a text', 'payExInfoStr=%7B%22sessionID%22:1%7D', 'quotes'],
  ])('%s is answered with 20000 and the reason', async (_, body, word) => {
    const { status, code, message } = await post(body);
    expect([status, code]).toEqual([200, '20000']);
    expect(message.toLowerCase()).toContain(word.toLowerCase());
  });

  it('too much, nothing, or another type is a problem', async () => {
    const large = await post(`payExInfoStr=${'x'.repeat(8 * 1024 * 1024)}`);
    expect(large).toMatchObject({ status: 413, code: 'too-large' });
    expect(await post('{}', 'application/json')).toMatchObject({ status: 415 });
    expect(await post('')).toMatchObject({ status: 400 });
    const fits = await post(`payExInfoStr=${'x'.repeat(4 * 1024 * 1024)}`);
    expect(fits).toMatchObject({ status: 200, code: '20000' });
  });
});

describe('a platform that does not give its data', () => {
  it('refuses: is asked again until the time is over, then it is a signal', async () => {
    const papers = mill.parcel();
    const server = await platformAt(PLATFORM, () => ({ code: '20000' }));
    await desk.sendAll(papers);
    start();
    await until(() => server.calls.length >= 3);
    expect(await pullOf(papers)).toMatchObject({ state: 'open', lastError: 'code 20000' });
    desk.clock.set((await pullOf(papers)).dueAt - 1);
    await pause(60);
    expect(await stateOf(papers)).toBe('open');
    desk.clock.advance(1);
    await until(async () => (await stateOf(papers)) === 'late');
    expect(await pullOf(papers)).toMatchObject({ codes: ['PULL-REFUSED'], nextAt: null });
    expect(await signalCodes()).toEqual(['PULL-REFUSED']);
    expect(new Set(server.calls.map(({ sessionID }) => sessionID)).size).toBe(1);
  });

  it('takes the call and stays silent: late, and compared when it comes after all', async () => {
    const { papers, session } = await asked();
    desk.clock.set((await pullOf(papers)).dueAt);
    await until(async () => (await stateOf(papers)) === 'late');
    expect(await signalCodes()).toEqual(['PULL-LATE']);
    expect((await upload(honestData(papers, session))).code).toBe('10000');
    expect(await pullOf(papers)).toMatchObject({ state: 'answered', codes: ['PULL-LATE'] });
  });

  it.each([
    ['hangs', 'hang' as const, 'timeout'],
    ['answers nonsense', { content: '<html>' }, 'no-acknowledgement'],
    ['answers without an end', { content: 'x'.repeat(200_000) }, 'no-acknowledgement'],
  ])('%s: is not reached', async (_, answer, error) => {
    const papers = mill.parcel();
    await platformAt(PLATFORM, () => answer);
    await desk.sendAll(papers);
    start({ callMilliseconds: 500 });
    await until(async () => (await pullOf(papers)).lastError === error);
    desk.clock.set((await pullOf(papers)).dueAt);
    await until(async () => (await stateOf(papers)) === 'late');
    expect(await pullOf(papers)).toMatchObject({ codes: ['PULL-UNREACHED'] });
  });

  it('has no interface on file: one signal a day', async () => {
    for (const days of [0, 0, 1]) {
      desk.clock.advance(days * DAY);
      await desk.sendAll(mill.parcel());
    }
    expect(await signalCodes()).toEqual(['PULL-SERVICE', 'PULL-SERVICE']);
    const states = (await listPulls(zone.db, all)).map(({ state }) => state);
    expect(states).toEqual(['unregistered', 'unregistered']);
  });

  it('withdraws its interface: what was drawn runs out', async () => {
    const papers = mill.parcel();
    await platformAt(PLATFORM, () => ({ code: '10000' }));
    await desk.sendAll(papers);
    await removeService(zone.db, PLATFORM.code);
    start();
    await until(async () => (await pullOf(papers)).lastError === 'no-service');
    desk.clock.set((await pullOf(papers)).dueAt);
    await until(async () => (await stateOf(papers)) === 'late');
  });

  it('has its time from the first call on, whenever that was', async () => {
    const papers = mill.parcel();
    await platformAt(PLATFORM, () => ({ code: '10000' }));
    await desk.sendAll(papers);
    desk.clock.advance(3 * DAY);
    start();
    await until(async () => (await stateOf(papers)) === 'asked');
    expect((await pullOf(papers)).dueAt).toBe(EVENING + 4 * DAY);
  });
});

describe('several platforms and processes', () => {
  it('one that hangs holds up no other', async () => {
    const slow = await platformAt(PLATFORM, () => 'hang');
    const quick = await platformAt(PLATFORM_2, () => ({ code: '10000' }));
    for (let i = 0; i < 20; i += 1) await desk.sendAll(mill.parcel());
    const own = Array.from({ length: 20 }, () => mill.parcel({ platform: PLATFORM_2 }));
    for (const papers of own) await desk.sendAll(papers);
    start({ callMilliseconds: 60_000 });
    await until(() => quick.calls.length === 20 && slow.calls.length >= 8);
    expect(slow.calls).toHaveLength(8);
  });

  it('each order is asked once by two processes, and by the next when one has died', async () => {
    const server = await platformAt(PLATFORM, () => ({ code: '10000' }));
    const papers = Array.from({ length: 12 }, () => mill.parcel());
    // This one holds the lease and died.
    await zone.db.execute(
      "insert into webhooks.courier values ('asker', 'dead', to_timestamp($1::bigint / 1000.0))",
      [EVENING + 60_000],
    );
    start();
    start();
    for (const one of papers) await desk.sendAll(one);
    await pause(100);
    expect(server.calls).toHaveLength(0);
    desk.clock.advance(60_000);
    await until(() => server.calls.length >= 12);
    await pause(100);
    expect(server.calls.map(({ orderNo }) => orderNo).sort()).toEqual(
      papers.map(({ orderNo }) => orderNo).sort(),
    );
  });

  it('what a process was about to be told is asked again by the next, as the same', async () => {
    const papers = mill.parcel();
    const server = await platformAt(PLATFORM, (_, earlier) =>
      earlier === 0 ? 'hang' : { code: '10000' },
    );
    await desk.sendAll(papers);
    start({ callMilliseconds: 60_000 });
    await until(() => server.calls.length === 1);
    await askers.pop()?.close();
    expect(await pullOf(papers)).toMatchObject({ state: 'open', attempts: 0 });
    start();
    await until(async () => (await stateOf(papers)) === 'asked');
    const [first, second] = server.calls;
    expect(second).toEqual({ ...first, serviceTime: desk.clock.now() });
  });
});

describe('an officer', () => {
  it('has one order asked for again, though not one that was never decided', async () => {
    const papers = mill.parcel();
    const server = await platformAt(PLATFORM, () => ({ code: '10000' }));
    await desk.sendAll(papers);
    await desk.sendAll(mill.parcel(), 'order', 'list');
    start();
    const ordered = await orderPaymentData(desk.house, PLATFORM.code, papers.orderNo);
    expect(ordered).toMatchObject({ ok: true, value: { ordered: true, state: 'open' } });
    await until(() => server.calls.length === 2);
    const none = await orderPaymentData(desk.house, PLATFORM.code, 'X');
    expect(none).toEqual({ ok: false, error: 'undecided' });
    await removeService(zone.db, PLATFORM.code);
    const without = await orderPaymentData(desk.house, PLATFORM.code, papers.orderNo);
    expect(without).toEqual({ ok: false, error: 'unregistered' });
  });
});
