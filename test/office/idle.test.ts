import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OfficeWorks, startOffice } from '../../src/flows/office-works.ts';
import { raiseAlarms } from '../../src/inspection/alarm-store.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { type Desk, openDesk } from '../flows/desk.ts';
import { EVENING, openZone, type Zone } from '../flows/zone.ts';
import { employ, person } from '../office-desk.ts';

// The office where nobody works. The clock stands still but for what a test moves it.
let zone: Zone;
let desk: Desk;
let counted: ReturnType<typeof countStatements>;
let works: OfficeWorks;
let rounds: number;

beforeEach(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  counted = countStatements(zone.db);
  rounds = 0;
  works = startOffice(
    { ...desk.house, db: counted },
    { onRound: () => (rounds += 1) },
    { lookMilliseconds: 2 },
  );
  await expect.poll(() => rounds).toBe(1);
  counted.reset();
});
afterEach(async () => {
  await works.close();
  await zone.database.drop();
});

/** Many looks long. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

async function alarm(scanId: string): Promise<void> {
  const scan = { site: '4101W60001', scanId, listNo: null, logisticsNo: 'W1' };
  await raiseAlarms(zone.db, [{ ...scan, kind: 'offline', detail: '03' }], desk.clock.now());
}

const tasks = async (): Promise<number> =>
  (await zone.db.query('select id from inspection.tasks')).length;

/** As the sweep of a process does every few seconds. */
const refresh = () => desk.house.registry.fresh(zone.db);

it('asks nothing of the database', async () => {
  await aWhile();
  expect([rounds, counted.statements]).toEqual([1, []]);
});

it('sees once a minute what waits', async () => {
  await alarm('a');
  await aWhile();
  expect(await tasks()).toBe(0);
  desk.clock.advance(60_000);
  await expect.poll(tasks).toBe(1);
  await expect.poll(() => rounds).toBe(2);
  await aWhile();
  expect(rounds).toBe(2);
});

it('notices a staff that is loaded later, and then looks all the time', async () => {
  await employ(zone, [person('O1')]);
  await refresh();
  await expect.poll(() => rounds).toBeGreaterThan(3);
  await alarm('a');
  await expect.poll(tasks).toBe(1);
});

it('has no stand-ins but in a sandbox', async () => {
  await employ(zone, [person('O1')]);
  await refresh();
  await expect.poll(() => rounds).toBeGreaterThan(3);
  counted.reset();
  await expect.poll(() => rounds).toBeGreaterThan(9);
  const forced = () => counted.statements.filter((one) => one.includes("i.label = 'forced'"));
  expect(forced()).toEqual([]);
  const always = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  const parameters = { ...zone.profile.parameters, forcedOutcomes: always };
  const law = completeProfile({ ...zone.profile, parameters });
  await zone.register((tx) => writeProfile(tx, law, EVENING));
  await refresh();
  await expect.poll(() => forced().length).toBeGreaterThan(9);
});
