import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { loadRegistry } from './facts.ts';
import { type LoadReport, loadDirectory } from './load.ts';
import { warehouseKey } from './overseas-warehouse.ts';
import { readProfile } from './profile-file.ts';
import { writeProfile } from './store.ts';

const AT = Date.parse('2024-01-15T04:00:00Z');
const [A, B] = ['4101960S01', '4101960S02'];

let own: TestDatabase;
let dir: string;
beforeAll(async () => {
  own = await createTestDatabase();
  const law = await readProfile('profiles/cn-zhengzhou');
  if (!law.ok) throw new Error(JSON.stringify(law.error));
  await writeProfile(own.db, law.value, AT);
});
afterAll(() => own.drop());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-warehouses-'));
  const rows = [A, B].map((code) => `${code},${code},ecommerce\n`).join('');
  writeFileSync(join(dir, 'enterprises.csv'), `code,name,roles\n${rows}`);
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Loads warehouses, each as `enterprise,number,name,country,proof,from,until`. */
function load(...rows: string[]): Promise<LoadReport> {
  const head = 'enterprise,number,name,country,proof,from,until';
  writeFileSync(join(dir, 'overseas-warehouses.csv'), [head, ...rows, ''].join('\n'));
  return loadDirectory(own.db, dir, AT);
}
const said = ({ findings }: LoadReport): string[] =>
  findings.map(({ path, line, code }) => `${path}:${line ?? ''} ${code}`);

it('registers the warehouses of a seller by number and first day', async () => {
  const report = await load(
    `${A},HW1,纽约仓,502,own,2021-01-01,2023-01-01`,
    `${A},HW1,纽约仓,502,lease,2023-01-01,`,
    `${B},HW1,汉堡仓,304,lease,2021-01-01,`,
  );
  expect(said(report)).toEqual([]);
  expect(report.counts['overseas-warehouses']).toEqual({ added: 3, changed: 0, unchanged: 0 });
  const { overseasWarehouses } = await loadRegistry(own.db);
  const of = (enterpriseCode: string) =>
    overseasWarehouses.get(warehouseKey({ enterpriseCode, number: 'HW1' }));
  expect(of(A)?.map(({ proof, until }) => [proof, until])).toEqual([
    ['own', '2023-01-01'],
    ['lease', null],
  ]);
  expect(of(B)).toEqual([
    {
      ...{ enterpriseCode: B, number: 'HW1', from: '2021-01-01', until: null },
      ...{ name: '汉堡仓', country: '304', proof: 'lease' },
    },
  ]);
});

it('changes nothing when they are loaded again, and ends one by its last day', async () => {
  const row = `${A},HW2,仓,502,own,2021-01-01,`;
  await load(row);
  expect(await load(row)).toMatchObject({ applied: true, changed: false });
  const ended = await load(`${row}2024-01-01`);
  expect(ended.counts['overseas-warehouses']).toEqual({ added: 0, changed: 1, unchanged: 0 });
});

it('refuses what is no warehouse of a seller on file', async () => {
  const report = await load(
    `9999999999,HW3,仓,502,own,2021-01-01,`,
    `${A},HW 3,仓,502,own,2021-01-01,`,
    `${A},HW3,,US,rent,2021-01-01,2020-01-01`,
    `${A},HW3,仓,998,own,2021-01-01,`,
    `${A},HW4,仓,502,own,2021-01-01,`,
    `${A},HW4,仓,304,own,2021-01-01,`,
  );
  const place = 'overseas-warehouses.csv';
  expect(said(report)).toEqual([
    `${place}/enterprise:2 LOAD-REFERENCE`,
    `${place}/number:3 LOAD-VALUE`,
    `${place}/country:4 LOAD-VALUE`,
    `${place}/name:4 LOAD-MISSING`,
    `${place}/proof:4 LOAD-VALUE`,
    `${place}/until:4 LOAD-VALUE`,
    `${place}/country:5 LOAD-REFERENCE`,
    `${place}/number:7 LOAD-DUPLICATE`,
  ]);
  expect(report.applied).toBe(false);
});
