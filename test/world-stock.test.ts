import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { present } from '../src/base/assert.ts';
import { rate } from '../src/base/rate.ts';
import { customsOn } from '../src/cli/customs.ts';
import { ensureProfile } from '../src/cli/ensure-profile.ts';
import { type Running, run } from '../src/cli/running.ts';
import { loadRegistryFiles } from '../src/flows/load-registry.ts';
import { systemClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import type { Profile } from '../src/registry/profile.ts';
import { completeProfile } from '../src/registry/profile-codec.ts';
import { readProfile } from '../src/registry/profile-file.ts';
import { beginning } from '../src/registry/profile-parameters.ts';
import type { SendRow } from '../src/sandbox/send/row.ts';
import { type SendReport, sendWorld } from '../src/sandbox/send-world.ts';
import type { Expected } from '../src/sandbox/world/expected.ts';
import type { ExpectedStock } from '../src/sandbox/world/traffic/expected.ts';
import { type WriteWorldOptions, writeWorld } from '../src/sandbox/world/write.ts';
import { call } from './cli/terminal.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { brokenLaws } from './flows/desk.ts';

// Goods enter, are sold and leave, over HTTP and on a real database, as a world foretells it.
const PROFILE = fileURLToPath(new URL('../profiles/cn-zhengzhou', import.meta.url));

/** A law that keeps stock and compares scale and slip. */
function bonded(law: Profile, isSandbox = false): Profile {
  const always = { from: beginning(law.parameters), until: null, law: 'set by the test' };
  const parameters = {
    ...law.parameters,
    stockRequired: [{ ...always, value: true }],
    gateTolerance: [{ ...always, value: rate(3n, 100n) }],
    ...(isSandbox ? { forcedOutcomes: [{ ...always, value: true }] } : {}),
  };
  return completeProfile({ ...law, parameters });
}

type Zone = {
  readonly out: string;
  readonly database: TestDatabase;
  readonly platform: Running;
  readonly expected: Expected & { readonly stock: ExpectedStock };
};

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

type Made = Pick<WriteWorldOptions, 'seed' | 'parcels' | 'good'> & { readonly sandbox?: boolean };

/** A world on disk, and a platform that knows its firms. */
async function openZone({ sandbox, ...world }: Made): Promise<Zone> {
  const out = await mkdtemp(join(tmpdir(), 'onestep-stock-'));
  opened.push(() => rm(out, { recursive: true, force: true }));
  const database = await createTestDatabase();
  opened.push(() => database.drop());
  const { db } = database;
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  const law = bonded(read.value, sandbox);
  // A world is the same for a sandbox.
  await writeWorld({ ...world, out, profile: bonded(read.value) });
  await ensureProfile(db, PROFILE, systemClock, () => law);
  const report = await loadRegistryFiles(db, join(out, 'registry'), systemClock.now());
  expect([...report.findings, ...report.warnings]).toEqual([]);
  const platform = await run({
    ...{ db, clock: systemClock, log: createLog({ level: 'error' }), host: '127.0.0.1', port: 0 },
    ...{ profileDir: PROFILE, version: 'test' },
  });
  opened.push(() => platform.stop());
  const expected = JSON.parse(await readFile(join(out, 'expected.json'), 'utf8'));
  return { out, database, platform, expected };
}

/** Sends a world as the command does, which releases entry lists in the database. */
async function send({ out, database, platform }: Zone, ...more: string[]): Promise<SendReport> {
  const places = ['--url', platform.url, '--database-url', database.url];
  const expect = ['--expect', join(out, 'expected.json'), ...more];
  const { out: text } = await call('send', out, ...places, ...expect, '--json');
  return JSON.parse(text);
}

const wrong = ({ rows }: SendReport): SendRow[] => rows.filter(({ ok }) => !ok);

function of<T extends { readonly kind: string }>(all: readonly T[], kind: string): T {
  return present(
    all.find((one) => one.kind === kind),
    kind,
  );
}

describe('goods of a world', () => {
  it('come in, are sold and leave as it was foretold, once and again', async () => {
    const zone = await openZone({ seed: 5n, parcels: 300, good: 60 });
    const { stock, sets } = zone.expected;
    const report = await send(zone);
    expect(wrong(report)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(await brokenLaws(zone.database.db, systemClock.now())).toEqual([]);
    // What it tells of is all there.
    const kinds = new Set([...stock.papers, ...stock.reports].map(({ kind }) => kind));
    expect(kinds.size).toBe(22);
    const out = new Set(stock.gone.map(({ guid }) => guid));
    expect(out.size).toBeGreaterThan(40);
    expect(stock.gone.length).toBeGreaterThan(out.size);
    expect(sets.find(({ kind }) => kind === 'stock-sold-out')).toMatchObject({
      ...{ released: 3, returned: 1, code: 'STK-SHORT', short: { asked: '2', free: '0' } },
    });
    const rows = Map.groupBy(report.rows, ({ type }) => type);
    expect(rows.get('899')).toHaveLength(stock.gone.length);
    expect(rows.get('book')).toHaveLength(stock.books.length);

    const again = await send(zone);
    expect(wrong(again)).toEqual([]);
    expect(await brokenLaws(zone.database.db, systemClock.now())).toEqual([]);
    await findsEveryChange(zone);
  }, 180_000);

  it('come in without customs where a sandbox releases what is declared', async () => {
    const zone = await openZone({ seed: 6n, parcels: 80, good: 80, sandbox: true });
    const { platform, out } = zone;
    const paths = { url: platform.url, paths: [out], expect: join(out, 'expected.json') };
    expect(wrong(await sendWorld({ ...paths, patience: 20 }))).toEqual([]);
    expect(await brokenLaws(zone.database.db, systemClock.now())).toEqual([]);
  }, 120_000);

  it('wait where nobody releases their entry lists, which the report says', async () => {
    const zone = await openZone({ seed: 8n, parcels: 20, good: 80 });
    const { platform, out } = zone;
    const paths = { url: platform.url, paths: [out], expect: join(out, 'expected.json') };
    const rows = wrong(await sendWorld({ ...paths, patience: 2 }));
    const releases = rows.filter(({ type }) => type === 'release');
    expect(releases).toHaveLength(zone.expected.stock.releases.length);
    expect(releases.map(({ got }) => got)).toContain('approved');
    expect(releases[0]?.why).toContain('onestep stock release');
    expect(await brokenLaws(zone.database.db, systemClock.now())).toEqual([]);
  }, 120_000);
});

/** Each thing that is foretold is compared: what is changed is told, and nothing else. */
async function findsEveryChange({ out, platform, expected }: Zone): Promise<void> {
  const { lists, sets, stock } = expected;
  const [entry, refused] = [of(stock.papers, 'entry-short'), of(stock.papers, 'exit-sum-wrong')];
  const [heavy, again] = [of(stock.reports, 'too-heavy'), of(stock.reports, 'slip-used-twice')];
  const early = of(lists, 'stock-before-entry');
  const [raced, gone] = [of(sets, 'stock-short'), stock.gone[0]!];
  const [leaving, other] = [lists.find(({ guid }) => guid === gone.guid)!, stock.gone[1]!];
  const [inSum, outSum, reservedSum] = stock.books;
  const reader = `${other.guid} ${other.reader}`;
  const surplus = stock.books.find(({ status }) => status === 'surplus')!;
  const changes: readonly [key: string, one: object, more: object][] = [
    [entry.ownNo, entry, { told: [entry.told[0], 'INV201 4'] }],
    [refused.ownNo, refused, { code: 'BND-LIST' }],
    [heavy.name, heavy, { code: 'GATE-SEAL' }],
    [again.name, again, { answer: 'passed' }],
    [`${early.ebpCode}/${early.orderNo}`, early, { short: { asked: '2', free: '1' } }],
    [raced.set, raced, { short: { asked: '2', free: '2' } }],
    [`${leaving.ebpCode}/${leaving.orderNo}`, leaving, { status: '800' }],
    [`${other.guid} 4101960A09`, other, { reader: '4101960A09' }],
    [placeOf(inSum!), inSum!, { in: '0.5' }],
    [placeOf(outSum!), outSum!, { out: '0.5' }],
    [placeOf(reservedSum!), reservedSum!, { reserved: '0.5' }],
    [placeOf(surplus), surplus, { status: 'detained' }],
  ];
  for (const [, one, more] of changes) Object.assign(one, more);
  const path = join(out, 'changed.json');
  await writeFile(path, JSON.stringify(expected));
  const report = await sendWorld({
    ...{ url: platform.url, paths: [out], expect: path, patience: 3 },
    customs: customsOn(platform.house),
  });
  const told = wrong(report).map(({ key }) => key);
  // Who is told unexpectedly has a row as well, and so has what stands in a book unexpectedly.
  const keys = [...changes.map(([key]) => key), placeOf(surplus), reader];
  expect(told.sort()).toEqual(keys.sort());
  expect(wrong(report).map(({ why }) => why)).toContain('expected 2 is declared, 1 is free');
}

const placeOf = ({ book, record, status }: ExpectedStock['books'][number]): string =>
  `${book} ${record} ${status}`;
