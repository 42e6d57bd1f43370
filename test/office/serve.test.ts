import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, run } from '../../src/cli/running.ts';
import { raiseAlarms } from '../../src/inspection/alarm-store.ts';
import { systemClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import { bumpRevision } from '../../src/registry/settings.ts';
import * as staff from '../../src/registry/staff-store.ts';
import { tokenHash } from '../../src/registry/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { person } from '../office-desk.ts';
import { callerOf } from '../window-call.ts';

const TOKEN = 'token-of-an-officer';

// The office as a running platform has it: its own doors, its own rounds.
let database: TestDatabase;
let platform: Running;

beforeAll(async () => {
  database = await createTestDatabase();
  platform = await run({
    ...{ db: database.db, clock: systemClock, log: createLog({ level: 'silent' }) },
    ...{ host: '127.0.0.1', port: 0, version: 'test', officePatience: { lookMilliseconds: 20 } },
    profileDir: join(import.meta.dirname, '../../profiles/cn-zhengzhou'),
  });
}, 60_000);
afterAll(async () => {
  await platform?.stop();
  await database?.drop();
});

it('notices a staff that was loaded by somebody else', async () => {
  const scan = { site: '4101W60001', scanId: 'early', listNo: null, logisticsNo: 'W1' };
  const alarm = { ...scan, kind: 'offline' as const, detail: '03' };
  await raiseAlarms(database.db, [alarm], systemClock.now());
  await database.db.transaction(async (tx) => {
    await staff.writeOfficers(tx, [person('O2')]);
    await bumpRevision(tx);
  });
  const tasks = () => database.db.query('select id from inspection.tasks');
  await expect.poll(tasks, { timeout: 20_000 }).toHaveLength(1);
});

it('lets in an officer who was registered a moment ago, and gives the person work', async () => {
  const call = callerOf('/v1/office', TOKEN);
  expect((await call(platform, 'GET', '/me')).status).toBe(401);
  await database.db.transaction(async (tx) => {
    await staff.writeOfficers(tx, [person('O1')]);
    const token = { officer: 'O1', label: 'desk', hash: tokenHash(TOKEN) };
    await staff.writeOfficerTokens(tx, [{ ...token, expiresAt: null, revokedAt: null }]);
    await bumpRevision(tx);
  });
  expect((await call(platform, 'GET', '/me')).json).toMatchObject({ number: 'O1' });
  const scan = { site: '4101W60001', scanId: 'a', listNo: null, logisticsNo: 'W1' };
  const alarm = { ...scan, kind: 'offline' as const, detail: '03' };
  await raiseAlarms(database.db, [alarm], systemClock.now());
  await expect
    .poll(async () => (await call(platform, 'GET', '/queue')).json.tasks, { timeout: 20_000 })
    .toHaveLength(2);
  // A task is there a moment before the round that opened it is counted.
  const metrics = async () => (await fetch(`${platform.url}/metrics`)).text();
  const open = 'onestep_office_tasks{kind="pending",stage="open"} 2';
  await expect.poll(metrics, { timeout: 20_000 }).toContain(open);
  expect(await metrics()).toContain('onestep_office_waiting 0');
});
