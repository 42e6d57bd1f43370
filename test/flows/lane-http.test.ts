import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/running.ts';
import { memoryJournal } from '../../src/client/lane/journal.ts';
import { openLane } from '../../src/client/lane/lane.ts';
import { settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
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
