import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../src/base/assert.ts';
import { customsOn } from '../src/cli/customs.ts';
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
import type { ExpectedBalance } from '../src/sandbox/world/traffic/expected.ts';
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
    ...{ seed: 21n, parcels: 10, exports: 380, good: 60 },
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
const send = (expect = join(out, 'expected.json')) =>
  sendWorld({
    ...{ url: platform.url, paths: [out], expect },
    ...{ concurrency: 8, patience: 20, customs: customsOn(platform.house) },
  });

const keyOf = ({ book, record, status }: ExpectedBalance): string => `${book} ${record} ${status}`;

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
    const isOut = /^(export|b2b|area|return)/;
    const exported = expected.documents.filter(({ kind }) => isOut.test(kind));
    const kinds = new Set(exported.map(({ kind }) => kind));
    // Ordinary ones that left, and such that have not.
    expect(kinds.size).toBe(BAD_EXPORTS.length + GOOD_EXPORTS.length + 2);
    const lists = exported.filter(({ type }) => type === 'CEB603');
    const closed = lists.filter(({ status }) => status === '899');
    expect(closed.length).toBeGreaterThan(60);
    const types = ['CEB303', 'CEB403', 'CEB505', 'CEB507', 'CEB607', 'CEB509', 'CEB605'];
    for (const type of [...types, 'CEB213', 'CEB215']) {
      expect(exported.some((one) => one.type === type)).toBe(true);
    }
  });

  it('tell what is otherwise than expected in full and in the special area', async () => {
    const stock = present(expected.stock, 'books');
    const find = <T>(all: readonly T[], is: (one: T) => boolean) => present(all.find(is), 'one');
    const own = stock.books.filter(({ record }) => record.startsWith('5000'));
    const exit = find(stock.papers, ({ kind }) => kind === 'area-out');
    const period = find(stock.reports, ({ kind }) => kind === 'area-period');
    const race = find(expected.sets, ({ kind }) => kind === 'area-sold-out');
    const short = find(expected.documents, ({ kind, type }) => {
      return kind === 'area-too-much' && type === 'CEB603';
    });
    const declared = present(expected.declarations, 'customs declarations');
    const of = (kind: string) => find(declared, (one) => one.kind === kind);
    const [owing, refused] = [of('b2b-full-dutiable'), of('b2b-full-stranger')];
    const held = of('b2b-full-inspected');
    const line = (status: string) => find(own, (one) => one.status === status);
    const promised = find(own, ({ reserved }) => reserved !== '0');
    const lines = [line('bonded'), promised, line('returned')];
    const changes: readonly [key: string, one: object, more: object][] = [
      [exit.ownNo, exit, { told: ['INV201 4'] }],
      [period.name, period, { answer: 'refused' }],
      [race.set, race, { released: 2 }],
      [owing.name, owing, { lines: [{ ...owing.lines[0], duty: '0.01' }, owing.lines[1]] }],
      [refused.name, refused, { code: 'DEC-NUMBER' }],
      [held.name, held, { code: 'DEC-LICENCE' }],
      [short.key, short, { short: { asked: '6', free: '4' } }],
      [keyOf(lines[0]!), lines[0]!, { in: '0.5' }],
      [keyOf(lines[1]!), lines[1]!, { reserved: '0.5' }],
      [keyOf(lines[2]!), lines[2]!, { in: '0.5' }],
    ];
    for (const [, one, more] of changes) Object.assign(one, more);
    const path = join(out, 'changed.json');
    await writeFile(path, JSON.stringify(expected));
    const rows = wrong((await send(path)).rows);
    expect(rows.map(({ key }) => key).sort()).toEqual(changes.map(([key]) => key).sort());
  }, 60_000);

  it('leave nothing that breaks a law of the auditor', async () => {
    expect(await brokenLaws(database.db, systemClock.now())).toEqual([]);
  }, 60_000);
});
