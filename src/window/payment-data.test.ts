import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openPlatformServer, type PlatformServer } from '../../test/flows/payment-platform.ts';
import { callerOf, codesOf } from '../../test/window-call.ts';
import { openWindow, SENDER, smallPlatform } from '../../test/window-platform.ts';
import { enterpriseCode } from '../base/ids.ts';
import { paymentServicesOn } from '../flows/payment-services.ts';
import { systemClock } from '../io/clock.ts';
import { openPoster, type Poster } from '../io/post.ts';
import { systemEntropy } from '../io/random.ts';
import { listPulls, storeDrawn } from '../paydata/pull-store.ts';
import type { Platform } from './platform.ts';
import type { Window } from './server.ts';

const AT = Date.UTC(2026, 10, 1);
const URL_ = 'https://shop.example.com/platDataOpen';
const [SHOP, OTHER] = ['4101W60001', '4101W60002'] as const;

let database: TestDatabase;
let poster: Poster;
let strict: Window & { url: string };
let local: Window & { url: string };
let server: PlatformServer;
let answer: Parameters<typeof openPlatformServer>[0] = () => ({ code: '10000' });

function platformWith(isLocal: boolean): Platform {
  const { db } = database;
  const parts = { db, clock: systemClock, entropy: systemEntropy, poster, local: isLocal };
  const small = smallPlatform();
  return {
    ...small,
    authenticate: (token) => {
      const roles = token === 'seller' ? (['ecommerce'] as const) : (['platform'] as const);
      return { ...SENDER, code: enterpriseCode(token), roles: [...roles] };
    },
    paymentData: {
      ...small.paymentData,
      services: paymentServicesOn(parts),
      pulls: (query) => listPulls(db, query),
    },
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  poster = openPoster(true);
  strict = await openWindow(platformWith(false));
  local = await openWindow(platformWith(true));
  server = await openPlatformServer((called, earlier) => answer(called, earlier));
});
afterAll(async () => {
  await strict.close();
  await local.close();
  poster.close();
  server.close();
  await database.drop();
});

const call = callerOf('/v1/payment-data', SHOP);

describe('/v1/payment-data/service', () => {
  it('is registered, replaced, read and withdrawn, each platform its own', async () => {
    expect((await call(strict, 'GET', '/service')).status).toBe(404);
    const put = await call(strict, 'PUT', '/service', { url: URL_ });
    expect(put).toMatchObject({ status: 200, json: { ebpCode: SHOP, url: URL_ } });
    expect((await call(strict, 'GET', '/service')).json).toEqual(put.json);
    expect((await call(strict, 'GET', '/service', undefined, OTHER)).status).toBe(404);
    const other = await call(strict, 'PUT', '/service', { url: `${URL_}/2` });
    expect(other.json).toMatchObject({ url: `${URL_}/2` });
    expect(await call(strict, 'DELETE', '/service')).toEqual({ status: 204, json: null });
    expect((await call(strict, 'DELETE', '/service')).status).toBe(404);
  });

  it.each([
    ['http://shop.example.com/', 'HOOK-HTTPS'],
    ['https://127.0.0.1/', 'HOOK-PRIVATE'],
    ['https://localhost/', 'HOOK-PRIVATE'],
    ['https://user:secret@shop.example.com/', 'HOOK-URL'],
    ['shop.example.com', 'HOOK-URL'],
  ])('refuses %s with %s', async (url, code) => {
    const refused = await call(strict, 'PUT', '/service', { url });
    expect([refused.status, codesOf(refused)]).toEqual([422, [code]]);
  });

  it.each([[{}], [{ url: '' }], [{ url: `https://${'x'.repeat(2_000)}` }]])(
    'refuses the body %o',
    async (body) => {
      expect((await call(strict, 'PUT', '/service', body)).status).toBe(400);
    },
  );

  it('is for platforms alone', async () => {
    for (const [method, path] of [
      ['GET', '/service'],
      ['DELETE', '/service'],
      ['POST', '/service/test'],
      ['GET', '/pulls'],
    ] as const) {
      const refused = await call(strict, method, path, undefined, 'seller');
      expect([method, refused.status, codesOf(refused)]).toEqual([method, 403, ['REQ-PLATFORM']]);
    }
    expect((await call(strict, 'PUT', '/service', { url: URL_ }, 'seller')).status).toBe(403);
  });

  it('is called for a test, one at a time', async () => {
    expect((await call(local, 'POST', '/service/test')).status).toBe(404);
    await call(local, 'PUT', '/service', { url: server.url });
    const taken = await call(local, 'POST', '/service/test');
    expect(taken.json).toEqual({ taken: true, error: null, milliseconds: expect.any(Number) });
    expect(server.calls.at(-1)).toMatchObject({ orderNo: 'ONESTEP-TEST' });
    answer = () => ({ code: '20000' });
    const refused = await call(local, 'POST', '/service/test');
    expect(refused.json).toMatchObject({ taken: false, error: 'code 20000' });
    const begun = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    answer = async () => {
      begun.resolve();
      await free.promise;
      return { code: '10000' };
    };
    const slow = call(local, 'POST', '/service/test');
    await begun.promise;
    const second = await call(local, 'POST', '/service/test');
    expect([second.status, codesOf(second)]).toEqual([429, ['REQ-TESTING']]);
    free.resolve();
    expect((await slow).json.taken).toBe(true);
  });
});

describe('/v1/payment-data/pulls', () => {
  it('lists the own ones, the newest first, page by page and by state', async () => {
    const sessions = Array.from({ length: 5 }, (_, i) => {
      return `0b1c2d3e-4f50-4a6b-8c7d-8e9f0a1b2c3${i}`;
    });
    await call(strict, 'PUT', '/service', { url: URL_ });
    for (const [i, sessionId] of sessions.entries()) {
      const ebpCode = i === 4 ? OTHER : SHOP;
      const wanted = { sessionId, ebpCode, orderNo: `SO${i}`, listNo: '46122026I000000001' };
      const more = { ordered: i === 1, minutes: 60, unregistered: 'PULL-SERVICE' };
      await storeDrawn(database.db, [wanted], { ...more, at: AT + i });
    }
    await database.db.execute('update paydata.pulls set codes = $1::text[] where order_no = $2', [
      ['PAYDATA-SHAPE', 'PULL-AMOUNT', 'PULL-LATE'],
      'SO0',
    ]);
    const orders = async (query: string, token?: string) => {
      const { json } = await call(strict, 'GET', `/pulls${query}`, undefined, token);
      return json.pulls.map(({ orderNo }: { orderNo: string }) => orderNo);
    };
    expect(await orders('')).toEqual(['SO3', 'SO2', 'SO1', 'SO0']);
    expect(await orders('?limit=2')).toEqual(['SO3', 'SO2']);
    const after = sessions[2]!.toUpperCase();
    expect(await orders(`?limit=2&after=${after}`)).toEqual(['SO1', 'SO0']);
    expect(await orders('?state=open')).toEqual(['SO3', 'SO2', 'SO1', 'SO0']);
    expect(await orders('?state=late')).toEqual([]);
    expect(await orders('', OTHER)).toEqual(['SO4']);
    const { json } = await call(strict, 'GET', '/pulls');
    expect(json.pulls.at(-1)).toEqual({
      ...{ sessionID: sessions[0]!.toUpperCase(), ebpCode: SHOP, orderNo: 'SO0', state: 'open' },
      ...{ listNo: '46122026I000000001', attempts: 0, lastError: null },
      ...{ acknowledgedAt: null, answeredAt: null, lateAt: null },
      drawnAt: '2026-11-01T08:00:00.000+08:00',
      dueAt: '2026-11-01T09:00:00.000+08:00',
      nextCallAt: '2026-11-01T08:00:00.000+08:00',
      // What the comparison came to is not told.
      codes: ['PAYDATA-SHAPE', 'PULL-LATE'],
    });
    for (const query of ['?state=x', '?limit=0', '?limit=9999', '?after=1']) {
      expect((await call(strict, 'GET', `/pulls${query}`)).status).toBe(400);
    }
  });
});
