import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { present } from '../../src/base/assert.ts';
import { DAY } from '../../src/base/dates.ts';
import { unpaidNotices } from '../../src/clearance/notice-store.ts';
import { customsOn } from '../../src/cli/customs.ts';
import { ensureProfile } from '../../src/cli/ensure-profile.ts';
import { run } from '../../src/cli/running.ts';
import { wire } from '../../src/cli/wire.ts';
import { billStep } from '../../src/flows/collect-bills.ts';
import { countDrawDay } from '../../src/flows/count-draws.ts';
import { countImports } from '../../src/flows/count-imports.ts';
import { loadRegistryFiles } from '../../src/flows/load-registry.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { settableClock, systemClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import type { Database, Sql } from '../../src/io/postgres.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { sendWorld } from '../../src/sandbox/send-world.ts';
import { withStock } from '../../src/sandbox/with-stock.ts';
import { writeWorld } from '../../src/sandbox/world/write.ts';
import { call } from '../cli/terminal.ts';
import type { TestDatabase } from '../database.ts';
import { askingForWarehouses } from '../warehouse-law.ts';
import { countTwice } from './counts.ts';
import { declareSome } from './declared.ts';
import { sendAway } from './departures.ts';
import { sendExports } from './exported.ts';
import { inspectSome } from './inspected.ts';
import { scanParcels } from './lanes.ts';
import { letPullsRunOut, sendPaymentData } from './payments.ts';
import { repairSome } from './repaired.ts';
import { sendRefunds, sendWithdrawals } from './requests.ts';
import { sendReturns } from './returned.ts';
import { shipFromStock } from './stocked-exports.ts';
import { remindAhead, takeListsBack } from './taken-back.ts';
import { letPeopleIn } from './visited.ts';

const PROFILE = fileURLToPath(new URL('../../profiles/cn-zhengzhou', import.meta.url));
/** Half of them with something wrong: enough for every state a list can have. */
const WORLD = { seed: 3n, parcels: 480, good: 50, exports: 80 };

/** Has the whole platform fill a database over HTTP, and held lists moved on either way. */
export async function fillDatabase({ db, url }: TestDatabase): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'onestep-audit-'));
  try {
    const profile = await readProfile(PROFILE);
    if (!profile.ok) throw new Error('the profile cannot be read');
    const law = askingForWarehouses(withStock(profile.value, true));
    await writeWorld({ ...WORLD, out, profile: law });
    await ensureProfile(db, PROFILE, systemClock, () => law);
    await loadRegistryFiles(db, join(out, 'registry'), systemClock.now());
    await sendAll(db, url, out, profile.value);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function sendAll(
  db: Database,
  databaseUrl: string,
  out: string,
  profile: Profile,
): Promise<void> {
  const log = createLog({ level: 'silent' });
  const place = { host: '127.0.0.1', port: 0, profileDir: PROFILE, version: 'test' };
  const more = { ...place, webhooksLocal: true };
  const platform = await run({ db, clock: systemClock, log, ...more });
  try {
    const expect = join(out, 'expected.json');
    const customs = customsOn(platform.house);
    await sendWorld({
      url: platform.url,
      paths: [out],
      expect,
      concurrency: 8,
      patience: 20,
      customs,
    });
    const filled = { sql: db, url: platform.url, out, seed: WORLD.seed };
    await sendWithdrawals(filled);
    await sendRefunds(filled, databaseUrl);
    await sendExports(filled);
    await sendReturns(filled, databaseUrl);
    await declareSome(filled, databaseUrl);
    await sendPaymentData(filled, databaseUrl);
    await shipFromStock(filled, platform.house, profile);
    await takeListsBack(filled, platform.house);
    await letPeopleIn(db, platform);
  } finally {
    await platform.stop();
  }
  await repairSome(db);
  await inspectSome(db, PROFILE, profile);
  await letPullsRunOut(db);
  await moveHeldLists(db);
  const { house } = await wire(db, systemClock);
  await sweep(house);
  await scanParcels(house);
  await sendAway(house);
  house.news.close();
  await billAll(db, databaseUrl);
  await remindAhead(db);
  await countTwice(house);
  await rateEnterprises(databaseUrl);
  await publishInspections({ db, clock: systemClock });
  const clock = settableClock(systemClock.now() + 2 * DAY);
  while (await countDrawDay({ db, clock }));
}

/** One enterprise is certified, and one has smuggled and was rehabilitated. */
async function rateEnterprises(databaseUrl: string): Promise<void> {
  const enter = async (code: string, kind: string, day: string, ...more: string[]) => {
    const paper = ['--paper', `${kind} ${day}`, '--by', 'O01', '--day', day, ...more];
    const place = ['--database-url', databaseUrl];
    const done = await call('credit', 'event', code, '--kind', kind, ...paper, ...place);
    if (done.code !== 0) throw new Error(done.out);
  };
  await enter('4101960S02', 'certified', '2023-01-02', '--class', 'ADV');
  await enter('4101960S01', 'smuggling', '2021-01-02');
  await enter('4101960S01', 'rehabilitated', '2023-01-02');
  await enter('4101960S01', 'tax-unpaid', '2024-01-02');
  await enter('4101960S02', 'exempted', '2024-01-02');
}

/** Bills and counts what was released, and has a notice paid; by a clock that is ahead. */
async function billAll(db: Database, databaseUrl: string): Promise<void> {
  for (const days of [1, 40]) {
    const clock = settableClock(systemClock.now() + days * DAY);
    const { house } = await wire(db, clock);
    while (await billStep(house));
    while ((await countImports(house, 100)) > 0);
    house.news.close();
  }
  const first = (await unpaidNotices(db, 9)).find(({ document }) => document === null);
  const { dutyNo } = present(first, 'a notice');
  const listed = await call('notices', 'list', '--database-url', databaseUrl);
  if (!listed.out.includes(`${dutyNo}  `)) throw new Error('the notice is not listed');
  const { code } = await call('notices', 'pay', dutyNo, '--database-url', databaseUrl);
  if (code !== 0) throw new Error('the notice was not paid');
}

/** Of two lists held for want of a guarantee one gets it, and one's buyer is blocked meanwhile. */
async function moveHeldLists(db: Sql): Promise<void> {
  await db.script(`
    insert into registry.buyers (id_key, name_key, blocked)
      select min(buyer_key), '', true from clearance.cases where 'GUARANTEE-NONE' = any(codes)
      on conflict (id_key) do update set blocked = true;
    insert into registry.guarantees (enterprise_code, from_day, amount)
      select distinct assure_code, date '2016-01-01', 100000000000 from clearance.cases
      where 'GUARANTEE-NONE' = any(codes)
      on conflict (enterprise_code, from_day) do update set amount = 100000000000, until_day = null;
    update registry.settings set value = (value::int + 1)::text where name = 'revision'`);
}
