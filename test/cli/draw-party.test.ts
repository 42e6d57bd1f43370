import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, businessDate } from '../../src/base/dates.ts';
import { commitmentOf, sha256 } from '../../src/inspection/hashes.ts';
import { partiesOf } from '../../src/inspection/party-store.ts';
import { openPoster } from '../../src/io/post.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type Program, program } from './program.ts';
import { call } from './terminal.ts';

const TOKEN = 'secret-of-the-zone';

let database: TestDatabase;
let dir: string;
let place: string[];
beforeAll(async () => {
  database = await createTestDatabase();
  place = ['--database-url', database.url];
  dir = mkdtempSync(join(tmpdir(), 'onestep-draw-party-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

async function started(): Promise<{ readonly running: Program; readonly url: string }> {
  const name = ['--name', 'association', '--dir', join(dir, 'party'), '--token', TOKEN];
  const running = program(['draw', 'party', ...name, '--port', '0']);
  const said = await running.says(/listens at (\S+)\. /);
  return { running, url: /listens at (\S+)\. /.exec(said)![1]! };
}

async function named(parties: object[]): Promise<Awaited<ReturnType<typeof call>>> {
  const file = join(dir, 'parties.json');
  writeFileSync(file, JSON.stringify(parties));
  return call('draw', 'parties', file, ...place);
}

describe('onestep draw party', () => {
  it('is a party of the zone that names it, and is what it was when started again', async () => {
    const { running, url } = await started();
    const poster = openPoster(true);
    const parties = async () => partiesOf(database.db, systemEntropy, poster);
    expect((await parties()).map(({ id }) => id)).toEqual(['customs', 'zone']);
    const own = { id: 'customs', url: null, token: null, milliseconds: null };
    const other = { id: 'association', url, token: TOKEN, milliseconds: 1_000 };
    const answer = await named([own, other]);
    expect([answer.code, answer.err]).toEqual([0, '']);
    expect(answer.out).toBe(`association  ${url}\ncustoms  within the platform`);
    expect((await call('draw', 'parties', '--json', ...place)).out).not.toContain(TOKEN);
    const [association, customs] = await parties();
    const draw = { zone: 'z', day: businessDate(Date.now()), sequence: 1 };
    const [commitment] = await association!.commit([draw]);
    const pool = { targets: sha256('t'), officers: sha256('o') };
    const secret = await association!.reveal(draw, pool);
    expect(commitmentOf(draw, 'association', secret!)).toBe(commitment);
    expect(await customs!.commit([draw])).toHaveLength(1);

    const second = program(['draw', 'party', '--name', 'x', '--dir', join(dir, 'party')]);
    expect(await second.ended).toMatchObject({ code: 1, err: expect.stringContaining('in use') });
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    const again = await started();
    await named([own, { ...other, url: again.url }]);
    const [same] = await parties();
    expect(await same!.commit([draw])).toEqual([commitment]);
    expect(await same!.reveal(draw, { ...pool, targets: sha256('x') })).toBe(null);
    const far = { ...draw, day: addDays(draw.day, 30) };
    await expect(same!.commit([far])).rejects.toThrow(/409/);
    again.running.child.kill('SIGTERM');
    expect((await again.running.ended).code).toBe(0);
    expect(await same!.reveal(draw, pool)).toBe(null);
    poster.close();
  });

  const good = { id: 'a', url: null, token: null, milliseconds: null };
  it.each([
    ['one alone', [good], 'expected a list of 2 to 16'],
    ['one twice', [good, good], 'a: expected each id once'],
    ['an address that is none', [good, { ...good, id: 'b', url: 'ftp://x' }], 'url: expected http'],
    ['a member more', [good, { ...good, id: 'b', x: 1 }], 'x: expected no such member'],
  ])('refuses %s', async (_, parties, told) => {
    const { code, err } = await named(parties);
    expect([code, err]).toEqual([1, expect.stringContaining(told)]);
  });

  it.each([
    ['party'],
    ['party', '--name', 'x y', '--dir', 'D'],
    ['party', '--name', 'x', '--dir', 'D', '--host', '0.0.0.0'],
    ['party', '--name', 'x', '--dir', 'D', '--seed-hex', '1'],
    ['sample', 'F'],
  ])('is called wrongly with %s %s', async (...args) => {
    const { code, err } = await call('draw', ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/\.$|--help$|_ -$/)]);
  });
});
