/** Draws of a zone as files, by the command that exports them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { drawText } from '../../src/inspection/draw.ts';
import type { DrawFile } from '../../src/inspection/draw-file.ts';
import { drawFileOf } from '../../src/inspection/draw-store.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { call } from '../cli/terminal.ts';
import { secondVerdict } from '../draw/verifier.ts';
import { everyList } from './classes.ts';
import { caseOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { openZone, START, type Zone } from './zone.ts';

let zone: Zone;
let desk: Desk;
let dir: string;
let place: string[];
beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  desk = await openDesk(zone);
  dir = mkdtempSync(join(tmpdir(), 'onestep-draws-'));
  place = ['--database-url', zone.database.url];
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await zone.database.drop();
});

type Listed = { readonly sequence: number; readonly state: string; readonly targetsHash: string };

it('every draw of a day is listed and its file is sound, of a void one, too', async () => {
  const mill = paperMill(zone.profile);
  const papers = mill.parcel();
  await desk.sendAll(papers);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
  await zone.db.execute("update inspection.draws set state = 'void', drawn_at = null");
  await desk.sendAll(mill.parcel());
  const listed = await call('draw', 'list', '--day', START, '--json', ...place);
  const { draws } = listed.json() as { draws: Listed[] };
  expect(draws.map(({ state }) => state)).toEqual(['void', 'drawn']);
  for (const { sequence, targetsHash } of draws) {
    const out = join(dir, `${sequence}.json`);
    const number = ['--day', START, '--sequence', String(sequence)];
    const made = await call('draw', 'export', ...number, '--out', out, ...place);
    expect([made.code, made.err]).toEqual([0, '']);
    const bytes = readFileSync(out);
    expect([verifyDraw(bytes).findings, secondVerdict(bytes)]).toEqual([[], '']);
    const file = JSON.parse(bytes.toString()) as DrawFile;
    expect(file).toMatchObject({ outcome: 'complete', sequence });
    expect([file.targets.hash, file.result.length]).toEqual([targetsHash, 1]);
  }
  const plain = await call('draw', 'list', '--day', START, '--limit', '1', ...place);
  expect(plain.out).toMatch(/^2020-09-18 \d+ {2}20:\d\d:\d\d\.\d{3} {2}line {2}void {2}1 targets /);
});

it('one that is open, and one that is none, is not given', async () => {
  const [row] = await zone.db.query<{ sequence: number }>(
    "update inspection.draws set state = 'open' where state = 'drawn' returning sequence",
  );
  expect(await drawFileOf(zone.db, START, row!.sequence)).toBe(null);
  for (const sequence of [String(row!.sequence), '99999']) {
    const number = ['--day', START, '--sequence', sequence];
    const { code, err } = await call(
      'draw',
      'export',
      ...number,
      '--out',
      join(dir, 'x'),
      ...place,
    );
    expect([code, err]).toEqual([1, expect.stringContaining('no draw')]);
  }
  await zone.db.execute("update inspection.draws set state = 'drawn' where state = 'open'");
});

it('what two persons decided beside it is in the file', async () => {
  const [row] = await zone.db.query<{ sequence: number; at: string }>(
    `select sequence, to_char(drawn_at + interval '1 hour', 'YYYY-MM-DD HH24:MI:SS.MSOF') as at
     from inspection.draws where state = 'drawn'`,
  );
  const before = await drawFileOf(zone.db, START, row!.sequence);
  await zone.db.execute(
    `insert into inspection.overrides (day, sequence, position, at, action, target, pair,
       decided_by, grounds)
     values ($1, $2, 1, $3, 'drop', $4, '{}', '{chief,deputy}', 'sealed by a court')`,
    [START, row!.sequence, row!.at, before!.result[0]!.target],
  );
  const file = await drawFileOf(zone.db, START, row!.sequence);
  expect(file!.overrides).toHaveLength(1);
  expect(file!.result).toEqual(before!.result);
  const bytes = Buffer.from(drawText(file!));
  expect([verifyDraw(bytes).findings, secondVerdict(bytes)]).toEqual([[], '']);
});

it('figures that chance hardly makes are told', async () => {
  const period = ['--from', START, '--to', START];
  const before = await call('draw', 'statistics', ...period, ...place);
  expect([before.code, before.err]).toEqual([0, '']);
  expect(before.out).toMatch(/^2020-09-18 to 2020-09-18: 1 draws of the line, 0 of officers\n/);
  expect(before.out).toContain('GENERAL.ORDINARY: drawn 1, expected 1  (too few to count)');
  const tally = (drawn: number) =>
    JSON.stringify({ 'GENERAL.ORDINARY': { pool: 100_000, weight: 2_500_000_000, drawn } });
  const told = async (drawn: number) => {
    await zone.db.execute('update inspection.draws set tallies = $1::jsonb', [tally(drawn)]);
    const { code, json } = await call('draw', 'statistics', ...period, '--json', ...place);
    return { code, ...(json() as { byLayer: { degrees: number; p: number }; ok: boolean }) };
  };
  expect(await told(2_540)).toMatchObject({ code: 0, ok: true, byLayer: { degrees: 1 } });
  const biased = await told(2_200);
  expect([biased.code, biased.ok, biased.byLayer.p < 1e-6]).toEqual([1, false, true]);
});

it.each([
  ['export', '--day', '2020-02-30', '--sequence', '1', '--out', 'F'],
  ['export', '--day', START, '--out', 'F'],
  ['list', '--day', 'today'],
  ['statistics', '--from', '2020-09-19', '--to', START],
])('is called wrongly with %s %s %s', async (...args) => {
  const { code, err } = await call('draw', ...args, ...place);
  expect([code, err]).toEqual([2, expect.stringMatching(/\.$|--help$/)]);
});
