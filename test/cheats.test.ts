import { beforeAll, describe, expect, it } from 'vitest';
import { auditDraws } from '../src/cli/sim-cheat.ts';
import { readProfile } from '../src/registry/profile-file.ts';
import { CHEATS, type CheatRun, runCheats } from '../src/sandbox/cheats/run-cheats.ts';
import { testServer } from './database.ts';

// An operator with a hand on the whole database, in a small zone; `onestep sim --cheat` plays
// larger ones.
const PROFILE = new URL('../profiles/cn-zhengzhou', import.meta.url).pathname;
let run: CheatRun;

beforeAll(async () => {
  const profile = await readProfile(PROFILE);
  if (!profile.ok) throw new Error('the profile cannot be read');
  const server = await testServer();
  const how = { server, profile: profile.value, parcels: 60, audit: auditDraws };
  run = await runCheats({ ...how, seed: 3n });
}, 300_000);

describe('a cheating operator', () => {
  it('has an honest zone, which the auditor finds in order', () => {
    expect(run.honest).toEqual([]);
    expect(run.draws).toBeGreaterThan(5);
    expect(run.inspections).toBeGreaterThan(5);
  });

  it('tries to bend seed, list and roster', () => {
    const bent = Object.groupBy(CHEATS, ({ bends }) => bends);
    expect(bent.seed?.length).toBeGreaterThanOrEqual(5);
    expect(bent.list?.length).toBeGreaterThanOrEqual(15);
    expect(bent.roster?.length).toBeGreaterThanOrEqual(5);
    expect(new Set(CHEATS.map(({ name }) => name)).size).toBe(CHEATS.length);
  });

  it.each(CHEATS)(
    '$name: is found, by a witness only where all tables agree',
    ({ name, agrees }) => {
      const caught = run.cheats.find((one) => one.name === name);
      expect([caught?.found, caught?.told]).toEqual([
        agrees === true ? 'witness' : 'tables',
        expect.arrayContaining([expect.objectContaining({ law: expect.any(String) })]),
      ]);
    },
  );

  it('is always found', () => {
    expect(run.ok).toBe(true);
  });
});
