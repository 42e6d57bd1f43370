import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rate } from '../src/base/rate.ts';
import { ensureProfile } from '../src/cli/ensure-profile.ts';
import { type Running, run } from '../src/cli/running.ts';
import { loadRegistryFiles } from '../src/flows/load-registry.ts';
import { systemClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import type { Profile } from '../src/registry/profile.ts';
import { readProfile } from '../src/registry/profile-file.ts';
import { sendWorld } from '../src/sandbox/send-world.ts';
import { withStock } from '../src/sandbox/with-stock.ts';
import { writeWorld } from '../src/sandbox/world/write.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { everyList } from './flows/classes.ts';

// A world with officers, in a zone that draws a quarter of all lists: what send says of it.
const PROFILE = fileURLToPath(new URL('../profiles/cn-zhengzhou', import.meta.url));

let out: string;
let database: TestDatabase;
let platform: Running;

function drawing(profile: Profile): Profile {
  const law = withStock(profile, false);
  return { ...law, parameters: { ...law.parameters, ...everyList(law, rate(1n, 4n)) } };
}

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'onestep-drawn-world-'));
  database = await createTestDatabase();
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  const profile = drawing(read.value);
  await writeWorld({ seed: 5n, parcels: 150, exports: 60, out, profile, officers: true });
  await ensureProfile(database.db, PROFILE, systemClock, drawing);
  const report = await loadRegistryFiles(database.db, join(out, 'registry'), systemClock.now());
  expect(report.findings).toEqual([]);
  platform = await run({
    ...{ db: database.db, clock: systemClock, log: createLog({ level: 'error' }) },
    ...{ host: '127.0.0.1', port: 0, profileDir: PROFILE, version: 'test' },
  });
});

afterAll(async () => {
  await platform?.stop();
  await database?.drop();
  await rm(out, { recursive: true, force: true });
});

describe('a world whose zone draws', () => {
  it('is as expected but for chance, which is counted', async () => {
    const expected = join(out, 'expected.json');
    // Longer than the test may take: what a draw holds up is not waited for.
    const given = { paths: [out], url: platform.url, patience: 600 };
    const report = await sendWorld({ ...given, expect: expected });
    expect(report.rows.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.inspection!.drawn).toBeGreaterThan(5);
    const text = await readFile(expected, 'utf8');
    expect(JSON.parse(text).draws).toEqual({ most: 250_000 });
    const strict = join(out, 'strict.json');
    await writeFile(strict, text.replace('"most": 250000', '"most": 10000'));
    const again = await sendWorld({ ...given, expect: strict });
    const wrong = again.rows.filter(({ ok }) => !ok);
    expect(wrong.map(({ type, expected: due }) => [type, due])).toEqual([
      ['draw', 'a chance of 1 % at most'],
    ]);
  });
});
