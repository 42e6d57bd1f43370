import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/running.ts';
import { folderShelf } from '../../src/client/lane/image-shelf.ts';
import { memoryJournal } from '../../src/client/lane/journal.ts';
import { openLane } from '../../src/client/lane/lane.ts';
import { settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import { xrayPicture } from '../../src/sandbox/xray/picture.ts';
import { callerOf, codesOf } from '../window-call.ts';
import { type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { AGENT, EVENING, openZone, SITE, type Zone } from './zone.ts';

// A sorting line over HTTP: while the zone answers, while it does not, and afterwards.
let zone: Zone;
let desk: Desk;
let platform: { readonly url: string; stop(): Promise<unknown> };
let mill: ReturnType<typeof paperMill>;
const clock = settableClock(EVENING);
const TOKEN = `token-of-${SITE.code}`;
const call = callerOf('/v1/lane', TOKEN);

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone, { clock });
  const profileDir = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  const log = createLog({ level: 'silent' });
  const where = { host: '127.0.0.1', port: 0, profileDir, version: 'test' };
  const databaseUrl = zone.database.url;
  platform = await run({ db: zone.db, clock, log, databaseUrl, ...where });
});
afterAll(async () => {
  await platform?.stop();
  await zone?.database.drop();
});

async function released(): Promise<string> {
  const papers: Papers = mill.parcel();
  await desk.sendAll(papers);
  await zone.db.execute('update clearance.cases set gross = 150000 where order_no = $1', [
    papers.orderNo,
  ]);
  return papers.waybill.head.logisticsNo!;
}

describe('the addresses of a lane', () => {
  it('answer a scan, the same scan in the same way', async () => {
    const logisticsNo = await released();
    const scan = { scanId: 'A-1', logisticsNo, lane: 'L1', weight: '1.5', image: 'a.png' };
    const first = await call(platform, 'POST', '/scans', scan);
    expect(first).toMatchObject({
      status: 200,
      json: {
        ...{ scanId: 'A-1', instruction: '01', declaredWeight: '1.5', repeated: false },
        reason: { code: 'LANE-RELEASED', zh: '清单已放行，重量相符' },
        at: '2020-09-18T20:00:00.000+08:00',
      },
    });
    expect(first.json.listNo).toMatch(/^4612/);
    expect(await call(platform, 'POST', '/scans', scan)).toEqual(first);
    const other = await call(platform, 'POST', '/scans', { ...scan, weight: '1.6' });
    expect([other.status, codesOf(other)]).toEqual([422, ['LANE-SCAN-ID']]);
    const { scanId: _, ...anonymous } = scan;
    const made = await call(platform, 'POST', '/scans', anonymous);
    expect(made.json).toMatchObject({ instruction: '01', repeated: true });
    expect(made.json.scanId).toMatch(/^[\da-f-]{36}$/);
  });

  it('are for supervised places alone', async () => {
    const agent = `token-of-${AGENT.code}`;
    const scan = { logisticsNo: 'X', lane: 'L1' };
    const answers = await Promise.all([
      call(platform, 'POST', '/scans', scan, agent),
      call(platform, 'GET', '/releases', undefined, agent),
      call(platform, 'GET', '/key', undefined, agent),
      call(platform, 'POST', '/reconciliations', { scans: [OFFLINE] }, agent),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  it('take no scan that is not as described', async () => {
    const bad = [
      { lane: 'L1' },
      { logisticsNo: '', lane: 'L1' },
      { logisticsNo: 'X', lane: 'L1', weight: '-1' },
      { logisticsNo: 'X', lane: 'L1', weight: '1.234567' },
      { logisticsNo: 'X'.repeat(81), lane: 'L1' },
    ];
    for (const scan of bad) {
      const answer = await call(platform, 'POST', '/scans', scan);
      expect([scan, answer.status]).toEqual([scan, 400]);
    }
    const none = await call(platform, 'POST', '/reconciliations', { scans: [] });
    expect(none.status).toBe(400);
  });
});

const OFFLINE = {
  ...{ scanId: 'O-1', logisticsNo: 'X', lane: 'L1', instruction: '03' },
  ...{ reason: 'OFF-NO-LIST', at: '2020-09-18T20:00:00+08:00' },
};

describe('an X-ray image', () => {
  const picture = xrayPicture([{ gcode: '1901101010', pieces: 2 }], 1_500);
  const put = async (scanId: string, bytes: Buffer, type = 'image/png', token = TOKEN) => {
    const answer = await fetch(`${platform.url}/v1/lane/scans/${scanId}/image`, {
      ...{ method: 'PUT', body: new Uint8Array(bytes) },
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
    });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };

  it('is kept before its scan or after it, once, with the same answer', async () => {
    const first = await put('X-1', picture);
    expect(first).toMatchObject({
      status: 200,
      json: { scanId: 'X-1', mediaType: 'image/png', width: 720, height: 540 },
    });
    expect(first.json.sha256).toBe(createHash('sha256').update(picture).digest('hex'));
    const scan = { scanId: 'X-1', logisticsNo: await released(), lane: 'L1', weight: '1.5' };
    expect((await call(platform, 'POST', '/scans', scan)).status).toBe(200);
    clock.advance(1_000);
    expect(await put('X-1', picture)).toEqual(first);
    const other = await put('X-1', xrayPicture([], 1_500));
    expect([other.status, codesOf(other)]).toEqual([422, ['LANE-IMAGE-OTHER']]);
    const both = await Promise.all([put('X-2', picture), put('X-2', picture)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await xrays('X-1')).toEqual([{ bytes: picture }]);
  });

  const jpeg = (width: number, height: number) =>
    Buffer.concat([
      Buffer.from('ffd8ffe000040000ffc0001108', 'hex'),
      Buffer.from([height >> 8, height & 255, width >> 8, width & 255]),
      Buffer.from('03011100021100031100ffd9', 'hex'),
    ]);

  it.each([
    ['a JPEG', 200, jpeg(640, 480), 'image/jpeg', null],
    ['one of another type than it says', 422, picture, 'image/jpeg', 'LANE-IMAGE'],
    ['one that is cut off', 422, picture.subarray(0, -1), 'image/png', 'LANE-IMAGE'],
    ['one without an extent', 422, jpeg(0, 480), 'image/jpeg', 'LANE-IMAGE'],
    ['one that is too wide', 422, jpeg(8_193, 1), 'image/jpeg', 'LANE-IMAGE'],
    ['one of too many pixels', 422, jpeg(8_000, 8_000), 'image/jpeg', 'LANE-IMAGE'],
    ['one of too many bytes', 413, Buffer.alloc(4 * 1024 * 1024 + 1), 'image/png', 'LANE-IMAGE'],
    ['nothing', 400, Buffer.alloc(0), 'image/png', 'REQ-EMPTY'],
    ['a GIF', 415, picture, 'image/gif', null],
  ] as const)('%s is answered with %d', async (name, status, bytes, type, code) => {
    const answer = await put(name.replaceAll(' ', '-'), bytes, type);
    expect(answer.status).toBe(status);
    if (code !== null) expect(codesOf(answer)).toEqual([code]);
    expect(await xrays(name.replaceAll(' ', '-'))).toHaveLength(status === 200 ? 1 : 0);
  });

  it('is taken of supervised places alone', async () => {
    expect((await put('X-3', picture, 'image/png', `token-of-${AGENT.code}`)).status).toBe(403);
    expect((await put('X%2F3', picture)).status).toBe(400);
    await expect(zone.db.execute('delete from inspection.xrays')).rejects.toThrow();
  });

  it('waits on the shelf of the lane until the zone has it, also of an offline scan', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onestep-shelf-'));
    const network = await openNetwork();
    try {
      const images = folderShelf(folder);
      const door = { url: network.url, token: TOKEN };
      const lane = openLane({ ...door, lane: 'L4', clock, deadline: 5_000, images });
      network.state.cut = true;
      const { scanId } = await lane.scan({ logisticsNo: 'NOBODY', weight: '1.5' });
      await lane.keepImage(scanId, picture);
      network.state.cut = false;
      expect(await folderShelf(folder).all()).toEqual([scanId]);
      expect(await lane.sendImages()).toEqual([]);
      expect(await images.all()).toEqual([]);
      expect(await lane.reconcile()).toEqual([]);
      expect(await xrays(scanId)).toEqual([{ bytes: picture }]);
      await lane.keepImage('X-1', jpeg(1, 1));
      const [refused, ...none] = await lane.sendImages();
      expect([refused?.findings[0]?.code, none]).toEqual(['LANE-IMAGE-OTHER', []]);
      expect(await images.all()).toEqual(['X-1']);
    } finally {
      await network.close();
      await rm(folder, { recursive: true });
    }
  });

  const xrays = (scanId: string) =>
    zone.db.query('select bytes from inspection.xrays where scan_id = $1', [scanId]);
});

/** Stands before the platform as a network does, and can be cut or made slow. */
async function openNetwork() {
  const state = { cut: false, delay: 0 };
  const server: Server = createServer((request, response) => {
    if (state.cut) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { method = 'GET', url = '/', headers } = request;
      const { authorization = '', 'content-type': type = 'application/json' } = headers;
      const answer = await fetch(platform.url + url, {
        ...{ method, headers: { authorization, 'content-type': type } },
        ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
      });
      const content = await answer.text();
      setTimeout(() => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(content);
      }, state.delay);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { state, url, close };
}

describe('a lane', () => {
  it('goes on without its network by the list it holds, and reports afterwards', async () => {
    const network = await openNetwork();
    const journal = memoryJournal();
    const door = { url: network.url, token: TOKEN };
    const lane = openLane({ ...door, lane: 'L2', journal, clock, deadline: 5_000 });
    try {
      const [first, second] = [await released(), await released()];
      const parcel = (logisticsNo: string, weight = '1.5') => ({ logisticsNo, weight });
      expect(await lane.scan(parcel(first))).toMatchObject({ instruction: '01', offline: false });
      clock.advance(10_000);
      const held = await lane.refresh();
      expect(held).toBeGreaterThan(0);
      network.state.cut = true;
      const told = async (...said: [string, string?]) => {
        const { instruction, reason, offline } = await lane.scan(parcel(...said));
        return `${instruction} ${reason} ${offline}`;
      };
      expect(await told(second)).toBe('01 OFF-RELEASED true');
      expect(await told(second, '1.9')).toBe('03 OFF-WEIGHT true');
      // It passed before the list was taken, so it does not stand on it.
      expect(await told(first)).toBe('03 OFF-NOT-LISTED true');
      expect(await told('NOBODY')).toBe('03 OFF-NOT-LISTED true');
      clock.advance(5 * 3_600_000);
      expect(await told(second)).toBe('03 OFF-NO-LIST true');
      expect(await journal.all()).toHaveLength(5);
      network.state.cut = false;
      const differences = await lane.reconcile();
      expect(
        differences.map(({ instruction, expected, reason, alarm }) => {
          return `${instruction} ${expected} ${reason} ${alarm}`;
        }),
      ).toEqual(['03 01 LANE-RELEASED false', '03 01 LANE-RELEASED false']);
      expect(await journal.all()).toEqual([]);
      expect(await lane.reconcile()).toEqual([]);
      const rows = await zone.db.query<{ n: number }>(
        "select count(*)::int as n from inspection.scans where mode = 'offline' and lane = 'L2'",
      );
      expect(rows).toEqual([{ n: 5 }]);
    } finally {
      await network.close();
    }
  });

  it('takes an answer that is too late for none, and a refusal for 03', async () => {
    const network = await openNetwork();
    const door = { url: network.url, token: TOKEN };
    try {
      const no = await released();
      network.state.delay = 300;
      const slow = openLane({ ...door, lane: 'L3', clock, deadline: 50 });
      const answer = await slow.scan({ logisticsNo: no, weight: '1.5' });
      expect(answer).toMatchObject({ instruction: '03', reason: 'OFF-NO-LIST', offline: true });
      network.state.delay = 0;
      const stranger = openLane({ ...door, token: 'wrong', lane: 'L3', clock, deadline: 5_000 });
      const refused = await stranger.scan({ logisticsNo: no, weight: '1.5' });
      expect(refused).toMatchObject({ instruction: '03', reason: 'OFF-REFUSED', offline: false });
      expect((await slow.reconcile()).map(({ expected }) => expected)).toEqual(['01']);
    } finally {
      await network.close();
    }
  });
});
