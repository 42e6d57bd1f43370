import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProfile } from '../../../registry/profile-file.ts';
import { runKills } from './run-kills.ts';

const program = { node: 'node_modules/node/bin/node', main: join('src', 'cli', 'main.ts') };

// A place of its own for what the runs write, to see that nothing stays.
const usual = process.env.TMPDIR;
let place = '';

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'onestep-killed-'));
  chmodSync(place, 0o711);
  process.env.TMPDIR = place;
});

afterAll(() => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  rmSync(place, { recursive: true, force: true });
});

// The whole of it is `onestep sim --processes`; here it is short.
test('a world is sent while serve and PostgreSQL are killed, and nothing is left', async () => {
  const profile = await readProfile('profiles/cn-zhengzhou');
  if (!profile.ok) throw new Error('the profile cannot be read');
  const report = await runKills({
    ...{ seed: 3n, parcels: 60, kills: 3, program, profile: profile.value },
    audit: async (db) => {
      const [row] = await db.query<{ n: bigint }>('select count(*) as n from clearance.cases');
      return row?.n === 0n ? ['nothing was decided'] : [];
    },
  });
  expect(report.faults).toEqual([]);
  expect(report.ok).toBe(true);
  expect(report.kills).toHaveLength(3);
  expect(readdirSync(place)).toEqual([]);
}, 180_000);

test('an aborted run stops what it started', async () => {
  const profile = await readProfile('profiles/cn-zhengzhou');
  if (!profile.ok) throw new Error('the profile cannot be read');
  const stop = new AbortController();
  const report = runKills({
    ...{ seed: 4n, parcels: 40, kills: 50, program, profile: profile.value },
    audit: () => Promise.resolve([]),
    onKill: () => stop.abort(),
    signal: stop.signal,
  });
  expect((await report).ok).toBe(false);
  expect(readdirSync(place)).toEqual([]);
}, 120_000);
