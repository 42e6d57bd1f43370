/** A zone whose draws have a party on a machine of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { drawText } from '../../src/inspection/draw.ts';
import { drawFileOf } from '../../src/inspection/draw-store.ts';
import { type PartyServer, startPartyServer } from '../../src/inspection/party-server.ts';
import { storeParties } from '../../src/inspection/party-store.ts';
import { openVault, type Vault } from '../../src/inspection/party-vault.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { settableClock } from '../../src/io/clock.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { secondVerdict } from '../draw/verifier.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { EVENING, openZone, START, type Zone } from './zone.ts';

let zone: Zone;
let desk: Desk;
let dir: string;
let vault: Vault;
let server: PartyServer;
beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  dir = mkdtempSync(join(tmpdir(), 'onestep-zone-party-'));
  const id = 'association';
  vault = openVault({ dir, id, clock: settableClock(EVENING), entropy: systemEntropy });
  server = await startPartyServer({
    ...{ vault, id, host: '127.0.0.1', port: 0, token: null },
    onTrouble: (error) => expect(error).toBe(null),
  });
  const own = { url: null, token: null, milliseconds: null };
  const parties = [
    { ...own, id, url: server.url },
    { ...own, id: 'customs' },
  ];
  await zone.register((tx) => storeParties(tx, [...parties, { ...own, id: 'zone' }]));
  desk = await openDesk(zone);
});
afterAll(async () => {
  await vault.close();
  rmSync(dir, { recursive: true });
  await zone?.database.drop();
});

async function drawn(mill: ReturnType<typeof paperMill>) {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
  const [row] = await zone.db.query<{ sequence: number }>(
    'select max(sequence) as sequence from inspection.draws',
  );
  const file = (await drawFileOf(zone.db, START, row!.sequence))!;
  const bytes = Buffer.from(drawText(file));
  const report = verifyDraw(bytes);
  expect([report.findings, secondVerdict(bytes)]).toEqual([[], '']);
  return { file, notes: report.notes.map(({ en }) => en) };
}

it('draws with it, and goes on without it when it is gone, which the file says', async () => {
  const mill = paperMill(zone.profile);
  const { file, notes } = await drawn(mill);
  expect(file.shares.map(({ party, state }) => `${party} ${state}`)).toEqual([
    ...['association counted', 'customs counted', 'zone counted'],
  ]);
  expect(notes).toEqual([]);
  await server.close();
  const alone = await drawn(mill);
  expect(alone.notes[0]).toBe('the share of association did not count: missing');
  expect(alone.file.outcome).toBe('rest');
  const later = await drawn(mill);
  expect(later.file.shares.map(({ party }) => party)).toEqual(['customs', 'zone']);
  expect(later.file.outcome).toBe('complete');
  expect(await brokenLaws(zone.db, EVENING + 60_000)).toEqual([]);
});
