import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { loadRegistry } from './facts.ts';
import { loadDirectory } from './load.ts';
import { isOnDuty, officerOf } from './officer.ts';
import { revokeOfficerToken } from './staff-store.ts';
import { tokenHash } from './tokens.ts';

const AT = Date.parse('2026-11-29T04:00:00Z');

let own: TestDatabase;
let dir: string;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-staff-'));
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await own.db.script(`truncate registry.officers, registry.duty, registry.conflicts,
    registry.officer_tokens cascade`);
});

const ALL = {
  'officers.csv':
    'number,name,roles,tags,weight,capacity,from,until\n' +
    '4612001,王某,officer;supervisor,quarantine;customs,3,8,2026-01-01,\n' +
    '4612002,李某,officer,,,,2026-01-01,2027-01-01\n',
  'duty.csv': 'officer,from,until,shift\n4612001,2026-11-01,2026-12-01,08:00-20:00\n',
  'conflicts.csv': 'officer,enterprise,from,until\n4612002,4101960A01,2026-01-01,\n',
  'officer-tokens.csv': 'officer,label,token\n4612001,desk,secret-token-of-4612001\n',
};

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
}

test('a staff is registered, and once', async () => {
  put(ALL);
  const report = await loadDirectory(own.db, dir, AT);
  expect(report.findings).toEqual([]);
  const added = (count: number) => ({ added: count, changed: 0, unchanged: 0 });
  expect(report.counts).toMatchObject({
    ...{ officers: added(2), duty: added(1), conflicts: added(1) },
    'officer-tokens': added(1),
  });
  const { staff } = await loadRegistry(own.db);
  expect([...staff.officers.values()]).toEqual([
    {
      ...{ number: '4612001', name: '王某', roles: ['officer', 'supervisor'] },
      ...{ tags: ['customs', 'quarantine'], weight: 3, capacity: 8 },
      ...{ from: '2026-01-01', until: null },
    },
    {
      ...{ number: '4612002', name: '李某', roles: ['officer'], tags: [], weight: 1 },
      ...{ capacity: 20, from: '2026-01-01', until: '2027-01-01' },
    },
  ]);
  expect(isOnDuty(staff, '4612001', AT)).toBe(true);
  const hash = tokenHash('secret-token-of-4612001');
  expect(officerOf(staff, hash, AT)?.number).toBe('4612001');
  expect((await loadDirectory(own.db, dir, AT)).changed).toBe(false);

  expect(await revokeOfficerToken(own.db, { officer: '4612001', label: 'desk' }, AT)).toBe(1);
  expect(officerOf((await loadRegistry(own.db)).staff, hash, AT)).toBeNull();
  // An old file that is loaded again does not bring it back.
  await loadDirectory(own.db, dir, AT);
  expect(officerOf((await loadRegistry(own.db)).staff, hash, AT)).toBeNull();
});

test('each bad cell is told with its line and column', async () => {
  put({
    'officers.csv':
      'number,name,roles,tags,weight,capacity,from,until\n' +
      '46 01,王某,officer,,,,2026-01-01,\n' +
      '4612001,王某,chief,,,,2026-01-01,\n' +
      '4612002,王某,officer,Customs,,,2026-01-01,\n' +
      '4612003,王某,officer,,1000001,-1,2026-01-01,\n' +
      '4612004,王某,officer,,,,2026-01-01,2025-01-01\n' +
      '4612005,王某,officer,,,,2026-01-01,\n4612005,李某,officer,,,,2026-01-01,\n',
    'duty.csv':
      'officer,from,until,shift\n4612005,2026-11-02,2026-11-01,\n' +
      '4612005,2026-11-01,2026-11-02,8-20\n4612009,2026-11-01,2026-11-02,\n',
    'conflicts.csv': 'officer,enterprise,from\n4612005,123,2026-01-01\n',
    'officer-tokens.csv': 'officer,label,token\n4612005,a,short\n',
  });
  const report = await loadDirectory(own.db, dir, AT);
  expect(report.applied).toBe(false);
  expect(report.findings.map(({ path, line, code }) => `${path}:${line} ${code}`)).toEqual([
    'conflicts.csv/enterprise:2 LOAD-VALUE',
    'duty.csv/until:2 LOAD-VALUE',
    'duty.csv/shift:3 LOAD-VALUE',
    'duty.csv/officer:4 LOAD-REFERENCE',
    'officer-tokens.csv/token:2 LOAD-VALUE',
    'officers.csv/number:2 LOAD-VALUE',
    'officers.csv/roles:3 LOAD-VALUE',
    'officers.csv/tags:4 LOAD-VALUE',
    'officers.csv/capacity:5 LOAD-VALUE',
    'officers.csv/weight:5 LOAD-VALUE',
    'officers.csv/until:6 LOAD-VALUE',
    'officers.csv/number:8 LOAD-DUPLICATE',
  ]);
  expect((await loadRegistry(own.db)).staff.officers.size).toBe(0);
});

test('a token that another officer holds is refused', async () => {
  put(ALL);
  await loadDirectory(own.db, dir, AT);
  put({ 'officer-tokens.csv': 'officer,label,token\n4612002,desk,secret-token-of-4612001\n' });
  const report = await loadDirectory(own.db, dir, AT);
  expect(report.findings.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'officer-tokens.csv/token LOAD-DUPLICATE',
  ]);
});
