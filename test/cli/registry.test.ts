import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRegistry } from '../../src/registry/facts.ts';
import { officerOf } from '../../src/registry/officer.ts';
import { authenticate, tokenHash } from '../../src/registry/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { call } from './terminal.ts';

const PROFILE = join(import.meta.dirname, '../../profiles/cn-zhengzhou');
const AGENT = '4101960A01';
const OFFICER = '4612001';

let database: TestDatabase;
let dir: string;
let place: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  place = ['--database-url', database.url];
  dir = mkdtempSync(join(tmpdir(), 'onestep-registry-'));
  expect((await call('world', '--parcels', '2', '--officers', '--out', dir)).code).toBe(0);
  expect((await call('load', join(dir, 'registry'), ...place)).code).toBe(0);
});

afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

const registry = () => loadRegistry(database.db);
const isLetIn = async (token: string) => authenticate(await registry(), token, Date.now()).ok;

describe('onestep load', () => {
  it('changes nothing the second time', async () => {
    const { code, json } = await call('load', join(dir, 'registry'), '--json', ...place);
    expect([code, json()]).toEqual([0, expect.objectContaining({ applied: true, changed: false })]);
  });

  it('refuses all of it for one bad line, and says which', async () => {
    const path = join(dir, 'bad');
    const { code } = await call('world', '--parcels', '2', '--out', path);
    expect(code).toBe(0);
    writeFileSync(
      join(path, 'registry', 'guarantees.csv'),
      'enterprise,amount,from\nX,1,2020-01-01\n',
    );
    const loaded = await call('load', join(path, 'registry'), ...place);
    expect([loaded.code, loaded.err]).toEqual([1, '']);
    expect(loaded.out).toMatch(/^guarantees\.csv:2:enterprise {2}LOAD-/m);
  });
});

describe('onestep migrate', () => {
  it('prints what was applied, which is nothing here', async () => {
    const { code, json } = await call('migrate', '--json', ...place);
    expect([code, json()]).toEqual([0, { applied: [] }]);
  });

  it('makes the schema of an empty database', async () => {
    const empty = await createTestDatabase({ empty: true });
    const first = await call('migrate', '--json', '--database-url', empty.url);
    const second = await call('migrate', '--database-url', empty.url);
    await empty.drop();
    expect(first.code).toBe(0);
    expect((first.json() as { applied: string[] }).applied.length).toBeGreaterThan(0);
    expect(second.out).toBe('The schema is up to date.');
  });
});

describe('onestep token', () => {
  it('makes and revokes the token of an officer, who is no enterprise', async () => {
    const flags = ['--officer', OFFICER, '--label', 'desk', ...place];
    const made = await call('token', 'create', '--json', ...flags);
    const { token } = made.json() as { token: string };
    expect(made.json()).toMatchObject({ officer: OFFICER, label: 'desk', expiresAt: null });
    const known = async () => officerOf((await registry()).staff, tokenHash(token), Date.now());
    expect((await known())?.number).toBe(OFFICER);
    expect(await isLetIn(token)).toBe(false);
    expect((await call('token', 'revoke', ...flags)).code).toBe(0);
    expect(await known()).toBeNull();
    const stranger = await call('token', 'list', '--officer', '4612099', ...place);
    expect(stranger).toMatchObject({ code: 1, err: expect.stringContaining('4612099') });
  });

  it('makes none that has expired already', async () => {
    const refused = { code: 1, out: '', err: expect.stringContaining('--expires') };
    const past = ['--expires', '2020-01-01', ...place];
    expect(await call('token', 'create', AGENT, '--label', 'late', ...past)).toMatchObject(refused);
    const own = await call('token', 'rotate', AGENT, '--label', 'sandbox', ...past);
    expect(own).toMatchObject(refused);
  });

  it('creates, rotates and revokes; only the newest opens the door', async () => {
    const label = ['--label', 'shop', ...place];
    const made = await call('token', 'create', AGENT, ...label);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^onestep_[\w-]{43}$/) });
    expect(await isLetIn(made.out)).toBe(true);
    expect(await call('token', 'create', AGENT, ...label)).toMatchObject({ code: 1, out: '' });

    const rotated = await call('token', 'rotate', AGENT, '--json', ...label);
    const { token } = rotated.json() as { token: string };
    expect([await isLetIn(made.out), await isLetIn(token)]).toEqual([false, true]);

    expect((await call('token', 'revoke', AGENT, ...label)).code).toBe(0);
    expect(await isLetIn(token)).toBe(false);
    const again = await call('token', 'revoke', AGENT, ...label);
    expect([again.code, again.err]).toEqual([1, `The token shop of ${AGENT} was revoked before.`]);
    const { out } = await call('token', 'list', AGENT, ...place);
    expect(out).toMatch(/^sandbox +in force\nshop +revoked \d{4}-/);
  });

  it('keeps no token, only its hash', async () => {
    const { out } = await call('token', 'create', AGENT, '--label', 'hidden', ...place);
    const rows = await database.db.query('select t::text as row from registry.tokens as t');
    expect(JSON.stringify(rows)).not.toContain(out.slice(8));
  });

  it('ends on the day asked for', async () => {
    const flags = ['--label', 'old', '--expires', '2020-01-01', ...place];
    const { out } = await call('token', 'create', AGENT, ...flags);
    expect(await isLetIn(out)).toBe(false);
  });

  it('wants an enterprise and a label', async () => {
    const stranger = await call('token', 'create', 'NOBODY', '--label', 'x', ...place);
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining('NOBODY')]);
    expect((await call('token', 'create', AGENT, ...place)).code).toBe(2);
    const wrongDay = ['--label', 'x', '--expires', 'soon', ...place];
    expect((await call('token', 'create', AGENT, ...wrongDay)).code).toBe(2);
    const both = await call('token', 'list', AGENT, '--officer', OFFICER, ...place);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('either') });
    expect((await call('token', 'list', ...place)).code).toBe(2);
  });
});

describe('onestep certificate', () => {
  it('revokes by the serial that list prints, once', async () => {
    const { out } = await call('certificate', 'list', AGENT, ...place);
    const serial = /^(\w+) +in force/.exec(out)?.[1] ?? '';
    const flags = ['--serial', `00${serial.toUpperCase()}`, ...place];
    expect((await call('certificate', 'revoke', AGENT, ...flags)).code).toBe(0);
    expect((await registry()).certificates.get(AGENT)?.[0]?.revokedAt).not.toBeNull();
    expect((await call('certificate', 'revoke', AGENT, ...flags)).code).toBe(1);
    const { json } = await call('certificate', 'list', AGENT, '--json', ...place);
    expect(json()).toMatchObject({
      certificates: [{ serial, state: expect.stringMatching(/^revoked/) }],
    });
  });

  it('says that there is no such certificate', async () => {
    const { code, err } = await call('certificate', 'revoke', AGENT, '--serial', 'ab', ...place);
    expect([code, err]).toEqual([1, expect.stringContaining('has no certificate ab')]);
  });
});

describe('onestep import', () => {
  const tariff = readFileSync(join(PROFILE, 'tariff.csv'), 'utf8');
  const file = (text: string): string => {
    const path = join(dir, 'tariff.csv');
    writeFileSync(path, text);
    return path;
  };

  it('changes nothing for the table it has', async () => {
    const before = (await registry()).revision;
    for (const table of ['positive-list', 'export-goods']) {
      const path = join(PROFILE, `${table}.csv`);
      const { code, json } = await call('import', table, path, '--json', ...place);
      expect([code, json()]).toEqual([0, expect.objectContaining({ taken: true, changed: false })]);
    }
    expect((await registry()).revision).toBe(before);
  });

  it('refuses all of a file with a bad line, and writes a report of every line', async () => {
    const path = file(`${tariff}12345,x,,low,,,,,,,,0.1,,,\n`);
    const report = join(dir, 'reports', 'tariff.csv');
    const before = (await registry()).profile?.profile.version;
    const { code, out } = await call('import', 'tariff', path, '--report', report, ...place);
    expect(code).toBe(1);
    expect(out).toMatch(/^line \d+ {2}error PROFILE-VALUE .+12345/m);
    expect((await registry()).profile?.profile.version).toBe(before);
    const lines = readFileSync(report, 'utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFline,level,code,zh,en');
    expect(lines.length).toBeGreaterThanOrEqual(tariff.split('\n').length);
  });

  it('takes the good lines when asked, and puts the law into force', async () => {
    const path = file(`${tariff}12345,x,,low,,,,,,,,0.1,,,\n01012100,种马,,low,,,,,,,,0.00,,,\n`);
    const { code, json } = await call('import', 'tariff', path, '--partial', '--json', ...place);
    expect([code, json()]).toEqual([1, expect.objectContaining({ taken: true, changed: true })]);
    const { profile, revision } = await registry();
    expect(profile?.tariffAt('01012100', '2020-09-18')).not.toBeNull();
    expect(String(revision)).toBe((json() as { revision: string }).revision);
  });
});
