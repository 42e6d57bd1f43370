import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../io/clock.ts';
import { openPoster } from '../io/post.ts';
import { systemEntropy } from '../io/random.ts';
import type { DrawId } from './draw-file.ts';
import { commitmentOf, sha256 } from './hashes.ts';
import { localParty } from './party.ts';
import { type RemoteParty, remoteParty } from './party-remote.ts';
import { type PartyServer, startPartyServer } from './party-server.ts';
import { openVault, type Vault } from './party-vault.ts';

const DAY = '2026-11-28';
const NOON = Date.parse(`${DAY}T12:00:00+08:00`);
const TOKEN = 'a long secret';
const POOL = { targets: sha256('targets'), officers: sha256('officers') };
const OTHER = { ...POOL, targets: sha256('other targets') };
const draws = (first: number, count: number, day = DAY): DrawId[] =>
  Array.from({ length: count }, (_, at) => ({ zone: 'z', day, sequence: first + at }));
const [DRAW] = draws(1, 1) as [DrawId];

const clock = settableClock(NOON);
const poster = openPoster(true);
let dir: string;
let vault: Vault;
let server: PartyServer;
let party: RemoteParty;
let troubles: unknown[];

async function open(): Promise<void> {
  troubles = [];
  vault = openVault({ dir, id: 'association', clock, entropy: systemEntropy });
  server = await startPartyServer({
    ...{ vault, id: 'association', host: '127.0.0.1', port: 0, token: TOKEN },
    onTrouble: (error) => troubles.push(error),
  });
  party = partyAt(server.url);
}

const partyAt = (url: string, more: Partial<Parameters<typeof remoteParty>[0]> = {}) =>
  remoteParty({ id: 'association', url, token: TOKEN, milliseconds: 2_000, ...more }, poster);

async function close(): Promise<void> {
  await server.close();
  await vault.close();
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-party-'));
  clock.set(NOON);
  await open();
});
afterEach(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

const logLines = (day = DAY) =>
  readFileSync(join(dir, `${day}.log`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe('a party within the process', () => {
  it('opens its commitments once, and no others', async () => {
    const own = localParty('zone', systemEntropy);
    const commitments = await own.commit(draws(1, 3));
    expect(new Set(commitments).size).toBe(3);
    const secret = await own.reveal({ ...DRAW, sequence: 2 }, POOL);
    expect(commitmentOf({ ...DRAW, sequence: 2 }, 'zone', secret!)).toBe(commitments[1]);
    await expect(own.reveal({ ...DRAW, sequence: 2 }, OTHER)).rejects.toThrow(/secret/);
    await expect(own.reveal({ ...DRAW, sequence: 4 }, POOL)).rejects.toThrow(/secret/);
  });
});

describe('a party on a machine of its own', () => {
  it('opens what it committed, for one pair of registries, as often as it is asked', async () => {
    const commitments = await party.commit(draws(1, 1_200));
    expect(new Set(commitments).size).toBe(1_200);
    const last = { ...DRAW, sequence: 1_200 };
    const secret = await party.reveal(last, POOL);
    expect(commitmentOf(last, 'association', secret!)).toBe(commitments[1_199]);
    expect(await party.reveal(last, POOL)).toBe(secret);
    expect(await party.reveal(last, OTHER)).toBe(null);
    expect(party.failures).toEqual(new Map([['status 409', 1]]));
    const lines = logLines().map(({ did, secret }) => [did, secret ?? null]);
    expect(lines.filter(([did]) => did !== 'committed')).toEqual([
      ['revealed', secret],
      ['refused', null],
    ]);
  });

  it('two askers at once get one pair of registries through', async () => {
    await party.commit([DRAW]);
    const answers = await Promise.all([
      party.reveal(DRAW, POOL),
      party.reveal(DRAW, OTHER),
      party.reveal(DRAW, POOL),
    ]);
    expect(new Set(answers.filter((one) => one !== null)).size).toBe(1);
    const revealed = logLines().filter(({ did }) => did === 'revealed');
    expect(revealed).toHaveLength(1);
  });

  it('does the same after it was started again', async () => {
    const before = await party.commit(draws(1, 5));
    const secret = await party.reveal(DRAW, POOL);
    await close();
    await open();
    expect(await party.commit(draws(1, 5))).toEqual(before);
    expect(await party.reveal(DRAW, OTHER)).toBe(null);
    expect(await party.reveal(DRAW, POOL)).toBe(secret);
    expect(logLines().filter(({ did }) => did === 'committed')).toHaveLength(1);
  });

  it('gives nothing of a draw that was not committed, or is not of these days', async () => {
    await party.commit(draws(1, 5));
    expect(await party.reveal({ ...DRAW, sequence: 6 }, POOL)).toBe(null);
    expect(await party.reveal({ ...DRAW, zone: 'y' }, POOL)).toBe(null);
    expect([...party.failures.keys()]).toEqual(['status 404']);
    await party.commit(draws(1, 1, '2026-11-29'));
    expect(await party.reveal({ ...DRAW, day: '2026-11-29' }, POOL)).toBe(null);
    clock.set(NOON + 2 * 86_400_000);
    expect(await party.reveal(DRAW, POOL)).toBe(null);
    expect(party.failures.get('status 409')).toBe(2);
    await expect(party.commit([DRAW])).rejects.toThrow(/status 409/);
    expect(await party.reveal({ ...DRAW, day: '2026-11-29' }, POOL)).not.toBe(null);
  });

  it('asks for the token', async () => {
    const stranger = partyAt(server.url, { token: 'another' });
    await expect(stranger.commit([DRAW])).rejects.toThrow(/status 401/);
    expect(await partyAt(server.url, { token: null }).reveal(DRAW, POOL)).toBe(null);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('shows everybody what is committed and what it did, and nobody what it keeps', async () => {
    const commitments = await party.commit(draws(1, 2));
    const get = async (path: string) => (await fetch(server.url + path)).text();
    const shown = JSON.parse(await get(`/commitments?zone=z&day=${DAY}&first=1&count=3`));
    expect(shown.commitments).toEqual([...commitments, null]);
    const secret = await party.reveal(DRAW, POOL);
    const log = await get(`/log?day=${DAY}`);
    expect(log).toBe(readFileSync(join(dir, `${DAY}.log`), 'utf8'));
    expect(log).toContain(secret);
    expect(JSON.parse(await get('/'))).toEqual({
      party: 'association',
      algorithm: 'onestep-draw-1',
    });
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
  });

  it.each([
    ['no JSON', 'POST', '/commitments', '{', 422],
    ['no draw', 'POST', '/commitments', '{"draws":[]}', 422],
    ['too much', 'POST', '/commitments', ' '.repeat(70_000), 422],
    ['no hash', 'POST', '/reveals', JSON.stringify({ ...DRAW, targets: '', officers: '' }), 422],
    ['another address', 'POST', '/secrets', '', 404],
    ['a day that is none', 'GET', '/log?day=../x', undefined, 422],
    ['numbers that are none', 'GET', `/commitments?day=${DAY}&first=x`, undefined, 422],
  ])('refuses %s', async (_, method, path, body, status) => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await fetch(server.url + path, { method, headers, ...(body && { body }) });
    expect(answer.status).toBe(status);
    expect(troubles).toEqual([]);
  });

  it('answers nothing that it cannot write down', async () => {
    await party.commit([DRAW]);
    await vault.close();
    expect(await party.reveal(DRAW, POOL)).toBe(null);
    expect(await party.reveal(DRAW, POOL)).toBe(null);
    expect(party.failures.get('status 500')).toBe(2);
    expect(troubles).toHaveLength(2);
    vault = openVault({ dir, id: 'association', clock, entropy: systemEntropy });
  });

  it('is not started on a log that was altered', async () => {
    await party.commit([DRAW]);
    await close();
    writeFileSync(join(dir, `${DAY}.log`), '{"did":"revealed"}\n');
    await open();
    expect(await party.reveal(DRAW, POOL)).toBe(null);
    expect(String(troubles[0])).toContain('a line of the log is none');
  });
});

describe('a party that cannot be reached', () => {
  it('counts as silent when it is late, gone, or another one', async () => {
    const slow = createServer(() => undefined);
    await new Promise<void>((done) => slow.listen(0, '127.0.0.1', () => done()));
    const { port } = slow.address() as AddressInfo;
    const late = partyAt(`http://127.0.0.1:${port}`, { milliseconds: 50 });
    expect(await late.reveal(DRAW, POOL)).toBe(null);
    expect(late.failures).toEqual(new Map([['timeout', 1]]));
    slow.closeAllConnections();
    await new Promise((done) => slow.close(done));
    expect(await late.reveal(DRAW, POOL)).toBe(null);
    expect(late.failures.get('ECONNREFUSED')).toBe(1);
    await party.commit([DRAW]);
    const mistaken = partyAt(server.url, { id: 'customs' });
    expect(await mistaken.reveal(DRAW, POOL)).toBe(null);
    expect(mistaken.failures).toEqual(new Map([['is association', 1]]));
  });
});
