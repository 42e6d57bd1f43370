import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { xrayPicture } from '../../src/sandbox/xray/picture.ts';
import { everyList } from '../flows/classes.ts';
import { caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { openZone, SITE, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9' +
    'awAAAABJRU5ErkJggg==',
  'base64',
);
/** A JPEG of several pieces, none like the other. */
const LARGE = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.from(Uint32Array.from({ length: 200_000 }, (_, i) => i).buffer),
  Buffer.from([0xff, 0xd9]),
]);

let zone: Zone;
let office: OfficeDesk;
let id: string;
let desk: Desk;
let papers: Papers;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  await employ(zone, [person('O1'), person('O2'), person('O3', { tags: [] })]);
  desk = await openDesk(zone);
  office = await openOffice(desk);
  papers = paperMill(zone.profile).parcel();
  await desk.sendAll(papers);
  const { listNo } = (await caseOf(zone.db, papers))!;
  await zone.db.execute(
    `update inspection.inspections set state = 'arrived', arrived_at = selected_at
     where list_no = $1`,
    [listNo],
  );
  await office.round();
  const [task] = await zone.db.query<{ id: string }>('select id from inspection.tasks');
  id = task!.id;
});
afterAll(async () => {
  await office?.close();
  await zone?.database.drop();
});

type Sent = { readonly officer?: string; readonly type?: string };

async function put(name: string, bytes: Buffer, { officer = 'O1', type = 'image/png' }: Sent = {}) {
  const answer = await fetch(`${office.url}/v1/office/tasks/${id}/photos/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer token-of-${officer}`, 'content-type': type },
    body: new Uint8Array(bytes),
  });
  const json = (await answer.json()) as { sha256?: string; findings?: { code: string }[] };
  return { status: answer.status, json };
}

it('keeps photographs with their hash, and gives them back byte for byte', async () => {
  const sha256 = createHash('sha256').update(PNG).digest('hex');
  expect((await put('a.png', PNG)).json).toEqual({ sha256, repeated: false });
  expect((await put('a.png', PNG, { officer: 'O2' })).json).toEqual({ sha256, repeated: true });
  expect((await put('b.jpg', LARGE, { type: 'image/jpeg' })).status).toBe(200);
  const read = async (name: string) => {
    const answer = await fetch(`${office.url}/v1/office/tasks/${id}/photos/${name}`, {
      headers: { authorization: 'Bearer token-of-O2' },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return [answer.status, answer.headers.get('content-type'), hash('sha256', bytes)];
  };
  expect(await read('a.png')).toEqual([200, 'image/png', sha256]);
  expect(await read('b.jpg')).toEqual([200, 'image/jpeg', hash('sha256', LARGE)]);
  const view = await office.as('O2', 'GET', `/tasks/${id}`);
  expect(view.json.photos).toMatchObject([
    { name: 'a.png', officer: 'O1', mediaType: 'image/png', sha256, size: PNG.length },
    { name: 'b.jpg', sha256: hash('sha256', LARGE), size: LARGE.length },
  ]);
});

describe('what the X-ray of a lane showed', () => {
  const picture = xrayPicture([], 500);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  const read = (officer: string, hash: string, task = id) =>
    fetch(`${office.url}/v1/office/tasks/${task}/xrays/${hash}`, {
      headers: { authorization: `Bearer token-of-${officer}` },
    });

  it('stands beside its scans for those who read the task, and is given to no other', async () => {
    const lane = laneOn(desk.house, zone.db);
    const logisticsNo = papers.waybill.head.logisticsNo!;
    const own = { site: SITE.code, logisticsCode: null, lane: 'L1', weight: null, image: null };
    for (const scanId of ['s1', 's2', 's3']) await lane.scan({ ...own, logisticsNo, scanId });
    const stranger = { logisticsNo: 'NOBODY', scanId: 'n1' };
    await lane.scan({ ...own, ...stranger });
    const image = { mediaType: 'image/png', bytes: picture };
    const other = { mediaType: 'image/png', bytes: xrayPicture([], 900) };
    for (const scanId of ['s1', 's2']) await lane.keepImage({ site: SITE.code, scanId }, image);
    const kept = await lane.keepImage({ site: SITE.code, scanId: 'n1' }, other);
    const { json } = await office.as('O1', 'GET', `/tasks/${id}`);
    const scans = json.scans as { scanId: string; xray: { sha256: string } | null }[];
    expect(scans.map(({ scanId, xray }) => [scanId, xray?.sha256 ?? null]).sort()).toEqual([
      ['s1', sha256],
      ['s2', sha256],
      ['s3', null],
    ]);
    const answer = await read('O2', sha256);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture);
    expect((await read('O3', sha256)).status).toBe(404);
    expect((await read('O1', kept.ok ? kept.value.sha256 : '')).status).toBe(404);
    expect((await read('O1', sha256, id.replace(/^./, 'f'))).status).toBe(404);
    expect((await read('O1', 'x')).status).toBe(400);
  });
});

it.each([
  ['a.png', Buffer.concat([PNG.subarray(0, 40), PNG.subarray(-8)]), {}, 422],
  ['c.png', PNG.subarray(0, -1), {}, 422],
  ['c.jpg', PNG, { type: 'image/jpeg' }, 422],
  ['c.png', Buffer.alloc(0), {}, 422],
  ['..%2Fc', PNG, {}, 422],
  ['c.gif', PNG, { type: 'image/gif' }, 415],
  ['c.json', Buffer.from('{}'), { type: 'application/json' }, 422],
  ['c.png', PNG, { officer: 'O3' }, 404],
  ['c.png', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), {}, 413],
] as const)('%s is not taken', async (name, bytes, sent, status) => {
  const answer = await put(name, bytes as Buffer, sent);
  expect(answer.status).toBe(status);
  if (status === 422) expect(answer.json.findings?.[0]?.code).toBe('OFF-PHOTO');
});

it('keeps rows that nobody changes', async () => {
  for (const text of [
    'update inspection.photos set officer = name',
    'delete from inspection.trail',
    'update inspection.pairs set first = second',
  ]) {
    await expect(zone.db.execute(text)).rejects.toThrow();
  }
});

it('has the addresses that the pages of officers name, and no other', () => {
  const pages = ['docs/INSPECTION.md', 'docs/export-statistics.md', 'docs/COCKPIT.md'];
  const text = pages.map((page) => readFileSync(page, 'utf8')).join();
  const named = [...text.matchAll(/`((?:GET|POST|PUT) \/v1\/office\/[^`?]+)/g)].map(([, one]) => {
    return one!.replace(/\{(\w+)\}/g, ':$1');
  });
  const served = office.addresses
    .filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/v1/office'))
    .map(({ method, url }) => `${method} ${url}`);
  expect(named.sort()).toEqual(served.sort());
});
