import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readProfile } from '../../src/registry/profile-file.ts';
import { parametersData } from '../../src/registry/profile-parameters.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { call } from './terminal.ts';

const SHIPPED = join(import.meta.dirname, '../../profiles/cn-zhengzhou');

let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), 'onestep-ratios-'));
  cpSync(SHIPPED, join(dir, 'cn-zhengzhou'), { recursive: true });
  const read = await readProfile(SHIPPED);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { classification } = parametersData(read.value.parameters);
  const classed = { extends: 'cn-zhengzhou', name: 'classed', parameters: { classification } };
  cpSync(SHIPPED, join(dir, 'classed'), { recursive: true });
  writeFileSync(join(dir, 'classed/profile.yaml'), stringify(classed));
});

afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

const ratios = (...more: string[]) => call('draw', 'ratios', ...more);
const onDatabase = (...more: string[]) => ratios('--database-url', database.url, ...more);

/** A draw of the line on a day, by its tallies. */
async function drew(day: string, tallies: object, state = 'drawn', series = 'line') {
  await database.db.execute(
    `insert into inspection.draws
       (day, sequence, opened_at, size, series, state, targets_hash, officers_hash, tallies,
        targets)
     select $1::date, 1 + count(*), now(), 1, $3, $4, '', '', $2::text::jsonb, ''
     from inspection.draws`,
    [day, JSON.stringify(tallies), series, state],
  );
}

const even = (pool: number, each: number, drawn: number) => ({ pool, weight: pool * each, drawn });

describe('onestep draw ratios', () => {
  it('says so when nothing was drawn', async () => {
    const { code, out } = await onDatabase();
    expect([code, out]).toEqual([0, 'No list was in the pool of a draw.']);
  });

  it('compares the draws of a period, those of the line that came to something', async () => {
    const general = { 'GENERAL.ORDINARY': even(500, 25_000, 12) };
    await drew('2026-11-01', { ...general, 'ADV.ORDINARY': even(100, 4_000, 1) });
    await drew('2026-11-02', { ...general, 'ADV.ORDINARY': even(100, 4_000, 0) });
    await drew('2026-11-02', { 'ADV.ORDINARY': even(100, 900_000, 90) }, 'void');
    await drew('2026-11-02', { 'ADV.ORDINARY': even(100, 900_000, 90) }, 'drawn', 'officers');
    await drew('2026-11-03', { ...general, 'ADV.ORDINARY': even(100, 6_000, 1) });
    const sound = await onDatabase('--to', '2026-11-02');
    expect(sound.code).toBe(0);
    expect(sound.out).toContain('ADV  200 lists, planned 0.400 %, drawn 1: 0.500 %');
    expect(sound.out).toContain('ADV planned 0.400 %, must be below 0.500 %: holds');
    const late = await onDatabase('--from', '2026-11-03', '--json');
    expect(late.code).toBe(1);
    expect(late.json()).toMatchObject({
      ok: false,
      layers: [
        { layer: 'ADV.ORDINARY', pool: 100, weight: 600_000, drawn: 1 },
        { layer: 'GENERAL.ORDINARY', pool: 500 },
      ],
      checks: [
        { enterpriseClass: 'ADV', of: 'planned', holds: false },
        { enterpriseClass: 'ADV', of: 'drawn', holds: true },
      ],
    });
  });

  it('simulates parcels by a law with classes, the same by the same seed', async () => {
    const place = ['--simulate', '20000', '--profile', join(dir, 'classed'), '--on', '2020-09-18'];
    const { code, out, err } = await ratios(...place);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^GEN_CERT planned .* must be below .*: holds$/m);
    expect((await ratios(...place)).out).toBe(out);
    expect((await ratios(...place, '--seed', '2')).out).not.toBe(out);
    const before = await ratios(...place.slice(0, 4), '--on', '2016-04-07');
    expect([before.code, before.err]).toEqual([1, expect.stringContaining('has no classes')]);
  });

  it.each([
    ['--from', 'May'],
    ['--simulate', '0'],
    ['--simulate', '5', '--to', '2026-11-02'],
    ['--seed', '5'],
    ['F'],
  ])('is called wrongly with %s %s %s', async (...args) => {
    expect((await onDatabase(...args)).code).toBe(2);
  });
});
