import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Authority, callPlatform, startAuthority } from '../../../test/authority.ts';
import {
  ORDER_HEAD,
  ORDER_LINES,
  PAYMENT_HEAD,
} from '../../../test/fixtures/documents/messages.ts';
import { SIGNERS } from '../../../test/fixtures/documents/payment-data.ts';
import { keyOf } from '../../base/keys.ts';
import { settableClock } from '../../io/clock.ts';
import { type Deed, type MockOptions, type MockPlatform, startMockPlatform } from './mock.ts';
import { WRONG_WAYS } from './ways.ts';

const CODE = ORDER_HEAD.ebpCode!;
const AT = Date.parse('2026-11-28T12:00:00+08:00');
const [{ signer, publicKey }] = SIGNERS as [(typeof SIGNERS)[number]];
const CARD = {
  token: 'secret',
  signer: { ...signer, keyName: signer.certNo, certificateBase64: '' },
};

/** Enough orders that every way of being wrong occurs among them. */
const ORDERS = Array.from({ length: 200 }, (_, at) => `SO-${at}`);
const SALES = new Map(
  ORDERS.map((orderNo) => [
    keyOf(CODE, orderNo),
    { order: { ...ORDER_HEAD, orderNo }, items: ORDER_LINES, payment: PAYMENT_HEAD },
  ]),
);

let authority: Authority;
let platform: MockPlatform;
let deeds: Deed[];
let troubles: unknown[];

async function start(options: Partial<MockOptions> = {}): Promise<void> {
  await platform?.close();
  [deeds, troubles] = [[], []];
  platform = await startMockPlatform({
    ...{ url: authority.url, host: '127.0.0.1', port: 0, sales: SALES, seed: 1n, delay: 0 },
    cards: new Map([[CODE, CARD]]),
    wrong: { n: 0, of: 1 },
    clock: settableClock(AT),
    patience: { seconds: 0.2 },
    onDeed: (deed) => deeds.push(deed),
    onTrouble: (error) => troubles.push(error),
    ...options,
  });
}

beforeEach(async () => {
  authority = await startAuthority(new Map([[signer.certNo.replace(/^0+/, ''), publicKey]]));
  await start();
});
afterEach(async () => {
  await platform.close();
  authority.close();
});

let sessions = 0;
function call(orderNo: string, sessionID = `SESSION-${sessions++}`): Promise<Response> {
  return callPlatform(platform.addressOf(CODE), { orderNo, sessionID, serviceTime: AT });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5));
}

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('an honest platform', () => {
  it('answers at once, and uploads what was declared', async () => {
    const response = await call('SO-7', 'S1');
    expect(await response.json()).toEqual({ code: '10000', message: '', serviceTime: AT });
    await until(() => deeds.length === 1);
    expect(deeds).toEqual([
      {
        ...{ platform: CODE, orderNo: 'SO-7', sessionID: 'S1', did: 'honest', expect: [] },
        ...{ code: '10000', message: '上传成功' },
      },
    ]);
    const [{ read } = {}] = authority.uploads;
    const lists = [{ orderNo: 'SO-7' }];
    expect(read).toMatchObject({
      ok: true,
      value: { sessionID: 'S1', payExchangeInfoLists: lists },
    });
  });

  it('uploads once, however often it is called in one session', async () => {
    await Promise.all([call('SO-1', 'S2'), call('SO-1', 'S2'), call('SO-1', 'S2')]);
    await until(() => deeds.length > 0);
    await call('SO-1', 'S2');
    expect([authority.uploads.length, deeds.length]).toEqual([1, 1]);
  });

  it('takes a call for an order that it does not know, and finds nothing', async () => {
    expect(await codeOf(await call('SO-999'))).toBe('10000');
    await until(() => deeds.length === 1);
    expect(deeds[0]).toMatchObject({ did: 'unknown', expect: ['PULL-LATE'], code: null });
    expect(authority.uploads).toEqual([]);
  });

  it('tells why the authority does not take it, and when it does not answer', async () => {
    authority.close();
    authority = await startAuthority(new Map());
    await start();
    await call('SO-1');
    await until(() => deeds.length === 1);
    expect(deeds[0]).toMatchObject({ did: 'honest', code: '20000' });
    expect(deeds[0]!.message).toContain('not on file');
    authority.close();
    await call('SO-2');
    await until(() => troubles.length === 1);
    expect(String(troubles[0])).toContain('Unreachable');
  });

  it('does not begin what its end comes before', async () => {
    await start({ delay: 60_000 });
    await call('SO-1');
    await platform.close();
    expect([deeds, troubles, authority.uploads]).toEqual([[], [], []]);
  });
});

describe('its door', () => {
  const post = (body: string, path = `/${CODE}/platDataOpen`, method = 'POST') => {
    const url = new URL(path, platform.addressOf(CODE));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return fetch(url, method === 'POST' ? { method, headers, body } : { method });
  };

  it.each([
    ['no field', 'a=1', 'openReq'],
    ['no JSON', 'openReq=1', 'JSON must be an object'],
    ['no order', 'openReq={"sessionID":"1","serviceTime":1}', 'orderNo is missing'],
  ])('refuses a call with %s by code 20000, and says why', async (_, body, reason) => {
    const answer = await (await post(body)).json();
    expect(answer).toMatchObject({ code: '20000', message: expect.stringContaining(reason) });
  });

  it('has no other paths, methods and sizes', async () => {
    expect((await post('', '/4101000009/platDataOpen')).status).toBe(404);
    expect((await post('', '/')).status).toBe(404);
    expect((await post('', undefined, 'GET')).status).toBe(405);
    expect((await post(`openReq=${'x'.repeat(70_000)}`)).status).toBe(413);
  });
});

describe('a false platform', () => {
  it('deals with each order in its own way, the same at any time', async () => {
    const ways = async (seed: bigint) => {
      await start({ wrong: { n: 9, of: 10 }, seed });
      const answers = await Promise.all(ORDERS.map((orderNo) => call(orderNo)));
      await until(() => deeds.length === ORDERS.length);
      const status = answers.map((answer) => answer.status);
      const sorted = deeds.toSorted(
        (a, b) => ORDERS.indexOf(a.orderNo) - ORDERS.indexOf(b.orderNo),
      );
      for (const [at, { did }] of sorted.entries()) {
        expect(status[at], did).toBe(did === 'broken' ? 500 : 200);
      }
      return sorted;
    };
    const first = await ways(1n);
    const names = (all: readonly Deed[]) => all.map(({ orderNo, did }) => `${orderNo} ${did}`);
    expect(new Set(first.map(({ did }) => did)).size).toBe(WRONG_WAYS.length + 1);
    for (const { did, code } of first) {
      const untrusted = ['shape', 'signature', 'certificate'].includes(did);
      const silent = ['silence', 'refusal', 'broken'].includes(did);
      expect(code, did).toBe(silent ? null : untrusted ? '20000' : '10000');
    }
    const again = await ways(1n);
    expect(names(again)).toEqual(names(first));
    expect(names(await ways(2n))).not.toEqual(names(first));
  });
});
