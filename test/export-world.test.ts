import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseOn } from '../src/cli/customs.ts';
import { ensureProfile } from '../src/cli/ensure-profile.ts';
import { type Running, run } from '../src/cli/running.ts';
import { loadRegistryFiles } from '../src/flows/load-registry.ts';
import { systemClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import { readProfile } from '../src/registry/profile-file.ts';
import type { SendRow } from '../src/sandbox/send/row.ts';
import { sendWorld } from '../src/sandbox/send-world.ts';
import type { Expected } from '../src/sandbox/world/expected.ts';
import { BAD_EXPORTS, GOOD_EXPORTS } from '../src/sandbox/world/export/plan-exports.ts';
import { writeWorld } from '../src/sandbox/world/write.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { brokenLaws } from './flows/desk.ts';
import { askingForWarehouses } from './warehouse-law.ts';

// Exports of a world against a whole platform, over HTTP and on a real database.
const PROFILE = fileURLToPath(new URL('../profiles/cn-zhengzhou', import.meta.url));

let out: string;
let database: TestDatabase;
let platform: Running;
let expected: Expected;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'onestep-exports-'));
  database = await createTestDatabase();
  const profile = await readProfile(PROFILE);
  if (!profile.ok) throw new Error('the profile cannot be read');
  await writeWorld({
    ...{ seed: 21n, parcels: 10, exports: 300, good: 60 },
    out,
    profile: askingForWarehouses(profile.value),
  });
  await ensureProfile(database.db, PROFILE, systemClock, askingForWarehouses);
  const report = await loadRegistryFiles(database.db, join(out, 'registry'), systemClock.now());
  expect([...report.findings, ...report.warnings]).toEqual([]);
  platform = await run({
    ...{ db: database.db, clock: systemClock, log: createLog({ level: 'error' }) },
    ...{ host: '127.0.0.1', port: 0, profileDir: PROFILE, version: 'test' },
  });
  expected = JSON.parse(await readFile(join(out, 'expected.json'), 'utf8'));
}, 120_000);

afterAll(async () => {
  await platform?.stop();
  await database?.drop();
  await rm(out, { recursive: true, force: true });
});

const wrong = (rows: readonly SendRow[]) => rows.filter(({ ok }) => !ok);
const send = () =>
  sendWorld({
    ...{ url: platform.url, paths: [out], expect: join(out, 'expected.json') },
    ...{ concurrency: 8, patience: 20, release: releaseOn(platform.house) },
  });

describe('exports of a world', () => {
  it('come to what was foretold, once and again', async () => {
    const report = await send();
    expect(wrong(report.rows)).toEqual([]);
    expect(report.ok).toBe(true);
    const again = await send();
    expect(wrong(again.rows)).toEqual([]);
    expect(again.ok).toBe(true);
  }, 240_000);

  it('are of every kind that there is', () => {
    const exported = expected.documents.filter(({ kind }) =>
      /^(export|b2b|area|return)/.test(kind),
    );
    const kinds = new Set(exported.map(({ kind }) => kind));
    // Ordinary ones that left, and such that have not.
    expect(kinds.size).toBe(BAD_EXPORTS.length + GOOD_EXPORTS.length + 2);
    const lists = exported.filter(({ type }) => type === 'CEB603');
    const closed = lists.filter(({ status }) => status === '899');
    expect(closed.length).toBeGreaterThan(60);
    for (const type of ['CEB303', 'CEB403', 'CEB505', 'CEB507', 'CEB607', 'CEB509', 'CEB605']) {
      expect(exported.some((one) => one.type === type)).toBe(true);
    }
  });

  it('leave nothing that breaks a law of the auditor', async () => {
    expect(await brokenLaws(database.db, systemClock.now())).toEqual([]);
  }, 60_000);
});
