import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { formatFen } from '../../src/base/fen.ts';
import { foldCounts } from '../../src/cockpit/count-store.ts';
import type { CockpitView } from '../../src/flows/cockpit-view.ts';
import { type Desk, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

let zone: Zone;
let desk: Desk;
let office: OfficeDesk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  await employ(zone, [person('O1')]);
  desk = await openDesk(zone);
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  await office?.close();
  office = await openOffice(desk, { every: 20, heartbeat: 40, most: 2 });
});
afterAll(async () => {
  await office?.close();
  await zone?.database.drop();
});

/** Folds at once what is folded each second elsewhere; the clock of the tests stands still. */
async function settle(): Promise<void> {
  await foldCounts(zone.db, desk.clock.now(), 0);
  desk.clock.set(desk.clock.now() + 60_000);
}

async function cockpit(): Promise<CockpitView> {
  const { json, status } = await office.as('O1', 'GET', '/cockpit');
  expect(status).toBe(200);
  return json as CockpitView;
}

type Event = { readonly event: string; readonly id: string; readonly data: unknown };

/** Opens a stream; events come one by one. */
async function watch(last?: string) {
  const leaving = new AbortController();
  const response = await fetch(`${office.url}/v1/office/cockpit/stream`, {
    headers: { authorization: 'Bearer token-of-O1', ...(last && { 'last-event-id': last }) },
    signal: leaving.signal,
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const block = async (): Promise<string | null> => {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end >= 0) {
        const text = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return text;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      rest += value;
    }
  };
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const text = await block();
      if (text === null) return null;
      const [, event, id, data] = /^event: (.*)\nid: (.*)\ndata: (.*)$/.exec(text) ?? [];
      if (event !== undefined) return { event, id: id!, data: JSON.parse(data!) };
    }
  };
  return { response, block, next, leave: () => leaving.abort() };
}

it('counts the day as the tables do', async () => {
  const before = await cockpit();
  const good = mill.parcel();
  const alone = mill.parcel();
  await desk.sendAll(good);
  await desk.send(AGENT, alone.list);
  await settle();
  const { ways, series, tax, day } = await cockpit();
  const { import: now } = ways;
  expect(day).toBe('2020-09-18');
  expect([now.declared, now.matched, now.released]).toEqual([2, 1, 1]);
  expect(now.waiting).toEqual({ documents: 1, arrival: 0, held: 0 });
  expect(now.latency.day.count).toBe(1);
  expect(before.ways.import.released).toBe(0);
  const [row] = await zone.db.query<{ vat: bigint }>(
    `select sum(vat)::bigint as vat from clearance.cases where state = '800'`,
  );
  expect(tax.vat).toBe(formatFen(row!.vat));
  const offices = (await cockpit()).offices;
  expect(offices['4612']).toMatchObject({ zh: '郑州新郑综合保税区', imports: 1, exports: 0 });
  expect(offices['4604']).toMatchObject({ imports: 0, returned: 0, inspection: 0 });
  const sums = Object.values(series.minutes).reduce(([a, b], [c, d]) => [a + c, b + d, 0, 0]);
  expect(sums.slice(0, 2)).toEqual([2, 1]);
  expect(JSON.stringify(await cockpit())).not.toContain(good.orderNo);
});

it('streams the state, then what changes, and goes on behind the last event', async () => {
  const stream = await watch();
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  const first = await stream.next();
  expect(first?.event).toBe('state');
  const { ways } = first!.data as CockpitView;
  await desk.sendAll(mill.parcel());
  await settle();
  const released = `"released":${ways.import.released + 1},`;
  const changes: (Event | null)[] = [];
  // What is filed may be told before what is released.
  while (!JSON.stringify(changes).includes(released)) changes.push(await stream.next());
  expect(new Set(changes.map((one) => one?.event))).toEqual(new Set(['change']));
  expect(JSON.stringify(changes)).not.toContain('"withdrawn"');
  stream.leave();
  const back = await watch(first!.id);
  for (const change of changes) expect(await back.next()).toEqual(change);
  back.leave();
  const stranger = await watch('00000000-0000-4000-8000-000000000000-1');
  expect((await stranger.next())?.event).toBe('state');
  stranger.leave();
});

it('is there while nothing can be read, goes on after it, and ends with the server', async () => {
  const stream = await watch();
  await stream.next();
  await zone.db.script('alter table cockpit.days rename to gone');
  desk.clock.set(desk.clock.now() + 1_000);
  let text: string | null = '';
  while (text !== null && !text.startsWith(': ')) text = await stream.block();
  expect(text).toBe(': still here');
  await zone.db.script('alter table cockpit.gone rename to days');
  desk.clock.set(desk.clock.now() + 1_000);
  expect((await stream.next())?.event).toBe('change');
  await office.close();
  while (text !== null) text = await stream.block();
  expect(await stream.next()).toBeNull();
});

it('has so many places and no more, and each is free again', async () => {
  const streams = [await watch(), await watch()];
  const refused = await office.as('O1', 'GET', '/cockpit/stream');
  expect([refused.status, (refused.json as { code: string }).code]).toEqual([503, 'no-place']);
  streams[0]!.leave();
  const again = async () => (await watch()).response.status;
  await expect.poll(again, { timeout: 5_000 }).toBe(200);
});

it('is for officers only', async () => {
  for (const path of ['cockpit', 'cockpit/stream']) {
    const { status } = await fetch(`${office.url}/v1/office/${path}`);
    expect([path, status]).toEqual([path, 401]);
  }
});
