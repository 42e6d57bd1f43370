import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { callerOf, codesOf } from '../../test/window-call.ts';
import { openWindow, SENDER, smallPlatform, TOKEN } from '../../test/window-platform.ts';
import { enterpriseCode } from '../base/ids.ts';
import { webhooksOn } from '../flows/webhooks.ts';
import { systemClock } from '../io/clock.ts';
import { openPoster, type Poster } from '../io/post.ts';
import { systemEntropy } from '../io/random.ts';
import type { Platform } from './platform.ts';
import type { Window } from './server.ts';

const OTHER = 'token-of-b';
const URL_ = 'https://erp.example.com/hook';

let database: TestDatabase;
let poster: Poster;
let strict: Window & { url: string };
let local: Window & { url: string };
let receiver: Server;
let status = 204;

function platformWith(isLocal: boolean): Platform {
  const parts = { db: database.db, clock: systemClock, entropy: systemEntropy, poster };
  const other = { ...SENDER, code: enterpriseCode('4101W60002') };
  const known = new Map([
    [TOKEN, SENDER],
    [OTHER, other],
  ]);
  return smallPlatform({
    authenticate: (token) => known.get(token) ?? null,
    webhooks: webhooksOn({ ...parts, local: isLocal }),
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  poster = openPoster(true);
  strict = await openWindow(platformWith(false));
  local = await openWindow(platformWith(true));
  receiver = createServer((_, reply) => reply.writeHead(status).end());
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await strict.close();
  await local.close();
  poster.close();
  receiver.close();
  await database.drop();
});

const call = callerOf('/v1/webhooks', TOKEN);

describe('/v1/webhooks', () => {
  it('creates, tells the secret once, lists, changes and deletes', async () => {
    const made = await call(strict, 'POST', '', { url: URL_, types: ['CEB622'] });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      ...{ url: URL_, types: ['CEB622'], batch: 20, state: 'active', position: 0 },
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    });
    const { id } = made.json;
    const listed = await call(strict, 'GET', '');
    expect(listed.json.webhooks).toEqual([expect.objectContaining({ id, url: URL_ })]);
    expect(JSON.stringify(listed.json)).not.toContain('whsec_');
    const paused = await call(strict, 'PATCH', `/${id}`, { enabled: false, batch: 1 });
    expect(paused.json).toMatchObject({ state: 'paused', batch: 1, types: ['CEB622'] });
    const on = await call(strict, 'PATCH', `/${id}`, { enabled: true, types: [] });
    expect(on.json).toMatchObject({ state: 'active', batch: 1, types: [] });
    expect((await call(strict, 'GET', `/${id}`)).json).toEqual(on.json);
    expect(await call(strict, 'DELETE', `/${id}`)).toEqual({ status: 204, json: null });
    expect((await call(strict, 'DELETE', `/${id}`)).status).toBe(404);
  });

  it('shows and gives nothing to another enterprise', async () => {
    const { id } = (await call(strict, 'POST', '', { url: URL_ })).json;
    const doors: [string, string, unknown?][] = [
      ['GET', `/${id}`],
      ['PATCH', `/${id}`, { enabled: false }],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/secret`, {}],
      ['POST', `/${id}/replay`, { after: 0 }],
      ['POST', `/${id}/test`],
    ];
    for (const [method, path, body] of doors) {
      expect((await call(strict, method, path, body, OTHER)).status).toBe(404);
    }
    expect((await call(strict, 'GET', '', undefined, OTHER)).json).toEqual({ webhooks: [] });
    await call(strict, 'DELETE', `/${id}`);
  });

  it.each([
    ['http://erp.example.com/', 'HOOK-HTTPS'],
    ['https://127.0.0.1/', 'HOOK-PRIVATE'],
    ['https://[::1]/', 'HOOK-PRIVATE'],
    ['https://2130706433/', 'HOOK-PRIVATE'],
    ['https://localhost/', 'HOOK-PRIVATE'],
    ['https://a.internal/', 'HOOK-PRIVATE'],
    ['https://user:secret@erp.example.com/', 'HOOK-URL'],
    ['https://erp.example.com/#a', 'HOOK-URL'],
    ['ftp://erp.example.com/', 'HOOK-URL'],
    ['erp.example.com', 'HOOK-URL'],
  ])('refuses %s with %s', async (url, code) => {
    const refused = await call(strict, 'POST', '', { url });
    expect([refused.status, codesOf(refused)]).toEqual([422, [code]]);
  });

  it('tells everything that is wrong at once', async () => {
    const body = { url: 'http://a.example/', types: ['CEB311', 'CEB622', 'X'], after: 9 };
    const refused = await call(strict, 'POST', '', body);
    expect(codesOf(refused)).toEqual(['HOOK-HTTPS', 'HOOK-TYPE', 'HOOK-TYPE', 'HOOK-AFTER']);
    const unknown = await call(strict, 'POST', '', { url: URL_, batch: 101 });
    expect([unknown.status, codesOf(unknown)]).toEqual([400, ['REQ-VALUE']]);
    expect((await call(strict, 'PATCH', `/wh_${'0'.repeat(32)}`, {})).status).toBe(400);
  });

  it('lets an enterprise have ten', async () => {
    const made = [];
    for (let i = 0; i < 10; i += 1) {
      made.push((await call(strict, 'POST', '', { url: URL_ }, OTHER)).json.id);
    }
    const refused = await call(strict, 'POST', '', { url: URL_ }, OTHER);
    expect(codesOf(refused)).toEqual(['HOOK-MANY']);
    for (const id of made) await call(strict, 'DELETE', `/${id}`, undefined, OTHER);
  });

  it('replaces the secret and goes back no further than there are receipts', async () => {
    const made = (await call(strict, 'POST', '', { url: URL_ })).json;
    const rotated = await call(strict, 'POST', `/${made.id}/secret`, { overlapHours: 1 });
    expect(rotated.json.secret).toMatch(/^whsec_/);
    expect(rotated.json.secret).not.toBe(made.secret);
    expect(Date.parse(rotated.json.oldSecretUntil)).toBeGreaterThan(Date.now() + 3_500_000);
    const replayed = await call(strict, 'POST', `/${made.id}/replay`, { after: 0 });
    expect([replayed.status, replayed.json.position]).toEqual([200, 0]);
    const tooFar = await call(strict, 'POST', `/${made.id}/replay`, { after: 1 });
    expect(codesOf(tooFar)).toEqual(['HOOK-AFTER']);
    await call(strict, 'DELETE', `/${made.id}`);
  });

  it('sends a test event and tells what came of it', async () => {
    const { port } = receiver.address() as AddressInfo;
    const made = await call(local, 'POST', '', { url: `http://127.0.0.1:${port}/` });
    expect(made.status).toBe(201);
    const { id } = made.json;
    const good = await call(local, 'POST', `/${id}/test`);
    expect(good.json).toMatchObject({ delivered: true, error: null });
    status = 500;
    const bad = await call(local, 'POST', `/${id}/test`);
    expect(bad.json).toMatchObject({ delivered: false, error: 'HTTP 500' });
    await call(local, 'DELETE', `/${id}`);
  });
});
