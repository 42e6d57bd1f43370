import { afterAll, beforeAll, expect, it } from 'vitest';
import { laneOn } from '../../src/flows/lane.ts';
import type { ScanSaid } from '../../src/inspection/scan.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { openDesk } from './desk.ts';
import { openZone, SITE, type Zone } from './zone.ts';

// Scans that meet: of two processes, and of a database that fails in the middle.
let zone: Zone;
beforeAll(async () => {
  zone = await openZone();
});
afterAll(() => zone?.database.drop());

const said = (scanId: string): ScanSaid => ({
  ...{ site: SITE.code, scanId, logisticsNo: `N${scanId}`, logisticsCode: null, lane: 'L1' },
  ...{ weight: null, image: null },
});
const recorded = async (like: string) => {
  const [row] = await zone.db.query<{ n: number }>(
    'select count(*)::int as n from inspection.scans where scan_id like $1',
    [like],
  );
  return row!.n;
};

it('answers the same scan of two processes in one way', async () => {
  const own = [connect(zone.database.url, { max: 2 }), connect(zone.database.url, { max: 2 })];
  try {
    const { house } = await openDesk(zone);
    const lanes = own.map((db) => laneOn(house, db));
    const scans = Array.from({ length: 200 }, (_, i) => said(`R${i % 50}`));
    const answers = await Promise.all(scans.map((scan, i) => lanes[i % 2]!.scan(scan)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await recorded('R%')).toBe(50);
  } finally {
    await Promise.all(own.map((db) => db.close()));
  }
});

it('answers nothing that is not on the disk', async () => {
  const { house } = await openDesk(zone);
  const failing: Database = {
    ...zone.db,
    transaction: (work) =>
      zone.db.transaction((tx) =>
        work({
          ...tx,
          execute: (text, params) => {
            const isStore = text.includes('insert into inspection.scans');
            return tx.execute(isStore ? `${text} and nothing` : text, params);
          },
        }),
      ),
  };
  await expect(laneOn(house, failing).scan(said('F1'))).rejects.toThrow();
  expect(await recorded('F%')).toBe(0);
  expect(await laneOn(house, zone.db).scan(said('F1'))).toMatchObject({ ok: true });
  expect(await recorded('F%')).toBe(1);
});
