import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { businessDate, DAY } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import { addDetainedWord } from '../../src/inspection/detained-store.ts';
import { publishEnd, publishedInspections } from '../../src/inspection/publication-store.ts';
import { publishedCsv, publishedJson, publishedRow } from '../../src/window/inspection-views.ts';
import { call } from '../cli/terminal.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { codesOf } from '../window-call.ts';

// Lists that officers have detained or handed over, and how two persons end them.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  mill = paperMill(zone.profile);
  const roles = ['supervisor'] as const;
  const people = ['S1', 'S2'].map((number) => person(number, { roles: [...roles] }));
  await employ(zone, [person('O1'), person('O2'), ...people, person('A1', { roles: ['auditor'] })]);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  office = await openOffice(desk);
});
afterEach(() => office.close());
afterAll(() => zone?.database.drop());

async function held(outcome: 'detain' | 'transfer' = 'detain') {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const { listNo } = (await caseOf(zone.db, papers))!;
  await concludeLists(desk.house, [{ listNo: listNo!, outcome, reason: '货物与申报不符' }]);
  const state = async () => (await caseOf(zone.db, papers))?.state;
  return { listNo: listNo!, state };
}

const say = (by: string, listNo: string, step: 'proposal' | 'approval', body: unknown) =>
  office.as(by, 'POST', `/detained/${listNo}/${step}`, body);

const REASON = '核查完毕';

describe('a list that is detained or handed over', () => {
  it.each([
    ['detain', 'release', '800'],
    ['detain', 'amend', '100'],
    ['detain', 'return', '700'],
    ['transfer', 'destroy', '599'],
  ] as const)('after %s ends by %s, when two persons say so', async (before, outcome, after) => {
    const { listNo, state } = await held(before);
    const { json } = await office.as('A1', 'GET', '/detained');
    expect(json.lists).toMatchObject([
      { listNo, status: before === 'detain' ? '501' : '502', outcome: null, proposal: null },
    ]);
    await desk.news(AGENT);
    const proposed = await say('O1', listNo, 'proposal', { outcome, reason: REASON });
    expect([proposed.status, proposed.json.trail.length]).toEqual([200, 1]);
    expect(await state()).toBe(before === 'detain' ? '501' : '502');
    const approved = await say('S1', listNo, 'approval', { outcome, proposal: 1 });
    expect(approved.json).toMatchObject({
      ...{ listNo, status: after },
      trail: [
        { number: 1, officer: 'O1', action: 'proposed', outcome, reason: REASON },
        { number: 2, officer: 'S1', action: 'approved', outcome, reason: REASON },
      ],
    });
    expect(await state()).toBe(after);
    expect((await desk.news(AGENT)).at(-1)).toMatchObject({ status: after });
    expect((await office.as('S1', 'GET', '/detained')).json.lists).toEqual([]);
    expect((await office.as('A1', 'GET', `/detained/${listNo}`)).json.trail).toHaveLength(2);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('stays where it is for one person, the wrong one, or another end', async () => {
    const { listNo, state } = await held();
    const release = { outcome: 'release' };
    const first = { ...release, proposal: 1 };
    const early = await say('S1', listNo, 'approval', first);
    expect([early.status, codesOf(early)]).toEqual([409, ['OFF-END']]);
    const silent = await say('S1', listNo, 'proposal', { ...release, reason: ' ' });
    expect([silent.status, codesOf(silent)]).toEqual([422, ['OFF-GROUNDS']]);
    const auditor = await say('A1', listNo, 'proposal', { ...release, reason: REASON });
    expect([auditor.status, codesOf(auditor)]).toEqual([403, ['OFF-ROLE']]);
    const odd = await say('S1', listNo, 'proposal', { outcome: 'detain', reason: REASON });
    expect(odd.status).toBe(400);
    await say('S1', listNo, 'proposal', { ...release, reason: REASON });
    const alone = await say('S1', listNo, 'approval', first);
    expect([alone.status, codesOf(alone)]).toEqual([422, ['OFF-SAME']]);
    const lower = await say('O1', listNo, 'approval', first);
    expect([lower.status, codesOf(lower)]).toEqual([403, ['OFF-ROLE']]);
    const other = await say('S2', listNo, 'approval', { ...first, outcome: 'destroy' });
    expect([other.status, codesOf(other)]).toEqual([409, ['OFF-END']]);
    expect(await state()).toBe('501');
    expect((await say('S2', listNo, 'approval', first)).json.status).toBe('800');
    for (const step of ['proposal', 'approval'] as const) {
      const body = step === 'proposal' ? { ...release, reason: REASON } : first;
      const late = await say('S2', listNo, step, body);
      expect([late.status, codesOf(late)]).toEqual([409, ['OFF-ENDED']]);
    }
  });

  it('is approved as it was read, and not as it was proposed meanwhile', async () => {
    const { listNo, state } = await held();
    const release = { outcome: 'release' };
    await say('O1', listNo, 'proposal', { ...release, reason: REASON });
    await say('O2', listNo, 'proposal', { ...release, reason: '许可证已补交' });
    const stale = await say('S1', listNo, 'approval', { ...release, proposal: 1 });
    expect([stale.status, codesOf(stale)]).toEqual([409, ['OFF-NEWER']]);
    expect((await say('S1', listNo, 'approval', release)).status).toBe(400);
    expect(await state()).toBe('501');
    const read = (await office.as('S1', 'GET', '/detained')).json.lists;
    expect(read).toMatchObject([{ listNo, ...release, proposal: 2, by: 'O2' }]);
    const approved = await say('S1', listNo, 'approval', { ...release, proposal: 2 });
    expect(approved.json).toMatchObject({ status: '800', trail: [{}, {}, { number: 3 }] });
  });

  it('is a task with a term of its own, until its end is approved', async () => {
    const { listNo } = await held('transfer');
    const { tasks: open } = await officeRound(desk.house);
    expect(open).toContainEqual({ kind: 'detained', stage: 'open', open: 1, overdue: 0 });
    const queue = async (by: string, query = '') =>
      (await office.as(by, 'GET', `/queue?kind=detained${query}`)).json.tasks;
    const [task] = await queue('O1');
    expect(task).toMatchObject({
      kind: 'detained',
      stage: 'open',
      subject: listNo,
      overdue: false,
    });
    expect(Date.parse(task.dueAt) - Date.parse(task.openedAt)).toBe(30 * DAY);
    desk.clock.advance(30 * DAY);
    expect([await officeRound(desk.house), await officeRound(desk.house)]).toMatchObject([
      { overdue: 1, tasks: [{ kind: 'detained', overdue: 1 }] },
      { overdue: 0, tasks: [{ kind: 'detained', overdue: 1 }] },
    ]);
    expect(await queue('S1', '&filter=overdue')).toHaveLength(1);

    const next = async (by: string) =>
      (await office.as(by, 'POST', '/queue/claim', { kind: 'detained' })).json.task?.id;
    expect(await next('O1')).toBe(task.id);
    const destroy = { outcome: 'destroy', reason: REASON };
    const taken = await say('O2', listNo, 'proposal', destroy);
    expect([taken.status, codesOf(taken)]).toEqual([409, ['OFF-TAKEN']]);
    expect((await say('O1', listNo, 'proposal', destroy)).status).toBe(200);
    expect([await next('O1'), await next('O2')]).toEqual([undefined, undefined]);
    expect(await next('S1')).toBe(task.id);
    await say('S1', listNo, 'approval', { outcome: 'destroy', proposal: 1 });
    const { json } = await office.as('O1', 'GET', `/tasks/${task.id}`);
    expect(json).toMatchObject({
      stage: 'supervisor',
      holder: null,
      declaration: { status: '599' },
    });
    const done = json.trail.map(({ action }: { action: string }) => action);
    expect(done).toEqual(['opened', 'overdue', 'claimed', 'proposed', 'claimed', 'approved']);
    expect(json.closedAt).not.toBeNull();
    expect(await queue('S1')).toEqual([]);
  });

  it('does not come to who proposed its end, and leaves the queue when it was moved', async () => {
    const { listNo } = await held();
    await say('S1', listNo, 'proposal', { outcome: 'return', reason: REASON });
    await officeRound(desk.house);
    const [task] = (await office.as('S1', 'GET', '/queue?kind=detained')).json.tasks;
    expect(task).toMatchObject({ stage: 'supervisor', subject: listNo });
    const claim = (by: string) => office.as(by, 'POST', '/queue/claim', { kind: 'detained' });
    expect((await claim('S1')).json.task).toBeNull();
    expect((await claim('S2')).json.task).toMatchObject({ id: task.id });
    const settled = await office.as('S2', 'POST', `/tasks/${task.id}/settle`, { note: 'x' });
    expect([settled.status, codesOf(settled)]).toEqual([422, ['OFF-KIND']]);
    const word = {
      at: desk.clock.now(),
      officer: 'S2',
      outcome: 'return',
      reason: REASON,
    } as const;
    await addDetainedWord(zone.db, listNo, { ...word, position: 2, action: 'approved' });
    await publishEnd(zone.db, listNo);
    await officeRound(desk.house);
    const { json } = await office.as('S2', 'GET', `/tasks/${task.id}`);
    expect(json.trail.at(-1)).toMatchObject({ action: 'moved-on' });
  });

  it('is published as it ends, beside the result that was published before', async () => {
    const { listNo } = await held();
    await publishInspections(desk.house);
    await say('O1', listNo, 'proposal', { outcome: 'release', reason: REASON });
    const today = businessDate(desk.clock.now());
    const rows = async () => {
      const query = { from: today, to: today, after: null, limit: 100 };
      return (await publishedInspections(zone.db, query)).filter((one) => one.listNo === listNo);
    };
    expect(await rows()).toMatchObject([{ serial: 1, ends: null, outcome: 'detain' }]);
    desk.clock.advance(1_000);
    await say('S1', listNo, 'approval', { outcome: 'release', proposal: 1 });
    const published = await rows();
    expect(published).toMatchObject([
      { serial: 2, ends: 1, outcome: 'release', drawnDay: null, officers: ['****', '****'] },
      { serial: 1, ends: null, outcome: 'detain' },
    ]);
    expect(published.map(publishedJson)[0]).toMatchObject({
      ...{ ends: 1, result: { code: 'release', en: 'held no more, released' } },
    });
    const [head, first, second] = publishedCsv(published).split('\r\n');
    expect(head).toMatch(/,officersDraw,ends$/);
    expect([first, second].map((line) => line?.split(',').at(-1))).toEqual(['1', '']);
    expect(publishedRow(published[0]!)).toContain('in the end');
    expect(publishedRow(published[1]!)).not.toContain('in the end');
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('is no other list', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    const body = { outcome: 'release', reason: REASON };
    const drawn = await say('S1', listNo!, 'proposal', body);
    expect([drawn.status, codesOf(drawn)]).toEqual([409, ['OFF-DETAINED']]);
    expect((await say('S1', 'NONE', 'proposal', body)).status).toBe(404);
    expect((await office.as('S1', 'GET', '/detained/NONE')).status).toBe(404);
  });

  it('is decided once by two that approve at once', async () => {
    const { listNo } = await held();
    await say('O1', listNo, 'proposal', { outcome: 'return', reason: REASON });
    const one = { outcome: 'return', proposal: 1 };
    const both = ['S1', 'S2'].map((by) => say(by, listNo, 'approval', one));
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });

  it('is moved by the next round where a crash came between', async () => {
    const { listNo, state } = await held();
    const word = { at: desk.clock.now(), outcome: 'destroy', reason: REASON } as const;
    const proposed = { position: 1, officer: 'O1', action: 'proposed' } as const;
    const approved = { position: 2, officer: 'S1', action: 'approved' } as const;
    await addDetainedWord(zone.db, listNo, { ...proposed, ...word });
    await addDetainedWord(zone.db, listNo, { ...approved, ...word });
    await officeRound(desk.house);
    expect(await state()).toBe('599');
  });

  it('ends by the command too, and the auditor knows when it ended by nobody', async () => {
    const place = ['--database-url', zone.database.url];
    const [one, two] = [await held(), await held()];
    const end = (by: string, ...flags: string[]) =>
      call('inspect', 'end', one.listNo, '--officer', by, ...flags, ...place);
    const outcome = ['--outcome', 'release'];
    expect(await end('O1', ...outcome, '--findings', REASON)).toMatchObject({ code: 0 });
    expect((await end('S1', ...outcome, '--approve', '2')).err).toContain('OFF-NEWER');
    const shown = (await call('inspect', 'end', one.listNo, ...place)).out;
    expect(shown).toMatch(
      new RegExp(`^${one.listNo} is 501.\n  1 .* O1 proposed release: ${REASON}$`),
    );
    const approved = await end('S1', ...outcome, '--approve', '1');
    expect(approved.out).toBe(`${one.listNo}: release; now 800.`);
    expect((await end('S1', '--outcome', 'lost')).code).toBe(2);
    expect((await end('S1', ...outcome, '--approve', '1')).err).toContain('OFF-ENDED');
    await concludeLists(desk.house, [{ listNo: two.listNo, outcome: 'release', reason: '' }]);
    const { laws } = await audit(zone.db, { now: Date.now(), full: true });
    expect(laws.find(({ id }) => id === 'inspections')).toMatchObject({
      ...{ broken: 1, examples: [`list ${two.listNo} was 501 and is 800 by nobody`] },
    });
  });
});
