import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { openPlatformServer, type PlatformServer } from '../flows/payment-platform.ts';
import { openZone, PLATFORM, PLATFORM_2, type Zone } from '../flows/zone.ts';
import { program } from './program.ts';
import { call } from './terminal.ts';

let zone: Zone;
let desk: Desk;
let papers: Papers;
let other: Papers;
let server: PlatformServer;

beforeAll(async () => {
  zone = await openZone({ paymentDataRate: [] });
  desk = await openDesk(zone);
  const mill = paperMill(zone.profile);
  papers = mill.parcel();
  other = mill.parcel({ platform: PLATFORM_2 });
  for (const one of [papers, other]) await desk.sendAll(one);
  server = await openPlatformServer(() => ({ code: '10000' }));
});
afterAll(async () => {
  server.close();
  await zone.database.drop();
});

const run = (...args: string[]) =>
  call('payment-data', ...args, '--database-url', zone.database.url);

describe('onestep payment-data', () => {
  it('registers, tests, lists and withdraws services', async () => {
    expect((await run('services')).out).toBe('');
    const set = await run('services', 'set', PLATFORM.code, server.url, '--local', '--json');
    expect(set.json()).toMatchObject({ ebpCode: PLATFORM.code, url: server.url });
    const tested = await run('services', 'test', PLATFORM.code, '--local');
    expect([tested.code, tested.out]).toEqual([0, expect.stringMatching(/^Taken after \d+ ms\.$/)]);
    const guarded = await run('services', 'test', PLATFORM.code);
    expect([guarded.code, guarded.out]).toEqual([1, 'Not taken: private-address.']);
    expect((await run('services')).out).toMatch(new RegExp(`^${PLATFORM.code} .*${server.url}$`));
    expect((await run('services', 'remove', PLATFORM.code)).code).toBe(0);
    expect((await run('services', '--json')).json()).toEqual({ services: [] });
  });

  it('has an order asked for by a running serve, and shows what came of it', async () => {
    await run('services', 'set', PLATFORM.code, server.url, '--local');
    const asked = await run('ask', `${PLATFORM.code}/${papers.orderNo}`, '--json');
    expect(asked.json()).toMatchObject({ state: 'open', ordered: true, orderNo: papers.orderNo });
    const without = await run('ask', `${PLATFORM_2.code}/${other.orderNo}`);
    expect([without.code, without.err]).toEqual([1, expect.stringContaining('no interface')]);
    const args = ['serve', '--database-url', zone.database.url, '--port', '0'];
    const serve = program([...args, '--webhooks-local']);
    const before = server.calls.length;
    while (server.calls.length === before) await new Promise((done) => setTimeout(done, 20));
    serve.child.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    expect(server.calls.at(-1)).toMatchObject({ orderNo: papers.orderNo });
    const pulls = await run('pulls', '--state', 'asked', '--json');
    expect(pulls.json()).toMatchObject({ pulls: [{ orderNo: papers.orderNo, attempts: 1 }] });
    const own = await run('pulls', '--platform', PLATFORM_2.code);
    expect(own.out).toContain('unregistered');
    const signals = await run('signals', '--platform', PLATFORM_2.code);
    expect(signals.out).toContain('PULL-SERVICE');
    expect((await run('signals', '--platform', PLATFORM.code, '--json')).json()).toEqual({
      signals: [],
    });
    const { listNo } = (await caseOf(zone.db, other))!;
    const explained = await call('explain', listNo!, '--database-url', zone.database.url);
    expect(explained.out).toMatch(/Payment data asked of the platform\n.*\n.*PULL-SERVICE/);
    const json = await call('explain', listNo!, '--json', '--database-url', zone.database.url);
    expect(json.json()).toMatchObject({
      paymentData: { pulls: [{ state: 'unregistered' }], signals: [{ code: 'PULL-SERVICE' }] },
    });
  }, 60_000);

  it.each([
    [['fly'], 2, 'takes services, pulls, signals, ask'],
    [['services', 'set', PLATFORM.code], 2, 'takes set EBP URL'],
    [['services', 'fly', PLATFORM.code], 2, 'takes set EBP URL'],
    [['services', 'test', PLATFORM_2.code], 1, 'no interface on file'],
    [['services', 'remove', PLATFORM_2.code], 1, 'no interface on file'],
    [['services', 'set', 'X', 'https://a.example/'], 1, 'No enterprise X'],
    [['services', 'set', PLATFORM.code, 'http://a.example/'], 1, 'HOOK-HTTPS'],
    [['pulls', 'all'], 2, 'takes options only'],
    [['pulls', '--state', 'gone'], 2, '--state takes'],
    [['pulls', '--after', '7'], 2, '--after takes'],
    [['pulls', '--limit', '0'], 2, '--limit takes'],
    [['ask', 'SO1'], 2, 'as EBP/NO'],
    [['ask', `${PLATFORM.code}/SO1`], 1, 'Nothing was decided'],
  ])('%j ends with %i', async (args, code, reason) => {
    const called = await run(...args);
    expect([called.code, called.err]).toEqual([code, expect.stringContaining(reason)]);
  });
});
