/** What everybody may read of inspections and draws, over HTTP and without a token. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays, DAY, startOfDay } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import type { ConclusionOutcome } from '../../src/clearance/conclusion.ts';
import { platformOf } from '../../src/cli/platform-of.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { countDrawDay } from '../../src/flows/count-draws.ts';
import { settledRow } from '../../src/flows/draws.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import type { DrawFile, Officer } from '../../src/inspection/draw-file.ts';
import { settleDraw } from '../../src/inspection/epoch-store.ts';
import { ARRIVED } from '../../src/inspection/standing-terms.ts';
import { drawStatistics, lineTallies } from '../../src/inspection/statistics-store.ts';
import { openTasks } from '../../src/inspection/task-store.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { settableClock } from '../../src/io/clock.ts';
import type { Parameters } from '../../src/registry/profile.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { buildWindow, type Window } from '../../src/window/server.ts';
import { secondVerdict } from '../draw/verifier.ts';
import { rememberStatements } from '../plans.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { EVENING, openZone, SELLER, START, type Zone } from './zone.ts';

const HOSTILE = '=cmd|"/C calc"!A0 <script>alert(1)</script>';

let zone: Zone;
let desk: Desk;
let window: Window;
let url: string;
beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  desk = await openDesk(zone);
  const platform = platformOf(desk, async () => '');
  window = await buildWindow({ platform, clock: desk.clock, version: 'test' });
  url = await window.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await window?.close();
  await zone?.database.drop();
});

const OFFICERS = ['G4101001', 'G4101002', 'G4101003'].map((id): Officer => {
  return { id, tags: [], weight: 1, capacity: 9, declared: [] };
});

/** A parcel that was drawn, and a pair of officers drawn for it. */
async function inspected(mill: ReturnType<typeof paperMill>): Promise<string> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const listNo = (await caseOf(zone.db, papers))?.listNo ?? '';
  const targets = [{ id: listNo, layer: ARRIVED, enterprise: SELLER.code, weight: 1, needs: [] }];
  const wanted = { series: 'officers', zone: zone.profile.name, targets } as const;
  const opened = await desk.house.draws.open({ ...wanted, officers: OFFICERS });
  await settleDraw(zone.db, { ...settledRow(opened), facts: null });
  const [first, second] = opened.derived.result[0]!.pair as [string, string];
  await zone.db.execute(
    `update inspection.inspections set state = 'examined', officers_day = $2,
       officers_sequence = $3 where list_no = $1`,
    [listNo, opened.ref.day, opened.ref.sequence],
  );
  await zone.db.execute(
    `insert into inspection.pairs (list_no, serial, position, at, origin, first, second)
     select $1, 1, 1, drawn_at, 'drawn', $4, $5 from inspection.draws
     where day = $2 and sequence = $3`,
    [listNo, opened.ref.day, opened.ref.sequence, first, second],
  );
  const times = { openedAt: EVENING, dueAt: EVENING, priority: 5 };
  const what = { kind: 'inspection', stage: 'first', subject: listNo, serial: 1 } as const;
  await openTasks(zone.db, [{ id: desk.house.entropy.uuid(), ...what, ...times }]);
  return listNo;
}

async function conclude(listNo: string, outcome: ConclusionOutcome): Promise<void> {
  await concludeLists(desk.house, [{ listNo, outcome, reason: outcome === 'release' ? '' : 'x' }]);
}

const get = (path: string) => fetch(url + path);
type Page = { inspections: Record<string, unknown>[]; next: string | null };
const page = async (query = ''): Promise<Page> =>
  (await get(`/inspections.json${query}`)).json() as Promise<Page>;

let lists: string[];
it('publishes what is concluded, and nothing else', async () => {
  const mill = paperMill(zone.profile);
  lists = [];
  for (let i = 0; i < 4; i += 1) lists.push(await inspected(mill));
  expect(await publishInspections(desk.house)).toBe(0);
  await conclude(lists[0]!, 'release');
  desk.clock.advance(1_000);
  await conclude(lists[1]!, 'destroy');
  desk.clock.advance(1_000);
  await conclude(lists[2]!, 'amend');
  await zone.register((tx) =>
    tx.execute('update registry.enterprises set name = $1 where code = $2', [HOSTILE, SELLER.code]),
  );
  expect(await publishInspections(desk.house)).toBe(3);
  expect(await publishInspections(desk.house)).toBe(0);
  const { inspections, next } = await page();
  expect(inspections.map(({ listNo }) => listNo)).toEqual([lists[2], lists[1], lists[0]]);
  expect(next).toBe(null);
  expect(inspections[1]).toMatchObject({
    ...{ serial: 1, enterprise: HOSTILE, concludedOn: START },
    label: { code: 'random', zh: '随机抽查', en: 'drawn at random' },
    result: { code: 'destroy', zh: '销毁', en: 'destroyed' },
  });
  for (const { officers } of inspections) {
    expect(officers).toEqual([expect.stringMatching(/^G\*{4}0[123]$/), expect.any(String)]);
  }
});

it('pages by the key, and asks for a period', async () => {
  const first = await page('?limit=2');
  expect(first.next).toBe(`${lists[1]}.1`);
  const rest = await page(`?limit=2&after=${first.next}`);
  expect([rest.inspections.map(({ listNo }) => listNo), rest.next]).toEqual([[lists[0]], null]);
  expect((await page(`?from=${START}&to=${START}`)).inspections).toHaveLength(3);
  expect((await page('?from=2020-09-19&to=2020-09-30')).inspections).toEqual([]);
  expect((await page('?after=NONE.1')).inspections).toEqual([]);
});

it('finds what was published of one list, whatever the day', async () => {
  const one = await page(`?from=2019-01-01&to=2019-01-02&listNo=${lists[1]}`);
  expect([one.inspections.map(({ listNo }) => listNo), one.next]).toEqual([[lists[1]], null]);
  // The one that is not concluded yet is as one that is none.
  for (const none of [lists[3], 'NONE']) {
    expect((await page(`?listNo=${none}`)).inspections).toEqual([]);
  }
  expect((await get(`/inspections.json?listNo=${encodeURIComponent("x' or 1=1")}`)).status).toBe(
    400,
  );
});

it('gives hostile text as text', async () => {
  const csv = await (await get('/inspections.csv')).text();
  const lines = csv.split('\r\n');
  expect(lines[0]).toMatch(/^\uFEFF?listNo,serial,enterprise,matter,/);
  expect(lines[1]).toContain(`"'${HOSTILE.replaceAll('"', '""')}"`);
  const more = await get('/inspections.csv?limit=1');
  expect(more.headers.get('link')).toContain('rel="next"');
  const html = await get('/inspections');
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await html.text();
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain(`/draws/verify#/draws/${START}/`);
  expect(text).not.toContain('G4101001');
});

it.each([
  ['/inspections.json?from=2020-02-30', 400],
  ['/inspections.json?to=0000-01-05', 400],
  ['/inspections.json?to=9999-12-31', 400],
  ['/inspections.json?to=2000-01-01', 200],
  ['/inspections.json?after=x', 400],
  ['/inspections.json?limit=0', 400],
  ['/inspections?to=%3Cscript%3E', 400],
  ['/draws?after=2020-13-01.1', 400],
  ['/draws/2020-09-18/999999.json', 404],
  ['/draws/2020-09-18/x.json', 400],
  ['/draws/2020-02-30/1.json', 400],
])('%s is %s', async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

type Journal = { draws: { day: string; sequence: number; targetsHash: string }[]; next: string };

it('shows the journal at once, and a draw when nobody in it waits', async () => {
  const { draws, next } = (await (await get('/draws')).json()) as Journal;
  expect([draws.length, next]).toEqual([8, null]);
  const some = (await (await get('/draws?limit=3')).json()) as Journal;
  const rest = (await (await get(`/draws?after=${some.next}`)).json()) as Journal;
  expect([...some.draws, ...rest.draws]).toEqual(draws);
  const { inspections } = await page();
  for (const { targetsDraw, officersDraw } of inspections) {
    for (const address of [targetsDraw, officersDraw]) {
      const bytes = Buffer.from(await (await get(String(address))).arrayBuffer());
      expect([verifyDraw(bytes).findings, secondVerdict(bytes)]).toEqual([[], '']);
      const file = JSON.parse(bytes.toString()) as DrawFile;
      const row = draws.find(({ sequence }) => sequence === file.sequence);
      expect(row?.targetsHash).toBe(file.targets.hash);
    }
  }
  const shown = new Set(inspections.flatMap((one) => [one.targetsDraw, one.officersDraw]));
  const waiting = draws.map(({ day, sequence }) => `/draws/${day}/${sequence}.json`);
  const hidden = waiting.filter((address) => !shown.has(address));
  expect(hidden).toHaveLength(2);
  for (const address of hidden) expect((await get(address)).status).toBe(404);
  await conclude(lists[3]!, 'release');
  for (const address of hidden) expect((await get(address)).status).toBe(200);
});

it('hides a void draw until what it carried over is inspected', async () => {
  const [row] = await zone.db.query<{ day: string; sequence: number; preNo: string }>(
    `select drawn_day as day, drawn_sequence as sequence, pre_no as "preNo"
     from inspection.inspections where list_no = $1`,
    [lists[0]],
  );
  const address = `/draws/${row!.day}/${row!.sequence}.json`;
  const carried = (preNo: string) =>
    zone.db.execute(
      `insert into inspection.carried (pre_no, day, sequence, voided_at)
       values ($1, $2, $3, '2020-09-18T20:00:00+08:00')`,
      [preNo, row!.day, row!.sequence],
    );
  await carried(row!.preNo);
  expect((await get(address)).status).toBe(200);
  await carried('B20200918999999999');
  expect((await get(address)).status).toBe(404);
  desk.clock.advance(91 * DAY);
  expect((await get(address)).status).toBe(200);
  desk.clock.advance(-91 * DAY);
  await zone.db.execute('delete from inspection.carried');
});

it('counts how often each officer had to come', async () => {
  const { draws, byOfficer } = await drawStatistics(zone.db, { from: START, to: START });
  expect(draws).toEqual({ line: 4, officers: 4 });
  const sum = byOfficer.cells.reduce((total, { observed }) => total + observed, 0);
  expect(sum).toBe(8);
  for (const { expected } of byOfficer.cells) expect(expected).toBeCloseTo(8 / 3, 9);
});

it('adds up a day when it is over, and answers from it as before', async () => {
  const period = { from: START, to: addDays(START, 3) };
  const before = await drawStatistics(zone.db, period);
  const tallies = await lineTallies(zone.db, period);
  expect(before.byHour.cells.length).toBeGreaterThan(0);
  const kept = (at: number) => countDrawDay({ db: zone.db, clock: settableClock(at) });
  const midnight = startOfDay(addDays(START, 1));
  expect(await kept(midnight + 60_000)).toBe(false);
  const reopen = (state: string) =>
    zone.db.execute(`update inspection.draws set state = $1 where series = 'line'`, [state]);
  await reopen('open');
  expect(await kept(midnight + DAY)).toBe(false);
  await reopen('drawn');
  expect(await kept(midnight + DAY)).toBe(true);
  expect(await kept(midnight + DAY)).toBe(false);
  // Draws are not read any more.
  const { db, plans } = rememberStatements(zone.db);
  expect(await drawStatistics(db, period)).toEqual(before);
  expect(await lineTallies(db, period)).toEqual(tallies);
  const read = (await plans()).filter(({ relation }) => relation === 'draws');
  expect(read.filter(({ rows }) => rows > 0)).toEqual([]);
});

it('serves the page that verifies, and its program', async () => {
  const html = await get('/draws/verify');
  expect(html.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect(await html.text()).toContain('verify.mjs');
  const program = await get('/draws/verify.mjs');
  expect(program.headers.get('content-type')).toContain('javascript');
});

it('the auditor finds what was not published in time, and what was published falsely', async () => {
  const at = EVENING + 60_000;
  expect((await brokenLaws(zone.db, at)).map(idOf)).toEqual([]);
  // Friday evening: the fourth was concluded and not published. Twenty working days are four weeks.
  expect((await brokenLaws(zone.db, at + 28 * DAY)).map(idOf)).not.toContain('publication');
  expect((await brokenLaws(zone.db, at + 31 * DAY)).map(idOf)).toContain('publication');
  // The holidays of that October and the two weekend days that made up for them.
  const holidays = Array.from({ length: 8 }, (_, i) => addDays('2020-10-01', i));
  const calendar = { holidays, workdays: ['2020-09-27', '2020-10-10'] };
  await legislate({ calendar: always(calendar) });
  expect((await brokenLaws(zone.db, at + 34 * DAY)).map(idOf)).not.toContain('publication');
  expect((await brokenLaws(zone.db, at + 35 * DAY)).map(idOf)).toContain('publication');
  await legislate({ calendar: always(calendar), publicationDays: always(10) });
  expect((await brokenLaws(zone.db, at + 21 * DAY)).map(idOf)).not.toContain('publication');
  expect((await brokenLaws(zone.db, at + 22 * DAY)).map(idOf)).toContain('publication');
  await publishInspections(desk.house);
  expect((await brokenLaws(zone.db, at + 40 * DAY)).map(idOf)).not.toContain('publication');
  await expect(
    zone.db.execute("update inspection.publications set outcome = 'release'"),
  ).rejects.toThrow(/never changed/);
  const falsified = `update inspection.inspections set outcome = 'return' where list_no = $1`;
  await zone.db.execute(falsified, [lists[0]]);
  expect((await brokenLaws(zone.db, at)).map(idOf)).toContain('publication');
});

const always = <T>(value: T) => [{ from: '2016-04-08', until: null, value, law: 'test' }];

async function legislate(changed: Partial<Parameters>): Promise<void> {
  const parameters = { ...zone.profile.parameters, ...changed };
  const law = completeProfile({ ...zone.profile, parameters });
  await zone.register((tx) => writeProfile(tx, law, EVENING));
}

const idOf = (law: unknown) => (law as { id: string }).id;

it('bounds what one address asks', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => get('/draws/verify.mjs')));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  expect((await get('/healthz')).status).toBe(200);
  desk.clock.advance(5_000);
  expect((await get('/draws/verify.mjs')).status).toBe(200);
});
