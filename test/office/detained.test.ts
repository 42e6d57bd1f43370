import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { ONE } from '../../src/base/rate.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import { addDetainedWord } from '../../src/inspection/detained-store.ts';
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
      { listNo, status: before === 'detain' ? '501' : '502', outcome: null, by: null },
    ]);
    await desk.news(AGENT);
    const proposed = await say('O1', listNo, 'proposal', { outcome, reason: REASON });
    expect([proposed.status, proposed.json.trail.length]).toEqual([200, 1]);
    expect(await state()).toBe(before === 'detain' ? '501' : '502');
    const approved = await say('S1', listNo, 'approval', { outcome });
    expect(approved.json).toMatchObject({
      ...{ listNo, status: after },
      trail: [
        { officer: 'O1', action: 'proposed', outcome, reason: REASON },
        { officer: 'S1', action: 'approved', outcome, reason: REASON },
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
    const early = await say('S1', listNo, 'approval', release);
    expect([early.status, codesOf(early)]).toEqual([409, ['OFF-END']]);
    const silent = await say('S1', listNo, 'proposal', { ...release, reason: ' ' });
    expect([silent.status, codesOf(silent)]).toEqual([422, ['OFF-GROUNDS']]);
    const auditor = await say('A1', listNo, 'proposal', { ...release, reason: REASON });
    expect([auditor.status, codesOf(auditor)]).toEqual([403, ['OFF-ROLE']]);
    const odd = await say('S1', listNo, 'proposal', { outcome: 'detain', reason: REASON });
    expect(odd.status).toBe(400);
    await say('S1', listNo, 'proposal', { ...release, reason: REASON });
    const alone = await say('S1', listNo, 'approval', release);
    expect([alone.status, codesOf(alone)]).toEqual([422, ['OFF-SAME']]);
    const lower = await say('O1', listNo, 'approval', release);
    expect([lower.status, codesOf(lower)]).toEqual([403, ['OFF-ROLE']]);
    const other = await say('S2', listNo, 'approval', { outcome: 'destroy' });
    expect([other.status, codesOf(other)]).toEqual([409, ['OFF-END']]);
    expect(await state()).toBe('501');
    expect((await say('S2', listNo, 'approval', release)).json.status).toBe('800');
    for (const step of ['proposal', 'approval'] as const) {
      const body = step === 'proposal' ? { ...release, reason: REASON } : release;
      const late = await say('S2', listNo, step, body);
      expect([late.status, codesOf(late)]).toEqual([409, ['OFF-ENDED']]);
    }
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
    const both = ['S1', 'S2'].map((by) => say(by, listNo, 'approval', { outcome: 'return' }));
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });

  it('is moved by the next round where a crash came between', async () => {
    const { listNo, state } = await held();
    const word = { at: desk.clock.now(), outcome: 'destroy', reason: REASON } as const;
    await addDetainedWord(zone.db, listNo, 1, { ...word, officer: 'O1', action: 'proposed' });
    await addDetainedWord(zone.db, listNo, 2, { ...word, officer: 'S1', action: 'approved' });
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
    expect((await end('S1', ...outcome, '--approve')).out).toBe(`${one.listNo}: release; now 800.`);
    expect((await end('S1', '--outcome', 'lost')).code).toBe(2);
    expect((await end('S1', ...outcome, '--approve')).err).toContain('OFF-ENDED');
    await concludeLists(desk.house, [{ listNo: two.listNo, outcome: 'release', reason: '' }]);
    const { laws } = await audit(zone.db, { now: Date.now(), full: true });
    expect(laws.find(({ id }) => id === 'inspections')).toMatchObject({
      ...{ broken: 1, examples: [`list ${two.listNo} was 501 and is 800 by nobody`] },
    });
  });
});
