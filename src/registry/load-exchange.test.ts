import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import type { BusinessDate } from '../base/dates.ts';
import { ONE, type Rate, rate } from '../base/rate.ts';
import { countStatements } from '../io/postgres.ts';
import { loadRegistry } from './facts.ts';
import { type LoadOptions, type LoadReport, loadDirectory } from './load.ts';
import { readProfile } from './profile-file.ts';
import { rateOn } from './snapshot.ts';
import { writeProfile } from './store.ts';

const HELD_UP = `
  select from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;
const AT = Date.parse('2027-01-15T04:00:00Z');

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
  dir = mkdtempSync(join(tmpdir(), 'onestep-rates-'));
});
afterEach(async () => {
  rmSync(dir, { recursive: true });
  await own.db.script('truncate registry.exchange_rates');
});

/** Loads rates, each as `currency,from,until,rate`. */
function load(rates: readonly string[], options?: LoadOptions): Promise<LoadReport> {
  const rows = rates.map((row) => `${row},海关总署\n`).join('');
  writeFileSync(join(dir, 'exchange-rates.csv'), `currency,from,until,rate,source\n${rows}`);
  return loadDirectory(own.db, dir, AT, options);
}
const said = ({ findings }: LoadReport): string[] =>
  findings.map(({ path, line, code }) => `${path}:${line ?? ''} ${code}`);

async function on(currency: string, ...days: BusinessDate[]): Promise<(Rate | null)[]> {
  const snapshot = await loadRegistry(own.db);
  return days.map((day) => rateOn(snapshot, currency, day));
}

const NOVEMBER = '502,2026-11-01,2026-12-01,7.0821';
const DECEMBER = '502,2026-12-01,,7.09';

describe('exchange rates', () => {
  it('hold from their first day until the day before the next', async () => {
    const before = await loadRegistry(own.db);
    const report = await load([NOVEMBER, DECEMBER, '116,2026-11-01,2026-12-01,0.04612345']);
    expect(said(report)).toEqual([]);
    expect(report.counts['exchange-rates']).toEqual({ added: 3, changed: 0, unchanged: 0 });
    expect(report.revision).toBe(before.revision + 1n);
    const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01', '2030-01-01'];
    const november = rate(70_821n, 10_000n);
    const december = rate(709n, 100n);
    expect(await on('502', ...days)).toEqual([null, november, november, december, december]);
    const yen = rate(4_612_345n, 100_000_000n);
    expect(await on('116', ...days)).toEqual([null, yen, yen, null, null]);
    expect(await on('300', '2026-11-01')).toEqual([null]);
    expect(await on('142', '1999-01-01')).toEqual([ONE]);
  });

  it('change nothing when they are loaded again, also written with more zeros', async () => {
    const first = await load([NOVEMBER, DECEMBER]);
    const again = await load(['502,2026-11-01,2026-12-01,7.08210', DECEMBER]);
    expect(again).toMatchObject({ applied: true, changed: false, revision: first.revision });
    expect(again.counts['exchange-rates']).toEqual({ added: 0, changed: 0, unchanged: 2 });
  });

  it('keep ten digits before the point and eight behind it', async () => {
    await load(['502,2026-11-01,2026-12-01,9999999999.99999999', '300,2026-11-01,,0.00000001']);
    const most = rate(10n ** 18n - 1n, 10n ** 8n);
    expect(await on('502', '2026-11-01')).toEqual([most]);
    expect(await on('300', '2026-11-01')).toEqual([rate(1n, 10n ** 8n)]);
  });

  it.each([
    ['USD,2026-11-01,,7.08', 'currency', 'LOAD-VALUE'],
    ['50,2026-11-01,,7.08', 'currency', 'LOAD-VALUE'],
    ['999,2026-11-01,,7.08', 'currency', 'LOAD-REFERENCE'],
    ['142,2026-11-01,,1', 'currency', 'LOAD-VALUE'],
    [',2026-11-01,,7.08', 'currency', 'LOAD-MISSING'],
    ['502,2026-11-31,,7.08', 'from', 'LOAD-VALUE'],
    ['502,,,7.08', 'from', 'LOAD-MISSING'],
    ['502,2026-11-01,2026-11-01,7.08', 'until', 'LOAD-VALUE'],
    ['502,2026-11-01,2026-13-01,7.08', 'until', 'LOAD-VALUE'],
    ['502,2026-11-01,,0', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,0.000', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,-7.08', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,7.08%', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,"7,08"', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,708.21/100', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,1e3', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,0.000000001', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,12345678901', 'rate', 'LOAD-VALUE'],
    ['502,2026-11-01,,', 'rate', 'LOAD-MISSING'],
  ])('%s: the %s is refused', async (row, column, code) => {
    const report = await load([row, '300,2026-11-01,,8.2']);
    expect(said(report)).toEqual([`exchange-rates.csv/${column}:2 ${code}`]);
    expect([report.applied, await on('300', '2026-11-01')]).toEqual([false, [null]]);
  });

  it('are refused without a source', async () => {
    writeFileSync(
      join(dir, 'exchange-rates.yaml'),
      '- { currency: "502", from: 2026-11-01, rate: 7 }',
    );
    const report = await loadDirectory(own.db, dir, AT);
    expect(said(report)).toEqual(['exchange-rates.yaml/source:1 LOAD-MISSING']);
  });
});

describe('two rates of a currency for one day', () => {
  it.each([
    ['the same day', [NOVEMBER, '502,2026-11-01,2026-12-01,7.1'], 3],
    ['a later day', [NOVEMBER, '502,2026-11-30,,7.1'], 3],
    ['an earlier one', ['502,2026-11-30,,7.1', NOVEMBER], 2],
    ['no end', ['502,2026-10-01,,7.1', DECEMBER], 3],
  ])('are refused in the files: %s', async (_, rows, line) => {
    const report = await load(rows);
    expect(said(report)).toEqual([`exchange-rates.csv/from:${line} LOAD-DUPLICATE`]);
    expect(await on('502', '2026-11-01', '2026-12-01')).toEqual([null, null]);
  });

  it('are refused against those on file, unless that one is ended in the same load', async () => {
    await load([DECEMBER]);
    const january = '502,2027-01-01,,7.2';
    const refused = await load([january]);
    expect(said(refused)).toEqual(['exchange-rates.csv/from:2 LOAD-DUPLICATE']);
    expect(refused.findings[0]?.en).toContain('from 2026-12-01 until further notice');
    const taken = await load([january, '502,2026-12-01,2027-01-01,7.09']);
    expect(said(taken)).toEqual([]);
    expect(taken.counts['exchange-rates']).toEqual({ added: 1, changed: 1, unchanged: 0 });
    const [old, next] = [rate(709n, 100n), rate(72n, 10n)];
    expect(await on('502', '2026-12-31', '2027-01-01')).toEqual([old, next]);
  });

  it('never both get in with partial, although what would end the first is refused', async () => {
    await load([DECEMBER]);
    const rows = ['502,2027-01-01,,7.2', '502,2026-12-01,2027-02-01,7.09', '300,2027-01-01,,8'];
    const report = await load(rows, { partial: true });
    expect(said(report)).toEqual(['exchange-rates.csv/from:2 LOAD-DUPLICATE']);
    const [old, euro] = [rate(709n, 100n), rate(8n, 1n)];
    expect(await on('502', '2027-01-31', '2027-02-01')).toEqual([old, null]);
    expect(await on('300', '2027-01-01')).toEqual([euro]);
  });

  it('never both get in by two loads at once', async () => {
    const other = mkdtempSync(join(tmpdir(), 'onestep-rates-'));
    writeFileSync(
      join(other, 'exchange-rates.csv'),
      'currency,from,until,rate,source\n502,2026-11-15,,7.3,海关总署\n',
    );
    const second = { report: null as Promise<LoadReport> | null };
    // The first load ends when the second one is held up by it.
    const first = await load([NOVEMBER], {
      afterWrite: async () => {
        second.report = loadDirectory(own.db, other, AT);
        while ((await own.db.query(HELD_UP)).length === 0) await setTimeout(5);
      },
    });
    expect(first.applied).toBe(true);
    expect(said(await second.report!)).toEqual(['exchange-rates.csv/from:2 LOAD-DUPLICATE']);
    rmSync(other, { recursive: true });
    expect(await own.db.query('select from registry.exchange_rates')).toHaveLength(1);
  });
});

it('the number of statements does not depend on the number of rates', async () => {
  const counted = countStatements(own.db);
  const run = async (size: number): Promise<number> => {
    const day = (index: number) =>
      new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);
    const rows = Array.from({ length: size }, (_, i) => `502,${day(i)},${day(i + 1)},7.${i + 1}`);
    counted.reset();
    writeFileSync(
      join(dir, 'exchange-rates.csv'),
      `currency,from,until,rate,source\n${rows.map((row) => `${row},x\n`).join('')}`,
    );
    await loadDirectory(counted, dir, AT);
    return counted.statements.length;
  };
  expect(await run(1)).toBe(await run(500));
});
