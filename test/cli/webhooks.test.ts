import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileReceipts } from '../../src/receipts/store.ts';
import { isSigned, openReceiver } from '../flows/receivers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { program } from './program.ts';
import { call } from './terminal.ts';

let zone: Zone;
let server: Server;
let url: string;

beforeAll(async () => {
  zone = await openZone();
  server = createServer((request, reply) => {
    reply.writeHead(request.url === '/good' ? 200 : 500).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await zone.database.drop();
});

const run = (action: string, ...args: string[]) =>
  call('webhooks', action, AGENT.code, ...args, '--database-url', zone.database.url);

type Made = { readonly id: string; readonly secret: string };

describe('onestep serve with webhooks', () => {
  it('killed in the middle, sends all in order, with repeats of one message at most', async () => {
    const shop = await openReceiver(async () => {
      await new Promise((done) => setTimeout(done, 10));
      return 200;
    });
    const { url: databaseUrl } = zone.database;
    const make = ['--url', shop.url, '--batch', '2', '--local', '--json'];
    const { secret } = (await run('create', ...make)).json() as Made;
    const at = Date.now();
    const receipt = {
      ...{ type: 'CEB622', keys: {}, status: '800', info: '[Code:2600;Desc:放行]', at },
      ...{ findings: [], recordGuid: null },
    };
    const many = Array.from({ length: 200 }, () => ({ to: AGENT.code, receipt }));
    await zone.db.transaction((tx) => fileReceipts(tx, many, at));
    const serve = () =>
      program(['serve', '--database-url', databaseUrl, '--port', '0', '--webhooks-local']);
    const first = serve();
    while (shop.got.length < 20) await new Promise((done) => setTimeout(done, 5));
    first.child.kill('SIGKILL');
    await first.ended;
    const taken = shop.cursors().length;
    expect(taken).toBeLessThan(200);
    // As if its ten seconds were over.
    await zone.db.execute("update webhooks.courier set until_at = until_at - interval '1 minute'");
    const second = serve();
    while (!shop.cursors().includes(200)) await new Promise((done) => setTimeout(done, 20));
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    const all = shop.cursors();
    expect([...new Set(all)]).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    expect(all.length).toBeLessThanOrEqual(202);
    expect(shop.got.every((one) => isSigned(secret, one, Date.now()))).toBe(true);
    shop.close();
    await zone.db.execute('delete from webhooks.endpoints');
  }, 60_000);
});

describe('onestep webhooks', () => {
  it('creates, changes, rotates, pauses, replays and deletes', async () => {
    const created = await run('create', '--url', 'https://a.example/', '--batch', '5', '--json');
    const { id, secret } = created.json() as Made;
    expect(created.json()).toMatchObject({ state: 'active', batch: 5, types: [] });
    const changed = await run('change', '--id', id, '--types', 'CEB622,CEB312', '--json');
    expect(changed.json()).toMatchObject({ types: ['CEB622', 'CEB312'], batch: 5 });
    const rotated = await run('rotate', '--id', id, '--json');
    expect((rotated.json() as Made).secret).not.toBe(secret);
    expect((await run('disable', '--id', id)).out).toContain('paused');
    expect((await run('enable', '--id', id)).out).toContain('active');
    expect((await run('replay', '--id', id, '--after', '0')).code).toBe(0);
    const listed = await run('list', '--json');
    expect(listed.json()).toMatchObject({ webhooks: [{ id, url: 'https://a.example/' }] });
    expect(listed.out).not.toContain('whsec_');
    expect((await run('delete', '--id', id)).code).toBe(0);
    expect((await run('delete', '--id', id)).code).toBe(1);
  });

  it('tests an endpoint, with an exit code that says what came of it', async () => {
    for (const [path, code, out] of [
      ['/good', 0, /^Taken after \d+ ms\.$/],
      ['/bad', 1, /^Not taken: HTTP 500\.$/],
    ] as const) {
      const made = await run('create', '--url', url + path, '--local', '--json');
      const { id } = made.json() as Made;
      const tested = await run('test', '--id', id, '--local');
      expect([tested.code, tested.out]).toEqual([code, expect.stringMatching(out)]);
      const guarded = await run('test', '--id', id);
      expect([guarded.code, guarded.out]).toEqual([1, 'Not taken: private-address.']);
    }
  });

  it.each([
    [['create', '--url', 'http://a.example/'], 1, 'HOOK-HTTPS'],
    [['create', '--url', 'https://a.example/', '--types', 'CEB311'], 1, 'HOOK-TYPE'],
    [['create', '--url', 'https://a.example/', '--after', '9999'], 1, 'HOOK-AFTER'],
    [['create'], 2, '--url is missing'],
    [['replay', '--id', 'x'], 2, '--after is missing'],
    [['change', '--id', 'x', '--batch', '101'], 2, '--batch takes'],
    [['enable', '--id', 'x'], 1, 'no such webhook'],
    [['fly'], 2, 'onestep webhooks takes'],
  ])('%s ends with %i', async ([action = '', ...args], code, reason) => {
    const called = await run(action, ...args);
    expect([called.code, called.err]).toEqual([code, expect.stringContaining(reason)]);
  });

  it('knows no enterprise that is not registered', async () => {
    const called = await call('webhooks', 'list', 'X', '--database-url', zone.database.url);
    expect([called.code, called.err]).toEqual([1, expect.stringContaining('No enterprise X')]);
  });
});
