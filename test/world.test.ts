import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
import { NotExpected } from '../src/sandbox/send/expected-codec.ts';
import { NoMessages } from '../src/sandbox/send/message-files.ts';
import { NoToken } from '../src/sandbox/send/prepare.ts';
import { formatSendReport } from '../src/sandbox/send/report.ts';
import type { SendRow } from '../src/sandbox/send/row.ts';
import { sendWorld } from '../src/sandbox/send-world.ts';
import { withStock } from '../src/sandbox/with-stock.ts';
import { writeWorld } from '../src/sandbox/world/write.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

// A world against a whole platform over HTTP and a real database: written, loaded, sent, compared.
const PROFILE = fileURLToPath(new URL('../profiles/cn-zhengzhou', import.meta.url));
const PARCELS = 600;

let out: string;
let database: TestDatabase;
let platform: Running;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'onestep-send-'));
  database = await createTestDatabase();
  const profile = await readProfile(PROFILE);
  if (!profile.ok) throw new Error('the profile cannot be read');
  await writeWorld({ seed: 11n, parcels: PARCELS, out, profile: withStock(profile.value, true) });
  await ensureProfile(database.db, PROFILE, systemClock, (law) => withStock(law, true));
  const report = await loadRegistryFiles(database.db, join(out, 'registry'), systemClock.now());
  expect(report.findings).toEqual([]);
  expect(report.warnings).toEqual([]);
  platform = await run({
    db: database.db,
    clock: systemClock,
    log: createLog({ level: 'error' }),
    host: '127.0.0.1',
    port: 0,
    profileDir: PROFILE,
    version: 'test',
  });
});

afterAll(async () => {
  await platform?.stop();
  await database?.drop();
  await rm(out, { recursive: true, force: true });
});

const wrong = (rows: readonly SendRow[]) => rows.filter(({ ok }) => !ok);

describe('a world sent to the platform', () => {
  it('comes to exactly what was expected', async () => {
    const path = join(out, 'expected.json');
    const shares: number[] = [];
    const report = await sendWorld({
      url: platform.url,
      paths: [out],
      expect: path,
      concurrency: 8,
      patience: 20,
      customs: customsOn(platform.house),
      onProgress: ({ settled, records }) => shares.push(settled / records),
    });
    expect(wrong(report.rows)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.rows.length).toBeGreaterThan(PARCELS * 3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(formatSendReport(report).at(-1)).toContain('every outcome as expected.');
  }, 120_000);

  it('comes to the same when everything is sent again', async () => {
    const options = { url: platform.url, paths: [out], expect: join(out, 'expected.json') };
    const customs = customsOn(platform.house);
    const report = await sendWorld({ ...options, concurrency: 8, patience: 20, customs });
    expect(wrong(report.rows)).toEqual([]);
    expect(report.ok).toBe(true);
  }, 120_000);

  it('tells where it differs when something else was expected', async () => {
    const text = await readFile(join(out, 'expected.json'), 'utf8');
    const path = join(out, 'changed.json');
    const lists = text.indexOf('"lists"');
    const taxed = text.slice(lists).replace('"vat": "', '"vat": "1').replaceAll('"1322"', '"9999"');
    const given = text.slice(0, lists).replace('"dutiablePrice": "', '"dutiablePrice": "1');
    await writeFile(path, given.replace('"status": "399"', '"status": "-623005"') + taxed);
    const options = { url: platform.url, paths: [out], expect: path, patience: 5 };
    const customs = customsOn(platform.house);
    const report = await sendWorld({ ...options, concurrency: 8, customs });
    expect(report.ok).toBe(false);
    const faults = wrong(report.rows);
    expect(faults.some(({ why }) => why.includes('vat'))).toBe(true);
    expect(faults.some(({ why }) => why.includes('code 1322, expected 9999'))).toBe(true);
    expect(faults.some(({ why }) => why === 'status 399, expected -623005')).toBe(true);
    expect(faults.filter(({ type }) => type === 'goods')).toHaveLength(1);
    const lines = formatSendReport(report);
    expect(lines).toContain('Not as expected:');
    expect(lines.at(-1)).toContain(`${faults.length} not as expected.`);
  }, 120_000);
});

describe('files of a stranger', () => {
  it('are told record by record', async () => {
    const names = await readdir(join(out, 'messages'));
    const lists = names.filter((name) => /CEB621-4101960A01\.xml$/.test(name));
    const path = join(out, 'messages', present(lists[0], 'a list'));
    const report = await sendWorld({ url: platform.url, paths: [path], patience: 2 });
    expect(report.compared).toBe(false);
    expect(report.rows.length).toBe(report.progress.records);
    expect(formatSendReport(report)[0]).toMatch(/^record +type +document +outcome/);
  });

  it('are refused with the reason', async () => {
    const path = join(out, 'broken.xml');
    await writeFile(path, '<!DOCTYPE a><a/>');
    const token = present(
      /"4101960A01": "([^"]+)"/.exec(await readFile(join(out, 'keys/tokens.json'), 'utf8'))?.[1],
      'a token',
    );
    const report = await sendWorld({ url: platform.url, paths: [path], token, patience: 1 });
    expect(report.ok).toBe(false);
    expect(report.rows).toMatchObject([{ got: 'refused 400', ok: false }]);
    expect(report.rows[0]?.why).toMatch(/DOCTYPE/i);
  });

  it('are not sent without a token, a file, or a readable expectation', async () => {
    const url = platform.url;
    const path = join(out, 'broken.xml');
    await expect(sendWorld({ url, paths: [path] })).rejects.toThrow(NoToken);
    await expect(sendWorld({ url, paths: [join(out, 'none')] })).rejects.toThrow(NoMessages);
    const other = join(out, 'registry/goods.csv');
    await expect(sendWorld({ url, paths: [out], expect: other })).rejects.toThrow(NotExpected);
  });
});
