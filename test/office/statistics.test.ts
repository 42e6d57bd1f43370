import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { call } from '../cli/terminal.ts';
import { everyList } from '../flows/classes.ts';
import { caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { EVENING, openZone, SITE, START, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { codesOf } from '../window-call.ts';

// Whether draws look like chance, as supervisors, operators and auditors read it.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;

const PATH = '/draws/statistics';
const OFFICERS = ['O1', 'O2', 'O3'];

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  await employ(zone, [
    ...OFFICERS.map((number) => person(number)),
    ...(['supervisor', 'operator', 'auditor'] as const).map((role) => {
      return person(role, { roles: [role], capacity: 0 });
    }),
  ]);
  desk = await openDesk(zone);
  office = await openOffice(desk);
  const mill = paperMill(zone.profile);
  for (const papers of [mill.parcel(), mill.parcel()]) {
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    await laneOn(desk.house, zone.db).scan({
      ...{ site: SITE.code, scanId: `S-${listNo}`, lane: 'L1', weight: null, image: null },
      ...{ logisticsNo: papers.waybill.head.logisticsNo!, logisticsCode: null },
    });
    expect(await office.round()).toMatchObject({ assigned: 1 });
  }
  desk.clock.set(EVENING + DAY);
});
afterAll(async () => {
  await office?.close();
  await zone?.database.drop();
});

it.each(['supervisor', 'operator', 'auditor'])('%s reads what the command says', async (who) => {
  const { status, json } = await office.as(who, 'GET', `${PATH}?from=${START}&to=${START}`);
  expect(status).toBe(200);
  const period = ['--from', START, '--to', START, '--json'];
  const told = await call('draw', 'statistics', ...period, '--database-url', zone.database.url);
  expect(json).toEqual(told.json());
  expect(json).toMatchObject({ ok: true, draws: { line: 2, officers: 2 } });
  const officers = json.byOfficer as { cells: { name: string; observed: number }[] };
  expect(officers.cells.map(({ name }) => name)).toEqual(OFFICERS);
  expect(officers.cells.reduce((sum, { observed }) => sum + observed, 0)).toBe(4);
});

it('looks at thirty days that end yesterday when nothing is said', async () => {
  const { json } = await office.as('auditor', 'GET', PATH);
  expect(json).toMatchObject({ from: '2020-08-20', to: START, draws: { line: 2 } });
});

it('is told of figures that chance hardly makes', async () => {
  const before = await zone.db.query<{ sequence: number; tallies: unknown }>(
    `select sequence, tallies from inspection.draws where series = 'line' order by sequence`,
  );
  const tally = { 'GENERAL.ORDINARY': { pool: 100_000, weight: 2_500_000_000, drawn: 2_200 } };
  const write = (sequence: number, tallies: unknown) =>
    zone.db.execute('update inspection.draws set tallies = $2::jsonb where sequence = $1', [
      ...[sequence, JSON.stringify(tallies)],
    ]);
  await write(before[0]!.sequence, tally);
  const { json } = await office.as('auditor', 'GET', `${PATH}?from=${START}&to=${START}`);
  expect(json.ok).toBe(false);
  await write(before[0]!.sequence, before[0]!.tallies);
});

it.each([
  ['to=2020-09-19', 'today is not over'],
  ['from=2020-09-18&to=2020-09-17', 'backwards'],
  ['from=2019-09-18&to=2020-09-18', '367 days'],
  ['from=2020-02-30&to=2020-09-18', 'no day'],
  ['to=x', 'no day'],
])('%s is refused: %s', async (query) => {
  const answer = await office.as('auditor', 'GET', `${PATH}?${query}`);
  expect([answer.status, codesOf(answer)]).toEqual([400, ['OFF-PERIOD']]);
});

it('takes 366 days', async () => {
  const year = await office.as('auditor', 'GET', `${PATH}?from=2019-09-19&to=2020-09-18`);
  expect(year.status).toBe(200);
});

it('is not for those who are drawn', async () => {
  const answer = await office.as('O1', 'GET', PATH);
  expect([answer.status, codesOf(answer)]).toEqual([403, ['OFF-ROLE']]);
});

it('lists the draws of a day to every officer, and says which files are published', async () => {
  const { status, json } = await office.as('O1', 'GET', `/draws?day=${START}`);
  expect(status).toBe(200);
  const draws = json.draws as { sequence: number; series: string; isShowable: boolean }[];
  const series = draws.map((one) => one.series).sort();
  expect(series).toEqual(['line', 'line', 'officers', 'officers']);
  // Everybody who was drawn still waits to be inspected.
  expect(draws.map(({ isShowable }) => isShowable)).toEqual([false, false, false, false]);
  expect(JSON.stringify(json)).not.toContain('46122020');
  const [newest, ...older] = draws;
  const page = `/draws?day=${START}&limit=1`;
  expect((await office.as('O1', 'GET', page)).json.draws).toEqual([newest]);
  const after = await office.as('O1', 'GET', `${page}&after=${newest!.sequence}`);
  expect(after.json.draws).toEqual([older[0]]);
  const conclude = (at: string) =>
    zone.db.execute(`update inspection.inspections set concluded_at = ${at}`);
  await conclude('now()');
  const { json: later } = await office.as('auditor', 'GET', `/draws?day=${START}`);
  expect(later.draws).toEqual(draws.map((one) => ({ ...one, isShowable: true })));
  await conclude('null');
  const bad = await office.as('O1', 'GET', '/draws?day=2020-09-31');
  expect([bad.status, codesOf(bad)]).toEqual([400, ['OFF-PERIOD']]);
});

it('compares with the statutory ratios as the command does', async () => {
  const path = `/draws/ratios?from=${START}&to=${START}`;
  const { json } = await office.as('operator', 'GET', path);
  const period = ['--from', START, '--to', START, '--json'];
  const told = await call('draw', 'ratios', ...period, '--database-url', zone.database.url);
  const { layers: _, ...report } = told.json() as { layers: unknown };
  expect(json).toEqual({ from: START, to: START, ...report });
  expect(json.classes).toMatchObject([{ pool: 2, drawn: 2 }]);
  expect((await office.as('O1', 'GET', path)).status).toBe(403);
  expect((await office.as('auditor', 'GET', '/draws/ratios?to=2020-09-19')).status).toBe(400);
});
