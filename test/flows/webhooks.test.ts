import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_ARCHIVE } from '../../src/documents/archive.ts';
import { type Courier, startCourier } from '../../src/flows/courier.ts';
import { type Webhooks, webhooksOn } from '../../src/flows/webhooks.ts';
import { systemClock } from '../../src/io/clock.ts';
import { openPoster } from '../../src/io/post.ts';
import { type Counted, countStatements, type Database } from '../../src/io/postgres.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { type ReceiptNews, receiptNews } from '../../src/receipts/notify.ts';
import { fileReceipts, lastCursors } from '../../src/receipts/store.ts';
import type { Endpoint } from '../../src/webhooks/endpoint.ts';
import type { CourierPatience } from '../../src/webhooks/progress.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { isSigned, openReceiver, type Receiver } from './receivers.ts';

// Small times, so that minutes of the real ones fit a test. Those after which something else
// happens are long: on a busy machine an answer may take a second.
const PATIENCE: CourierPatience = {
  waits: [50, 100, 200],
  deadMilliseconds: 60_000,
  postMilliseconds: 20_000,
  lookMilliseconds: 50,
  leaseMilliseconds: 20_000,
};

let database: TestDatabase;
let db: Counted<Database>;
let news: ReceiptNews;
let webhooks: Webhooks;
const receivers: Receiver[] = [];
const couriers: Courier[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = countStatements(database.db);
  news = receiptNews({ latest: (all) => lastCursors(db, all) });
  const parts = { db, clock: systemClock, entropy: systemEntropy, poster: openPoster(true) };
  webhooks = webhooksOn({ ...parts, local: true });
});
afterAll(async () => {
  news.close();
  await database.drop();
});
afterEach(async () => {
  for (const courier of couriers.splice(0)) await courier.close();
  for (const receiver of receivers.splice(0)) receiver.close();
  await db.execute('delete from webhooks.endpoints');
});

function start(
  patience: Partial<CourierPatience> = {},
  tell?: (error: unknown) => void,
  mayRead: (enterprise: string) => boolean = () => true,
): Courier {
  const house = { db, clock: systemClock, entropy: systemEntropy, news, archive: NO_ARCHIVE };
  const courier = startCourier(house, {
    poster: openPoster(true),
    patience: { ...PATIENCE, ...patience },
    mayRead,
    onFailure: (error) => tell?.(error),
  });
  couriers.push(courier);
  return courier;
}

async function receiver(...args: Parameters<typeof openReceiver>): Promise<Receiver> {
  const one = await openReceiver(...args);
  receivers.push(one);
  return one;
}

/** Files receipts of an enterprise and tells of them, as a batch does. */
async function file(to: string, count: number, types = ['CEB312']): Promise<void> {
  const at = Date.now();
  const receipts = Array.from({ length: count }, (_, i) => ({
    to,
    receipt: {
      type: types[i % types.length]!,
      keys: {},
      status: '120',
      info: '[Code:1800;Desc:逻辑校验通过]',
      ...{ at, findings: [], recordGuid: null },
    },
  }));
  news.announce(await db.transaction((tx) => fileReceipts(tx, receipts, at)));
}

async function create(enterprise: string, request: Parameters<Webhooks['create']>[1]) {
  const made = await webhooks.create(enterprise, request);
  if (!made.ok) throw new Error(made.error[0]?.en);
  return made.value;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await pause(10);
  }
}

const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
const stateOf = async ({ enterprise, id }: Endpoint) => (await webhooks.find(enterprise, id))!;

/** Without what came again, as on a machine that answers late; what came too early is missing. */
const once = (cursors: readonly number[]): number[] =>
  cursors.filter((cursor, i) => cursor > Math.max(0, ...cursors.slice(0, i)));

describe('webhooks', () => {
  it('bring a healthy endpoint all in order and time beside bad ones', async () => {
    // Half as fast as the healthy one, whatever the machine has to do beside.
    const slow = await receiver(async (_, earlier) => {
      await pause(150);
      await until(() => healthy.cursors().length >= Math.min(200, 20 * earlier));
      return 200;
    });
    const broken = await receiver(() => 500);
    const hanging = await receiver(() => null);
    const healthy = await receiver(() => 204);
    const made: Endpoint[] = [];
    for (const { url } of [slow, broken, hanging, healthy]) {
      made.push(await create('A', { url, batch: 10, after: 0n }));
    }
    const [, brokenOne, hangingOne, healthyOne] = made as [Endpoint, Endpoint, Endpoint, Endpoint];
    start({ postMilliseconds: 400 });
    for (let i = 0; i < 20; i += 1) {
      await file('A', 10);
      await pause(10);
    }
    await until(() => healthy.cursors().at(-1) === 200);
    expect(once(slow.cursors()).length).toBeLessThan(200);
    expect(once(healthy.cursors())).toEqual(numbers(200));
    expect(healthy.got.every((one) => isSigned(healthyOne.secret, one, Date.now()))).toBe(true);
    expect(healthy.got.some((one) => isSigned(brokenOne.secret, one, Date.now()))).toBe(false);
    await until(() => slow.cursors().at(-1) === 200);
    expect(once(slow.cursors())).toEqual(numbers(200));
    // Those that fail are tried again with the same message, and say why.
    expect(new Set(broken.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(broken.got.map(({ body }) => body)).size).toBe(1);
    expect(broken.got.length).toBeGreaterThan(2);
    expect(await stateOf(brokenOne)).toMatchObject({ position: 0n, lastError: 'HTTP 500' });
    expect(await stateOf(hangingOne)).toMatchObject({ position: 0n, lastError: 'timeout' });
    expect(await stateOf(healthyOne)).toMatchObject({ position: 200n, failures: 0 });
  });

  it('bring it all also beside many that hang on the same server', async () => {
    const shop = await receiver(({ path }) => (path === '/well' ? 200 : null));
    const at = (path: string) => new URL(path, shop.url).href;
    for (let i = 0; i < 9; i += 1) await create('K', { url: at(`/hang${i}`) });
    await create('K', { url: at('/well'), batch: 5 });
    // They hang for longer than the test waits for the other.
    start({ postMilliseconds: 60_000 });
    for (let i = 0; i < 10; i += 1) await file('K', 5);
    const well = () => shop.got.filter(({ path }) => path === '/well');
    await until(() => well().at(-1)?.cursors.at(-1) === 50);
    expect(well().flatMap(({ cursors }) => cursors)).toEqual(numbers(50));
  });

  it('leave a note of each attempt, the last hundred of an endpoint', async () => {
    const [good, bad] = [await receiver(() => 204), await receiver(() => 500)];
    const made = [
      await create('N', { url: good.url, batch: 1, after: 0n }),
      await create('N', { url: bad.url, batch: 1, after: 0n }),
    ];
    start({ waits: [5] });
    await file('N', 110);
    const of = async (place: number) => (await webhooks.attempts('N', made[place]!.id))!;
    await until(async () => (await of(0))[0]?.through === 110n);
    const notes = await of(0);
    expect(notes.length).toBe(100);
    expect(notes.map(({ through }) => Number(through))).toEqual(
      Array.from({ length: 100 }, (_, i) => 110 - i),
    );
    expect(notes.every(({ error, receipts }) => error === null && receipts === 1)).toBe(true);
    expect((await of(1))[0]).toMatchObject({ error: 'HTTP 500', after: 0n, through: 1n });
    expect(await webhooks.attempts('O', made[0]!.id)).toBeNull();
  });

  it('go to no enterprise that was struck off', async () => {
    const shop = await receiver(() => 200);
    await create('L', { url: shop.url });
    await create('M', { url: shop.url });
    start({}, undefined, (code) => code !== 'L');
    await file('L', 1);
    await file('M', 1);
    await until(() => shop.got.length === 1);
    await pause(150);
    expect(shop.got.map(({ body }) => JSON.parse(body).data.enterprise)).toEqual(['M']);
  });

  it('send what an endpoint missed when it is well again, and only what it asked for', async () => {
    let status = 503;
    const shop = await receiver(() => status);
    const made = await create('B', { url: shop.url, types: ['CEB622'], batch: 4 });
    const courier = start();
    await file('B', 30, ['CEB312', 'CEB412', 'CEB622']);
    await until(async () => (await stateOf(made)).failures >= 3);
    expect(courier.state()).toMatchObject({ failing: 1, behind: 30 });
    status = 200;
    await until(async () => (await stateOf(made)).position === 30n);
    const third = numbers(10).map((i) => 3 * i);
    const all = shop.cursors();
    expect(all.slice(-10)).toEqual(third);
    expect(new Set(all)).toEqual(new Set(third));
    // What the courier tells of itself follows the place that it has noted.
    await expect.poll(() => courier.state()).toMatchObject({ failing: 0, behind: 0 });
  });

  it('go on after a process that died, with repeats at most', async () => {
    const shop = await receiver(() => 200);
    const made = await create('C', { url: shop.url, batch: 7 });
    await file('C', 100);
    // This one holds the courier and dies: it never sends and never lets go.
    await db.execute(
      `insert into webhooks.courier values ('courier', 'dead', now() + interval '1 minute')
       on conflict (name) do update set holder = 'dead', until_at = excluded.until_at`,
    );
    start();
    await pause(150);
    expect(shop.got).toEqual([]);
    // As if its minute were over.
    await db.execute('update webhooks.courier set until_at = now()');
    await until(() => shop.cursors().length >= 20);
    await couriers.pop()?.close();
    const { position } = await stateOf(made);
    expect(position).toBeGreaterThan(0n);
    start();
    await until(async () => (await stateOf(made)).position === 100n);
    const all = shop.cursors();
    expect([...new Set(all)]).toEqual(numbers(100));
    const goneBack = all.filter((cursor, i) => i > 0 && cursor <= all[i - 1]!);
    expect(goneBack.length).toBeLessThanOrEqual(1);
  });

  it('are sent by one process of several', async () => {
    const shop = await receiver(() => 200);
    await create('D', { url: shop.url, batch: 5 });
    start();
    start();
    for (let i = 0; i < 10; i += 1) await file('D', 10);
    await until(() => shop.cursors().length >= 100);
    expect(shop.cursors()).toEqual(numbers(100));
  });

  it('are sent again from a cursor, also while a message is under way', async () => {
    const shop = await receiver(async () => {
      await pause(20);
      return 200;
    });
    const made = await create('E', { url: shop.url, batch: 10 });
    start();
    await file('E', 50);
    await until(() => shop.cursors().length >= 20);
    await webhooks.replay('E', made.id, 5n);
    await until(async () => (await stateOf(made)).position === 50n);
    const all = shop.cursors();
    const again = all.indexOf(6, all.indexOf(11));
    expect(all.slice(again)).toEqual(numbers(45, 6));
  });

  it('sign with both secrets while one replaces the other', async () => {
    const shop = await receiver(() => 200);
    const made = await create('F', { url: shop.url });
    const fresh = (await webhooks.rotate('F', made.id, 1))!;
    start();
    await file('F', 1);
    await until(() => shop.got.length === 1);
    const [one] = shop.got as [Receiver['got'][number]];
    expect(isSigned(made.secret, one, Date.now())).toBe(true);
    expect(isSigned(fresh.secret, one, Date.now())).toBe(true);
    expect(isSigned(fresh.secret, { ...one, body: `${one.body} ` }, Date.now())).toBe(false);
    await webhooks.rotate('F', made.id, 0);
    await pause(100);
    await file('F', 1);
    await until(() => shop.got.length === 2);
    expect(isSigned(fresh.secret, shop.got[1]!, Date.now())).toBe(false);
  });

  it('switch an endpoint off that is gone, or has failed for days', async () => {
    const gone = await receiver(() => 410);
    const dead = await receiver(() => 500);
    const first = await create('G', { url: gone.url });
    const second = await create('G', { url: dead.url });
    const courier = start({ deadMilliseconds: 300 });
    await file('G', 1);
    await until(async () => (await stateOf(second)).state === 'dead');
    expect(await stateOf(first)).toMatchObject({ state: 'dead', lastError: 'HTTP 410' });
    expect(gone.got).toHaveLength(1);
    const calls = dead.got.length;
    await file('G', 1);
    await pause(300);
    expect(dead.got).toHaveLength(calls);
    await expect.poll(() => courier.state().endpoints).toEqual({ active: 0, paused: 0, dead: 2 });
    await webhooks.change('G', second.id, { enabled: true });
    await until(() => dead.got.length > calls);
  });

  it('cost one statement a look without endpoints, and a fixed number with many', async () => {
    const shop = await receiver(() => 200);
    db.reset();
    start({ lookMilliseconds: 100 });
    await until(() => db.statements.length > 0);
    const began = performance.now();
    db.reset();
    for (let i = 0; i < 20; i += 1) news.announce(new Map([[`H${i}`, 9n]]));
    await pause(320);
    await until(() => db.statements.length > 0);
    expect(new Set(db.statements).size).toBe(1);
    // What begins now and then, not what an announcement begins.
    const looks = (performance.now() - began) / 100;
    expect(db.statements.length).toBeLessThanOrEqual(Math.ceil(looks));
    await couriers.pop()?.close();
    const count = async (endpoints: number): Promise<number> => {
      const enterprises = numbers(endpoints).map((i) => `I${endpoints}-${i}`);
      for (const code of enterprises) {
        await create(code, { url: shop.url });
        await file(code, 1);
      }
      const before = shop.got.length;
      db.reset();
      start();
      await until(() => shop.got.length === before + endpoints);
      await couriers.pop()?.close();
      await db.execute('delete from webhooks.endpoints');
      return new Set(db.statements).size;
    };
    expect(await count(1)).toBe(await count(30));
  });

  it('survive a database that is away for a moment', async () => {
    const shop = await receiver(() => 200);
    const made = await create('J', { url: shop.url });
    const errors: unknown[] = [];
    start({}, (error) => errors.push(error));
    await db.script('alter table webhooks.endpoints rename to hidden');
    await until(() => errors.length > 1);
    await db.script('alter table webhooks.hidden rename to endpoints');
    await file('J', 3);
    await until(async () => (await stateOf(made)).position === 3n);
    expect(shop.cursors()).toEqual([1, 2, 3]);
  });
});
