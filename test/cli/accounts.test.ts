import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findAccount } from '../../src/access/account-store.ts';
import { isPassword } from '../../src/access/password.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { program } from './program.ts';
import { call } from './terminal.ts';

const PASSWORD = 'correct horse battery';

let database: TestDatabase;
let dir: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), 'onestep-accounts-'));
  await call('world', '--parcels', '2', '--officers', '--out', dir);
  const loaded = await call('load', join(dir, 'registry'), '--database-url', database.url);
  expect(loaded.code).toBe(0);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

const accounts = (args: string[], input = '') =>
  program(['accounts', ...args, '--database-url', database.url], input).ended;

it('adds, lists, changes and locks accounts; the password comes on standard input', async () => {
  const add = ['add', 'Li', '--role', 'supervisor', '--for', '4612011'];
  expect(await accounts(add, `${PASSWORD}\n`)).toMatchObject({ code: 0, err: '' });
  expect((await accounts(add, PASSWORD)).err).toBe('There is an account li already.\n');
  const before = (await findAccount(database.db, 'li'))!;
  expect([before.role, await isPassword(PASSWORD, before.password!)]).toEqual(['supervisor', true]);
  expect(before.password).not.toContain(PASSWORD);
  expect((await accounts(['lock', 'li'])).code).toBe(0);
  expect((await accounts(['lock', 'li'])).code).toBe(1);
  expect((await accounts(['list'])).out).toMatch(/^li +supervisor 4612011 {2}locked \d{4}-/);
  expect((await accounts(['password', 'li'], 'another long password')).code).toBe(0);
  const after = (await findAccount(database.db, 'li'))!;
  expect([after.lockedAt, await isPassword('another long password', after.password!)]).toEqual([
    null,
    true,
  ]);
  const { out } = await accounts(['list', '--json']);
  expect(JSON.parse(out)).toEqual({
    accounts: [
      { name: 'li', role: 'supervisor', party: '4612011', lockedAt: null, identity: null },
    ],
  });
}, 60_000);

it('binds an account to what a provider calls somebody, without any password', async () => {
  const issuer = 'https://id.example';
  const bound = ['--issuer', issuer, '--subject', 'a7', '--role', 'supervisor', '--for', '4612011'];
  expect(await accounts(['add', 'zhao', ...bound])).toMatchObject({ code: 0, err: '' });
  const zhao = (await findAccount(database.db, 'zhao'))!;
  expect([zhao.password, zhao.identity]).toEqual([null, { issuer, subject: 'a7' }]);
  expect((await accounts(['list'])).out).toContain(
    `zhao                     supervisor 4612011  a7 of ${issuer}`,
  );
  expect((await accounts(['add', 'qian', ...bound])).err).toContain('or one with that identity');
}, 60_000);

it.each([
  [['add', 'wang', '--role', 'officer', '--for', '4612011'], PASSWORD, 'is no officer'],
  [['add', 'wang', '--role', 'officer', '--for', '999'], PASSWORD, 'No officer 999 is on file.'],
  [
    ['add', 'wang', '--role', 'enterprise', '--for', 'X'],
    PASSWORD,
    'No enterprise X is registered.',
  ],
  [['add', 'wang', '--role', 'officer', '--for', '4612001'], 'short', '12 characters or more'],
  [['add', 'wang', '--role', 'king', '--for', '4612001'], PASSWORD, '--role takes officer'],
  [
    ['add', 'wang', '--role', 'officer', '--for', '4612001', '--subject', 'x'],
    ...['', '--issuer and --subject go together'],
  ],
  [['add', '!', '--role', 'officer', '--for', '4612001'], PASSWORD, 'takes the name of an account'],
  [['password', 'nobody'], PASSWORD, 'There is no account nobody.'],
  [['dance'], '', 'takes add, list, password, lock, not dance'],
])(
  '%j says in one sentence why not',
  async (args, input, why) => {
    const { code, out, err } = await accounts(args, input);
    expect([code !== 0, out]).toEqual([true, '']);
    expect(err).toContain(why);
    expect(err.trim().split('\n')).toHaveLength(1);
  },
  30_000,
);
