import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { OfflineScan } from '../../../client/lane/journal-json.ts';
import { waybillHash, writeReleasePage } from '../../../documents/lane/release-page.ts';
import {
  privateKeyOf,
  publicKeyText,
  signPage,
} from '../../../documents/lane/release-signature.ts';
import { systemClock } from '../../../io/clock.ts';
import { readProfile } from '../../../registry/profile-file.ts';
import { openNetwork } from './network.ts';
import { parcelsOf, type SimParcel } from './parcels.ts';
import { playLanes } from './play-lanes.ts';

const KEY = privateKeyOf(Buffer.alloc(32, 3));
const parcel = (logisticsNo: string, told: string): SimParcel => {
  const own = { logisticsNo, logisticsCode: 'A', weight: '1', goods: [] };
  return { ...own, online: told, offline: told === '04' ? '03' : told };
};
const PARCELS = [parcel('YT1', '01'), parcel('YT22', '03'), parcel('YT333', '03')];

/** A zone that gives every scan its instruction, and releases no more than a kilogram. */
async function openZone(of: (logisticsNo: string) => string, listed: readonly string[]) {
  const issuedAt = systemClock.now();
  const text = writeReleasePage({
    ...{ zone: 'z', issuedAt, expiresAt: issuedAt + 60_000, after: '0', next: '0' },
    ...{ allowance: { tolerance: { n: 1n, d: 10n }, grams: 0 }, carriers: ['A'] },
    released: listed.map((no) => ({ hash: waybillHash('A', no), gross: 100_000n })),
  });
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/image') === true) return response.end(JSON.stringify({}));
    let said = '';
    for await (const part of request) said += String(part);
    const answer = (body: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/v1/lane/key') return answer({ publicKey: publicKeyText(KEY) });
    if (request.url?.startsWith('/v1/lane/releases') === true) {
      return answer({ text, signature: signPage(text, KEY), next: '0' });
    }
    if (request.url === '/v1/lane/reconciliations') {
      const stopped = (JSON.parse(said).scans as OfflineScan[]).filter(
        ({ logisticsNo }) => of(logisticsNo) === '04',
      );
      const more = { expected: '04', reason: { code: 'LANE-X' }, alarm: false };
      return answer({ differences: stopped.map((scan) => ({ ...scan, ...more })) });
    }
    const { logisticsNo, weight } = JSON.parse(said);
    const told = of(logisticsNo);
    const instruction = told === '01' && Number(weight) > 1 ? '03' : told;
    return answer({ instruction, reason: { code: 'LANE-X' } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url, close };
}

async function play(
  of: (logisticsNo: string) => string,
  listed: readonly string[],
  parcels = PARCELS,
) {
  const zone = await openZone(of, listed);
  const network = await openNetwork(zone.url);
  try {
    const load = { url: zone.url, token: 'T', lanes: 2, rate: 200, seconds: 1, seed: 5n };
    return await playLanes({ ...load, network }, parcels);
  } finally {
    await network.close();
    await zone.close();
  }
}

describe('lanes that are played', () => {
  it('find nothing wrong with a zone that answers as foretold, and go on without it', async () => {
    const told: Readonly<Record<string, string>> = { YT1: '01', YT4444: '04' };
    const parcels = [...PARCELS, parcel('YT4444', '04')];
    const played = await play((no) => told[no] ?? '03', ['YT1'], parcels);
    expect(played).toMatchObject({ scans: 200, late: 0, images: 1, faults: [] });
    expect(played.offline).toBeGreaterThan(10);
    expect(Object.keys(played.instructions)).toEqual(['01', '03', '04']);
  });

  it('tell of a zone that releases everything, and of one that lists what is none', async () => {
    const lax = await play(() => '01', ['YT1']);
    expect(lax.faults[0]).toMatch(/^waybill YT\d+: 01 \(LANE-X\) in place of 03$/);
    const listing = await play((no) => (no === 'YT1' ? '01' : '03'), ['YT1', 'YT22']);
    expect(new Set(listing.faults)).toEqual(
      new Set(['waybill YT22: 01 (OFF-RELEASED) in place of 03']),
    );
  });
});

it('foretells the parcels of a world, each with a waybill of its own', async () => {
  const profile = await readProfile(
    new URL('../../../../profiles/cn-zhengzhou', import.meta.url).pathname,
  );
  if (!profile.ok) throw new Error('the profile cannot be read');
  const parcels = parcelsOf(3n, 200, profile.value);
  expect(parcels.length).toBeGreaterThan(100);
  expect(new Set(parcels.map(({ online }) => online))).toEqual(new Set(['01', '03']));
  expect(new Set(parcels.map(({ logisticsNo }) => logisticsNo)).size).toBe(parcels.length);
  // Waybills of what leaves begin so.
  const out = parcels.filter(({ logisticsNo }) => logisticsNo.startsWith('98'));
  expect(out.length).toBeGreaterThan(30);
  expect(new Set(out.map(({ online }) => online))).toEqual(new Set(['01', '03']));
});
