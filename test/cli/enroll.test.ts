import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, run } from '../../src/cli/running.ts';
import { sendMessage } from '../../src/client/send.ts';
import { signerFrom, signMessage } from '../../src/client/sign.ts';
import { systemClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { shallRunWith } from '../external-tool.ts';
import { paperMill, unsigned } from '../flows/papers.ts';
import { PLATFORM } from '../flows/zone.ts';
import { call } from './terminal.ts';

const PROFILE = join(import.meta.dirname, '../../profiles/cn-zhengzhou');
const { code: CODE, name: NAME, dxpId: DXP } = PLATFORM;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-enroll-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const enroll = (out: string, ...more: string[]) =>
  call(
    ...['enroll', CODE, '--name', NAME, '--roles', 'platform;ecommerce', '--dxp-id', DXP ?? ''],
    ...['--out', join(dir, out), ...more],
  );
const read = (out: string, path: string) => readFileSync(join(dir, out, path), 'utf8');

describe('onestep enroll', () => {
  it('keeps secrets to their owner, and tells the operator a hash only', async () => {
    const { code, json } = await enroll('plain', '--json');
    expect([code, json()]).toEqual([
      0,
      {
        ...{ enterprise: CODE, dir: join(dir, 'plain') },
        files: [
          ...[`keys/${CODE}.key.pem`, `keys/${CODE}.token`, `keys/${CODE}.csr.pem`],
          ...['registry/enterprises.csv', 'registry/tokens.csv'],
        ],
      },
    ]);
    for (const path of [`keys/${CODE}.key.pem`, `keys/${CODE}.token`]) {
      expect(statSync(join(dir, 'plain', path)).mode & 0o777).toBe(0o600);
    }
    const token = read('plain', `keys/${CODE}.token`).trim();
    expect(read('plain', 'registry/tokens.csv')).not.toContain(token);
  });

  it('overwrites nothing unless it is told to', async () => {
    expect((await enroll('twice')).code).toBe(0);
    const key = read('twice', `keys/${CODE}.key.pem`);
    const again = await enroll('twice');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('--force')]);
    expect(read('twice', `keys/${CODE}.key.pem`)).toBe(key);
    expect((await enroll('twice', '--force')).code).toBe(0);
    expect(read('twice', `keys/${CODE}.key.pem`)).not.toBe(key);
    expect(statSync(join(dir, 'twice', `keys/${CODE}.key.pem`)).mode & 0o777).toBe(0o600);
  });

  it.each([
    [['enroll', 'X', '--name', 'N', '--roles', 'agent', '--out', 'D'], 'no code'],
    [['enroll', CODE, '--roles', 'agent', '--out', 'D'], '--name is missing'],
    [['enroll', CODE, '--name', 'a\nb', '--roles', 'agent', '--out', 'D'], '--name takes'],
    [['enroll', CODE, '--name', 'N', '--roles', 'king', '--out', 'D'], '--roles takes'],
    [['enroll', CODE, '--name', 'N', '--roles', 'agent'], '--out is missing'],
    [['enroll', CODE, '--name', 'N', '--roles', 'agent', '--out', 'D', '--days', '9'], '--days'],
  ])('%s is a wrong call', async (args, reason) => {
    const called = await call(...args);
    expect([called.code, called.err]).toEqual([2, expect.stringContaining(reason)]);
  });
});

describe.skipIf(!shallRunWith('openssl'))('the request, to OpenSSL', () => {
  it.each([
    ['rsa', []],
    ['sm2', ['-vfyopt', 'distid:1234567812345678']],
  ])('%s is sound and names the enterprise', async (algorithm, options) => {
    expect((await enroll(`request-${algorithm}`, '--algorithm', algorithm)).code).toBe(0);
    const file = join(dir, `request-${algorithm}`, `keys/${CODE}.csr.pem`);
    const shown = ['-noout', '-subject', '-nameopt', 'utf8,sep_comma_plus'];
    const args = ['req', '-verify', '-in', file, ...options, ...shown];
    const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringMatching(/verify OK/)]);
    expect(stdout).toContain(`C=CN,O=${NAME},CN=${CODE}`);
  });
});

describe('an enterprise that enrols itself', () => {
  let database: TestDatabase;
  let platform: Running;
  beforeAll(async () => {
    database = await createTestDatabase();
    platform = await run({
      ...{ db: database.db, clock: systemClock, log: createLog({ level: 'error' }) },
      ...{ host: '127.0.0.1', port: 0, profileDir: PROFILE, version: 'test' },
    });
  });
  afterAll(async () => {
    await platform?.stop();
    await database?.drop();
  });

  it.each(['rsa', 'sm2'] as const)(
    'with %s is loaded, signs, sends and is answered',
    async (kind) => {
      const out = `way-${kind}`;
      expect((await enroll(out, '--algorithm', kind, '--self-signed')).code).toBe(0);
      const place = ['--database-url', database.url];
      const loaded = await call('load', join(dir, out, 'registry'), ...place);
      expect([loaded.code, loaded.err]).toEqual([0, '']);
      const profile = await readProfile(PROFILE);
      if (!profile.ok) throw new Error('the profile cannot be read');
      const mill = paperMill(profile.value);
      if (kind === 'sm2') mill.parcel();
      const { order } = mill.parcel();
      const algorithm = kind === 'rsa' ? 'rsa-sha256' : 'sm2-sm3';
      const [key, card] = ['key', 'crt'].map((part) => read(out, `keys/${CODE}.${part}.pem`));
      const message = signMessage(
        unsigned([order], { sender: PLATFORM }),
        signerFrom(key!, card!, algorithm),
      );
      const door = { url: platform.url, token: read(out, `keys/${CODE}.token`).trim() };
      expect(await sendMessage(door, message)).toMatchObject({ accepted: true, records: 1 });
      const answer = await fetch(`${door.url}/v1/receipts`, {
        headers: { authorization: `Bearer ${door.token}` },
      });
      const { receipts } = (await answer.json()) as {
        receipts: { type: string; status: string; keys: { orderNo: string } }[];
      };
      const own = receipts.filter(({ keys }) => keys.orderNo === order.head.orderNo);
      expect(own.map(({ type, status }) => `${type} ${status}`)).toEqual([
        'CEB312 2',
        'CEB312 120',
      ]);
    },
  );
});
