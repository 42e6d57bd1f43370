import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoShanghai } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { assignOfficers } from '../../src/flows/assign-officers.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
import { inputOf } from '../../src/inspection/draw-reader.ts';
import { drawNumbered } from '../../src/inspection/epoch-store.ts';
import { overridesOf, recusalsOf } from '../../src/inspection/pair-store.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { writeConflicts } from '../../src/registry/staff-store.ts';
import { everyList } from '../flows/classes.ts';
import { caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { AGENT, openZone, SITE, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { codesOf } from '../window-call.ts';

// Parcels that were drawn and lie at the place of inspection, and the officers who open them.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;
let mill: ReturnType<typeof paperMill>;

const STAFF = ['O1', 'O2', 'O3', 'O4'];
const SUPERVISORS = ['S1', 'S2'];
const supervisors = SUPERVISORS.map((number) => person(number, { roles: ['supervisor'] }));

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  await zone.db.script(
    'truncate inspection.tasks, inspection.trail, inspection.pairs, inspection.recusals, ' +
      'inspection.overrides, inspection.results, inspection.reviews, inspection.photos, ' +
      'inspection.inspections, inspection.scans',
  );
  await employ(zone, [...STAFF.map((number) => person(number)), ...supervisors]);
  desk = await openDesk(zone);
  office = await openOffice(desk);
});
afterEach(() => office.close());
afterAll(() => zone?.database.drop());

/** A list that was drawn, and whose parcel has come from the lane. */
async function arrived(): Promise<{ papers: Papers; listNo: string }> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const { state, listNo } = (await caseOf(zone.db, papers))!;
  expect(state).toBe('500');
  const logisticsNo = papers.waybill.head.logisticsNo!;
  const scanned = await laneOn(desk.house, zone.db).scan({
    ...{ site: SITE.code, scanId: `S-${listNo}`, logisticsNo, logisticsCode: null, lane: 'L1' },
    ...{ weight: null, image: 'x-ray/1.png' },
  });
  expect(scanned).toMatchObject({ value: { instruction: '02' } });
  return { papers, listNo: listNo! };
}

type Row = { readonly id: string; readonly stage: string; readonly pair: string[] };

async function taskOf(listNo: string, serial = 1): Promise<Row> {
  const [row] = await zone.db.query<Row>(
    'select id, stage, pair from inspection.tasks where subject = $1 and serial = $2',
    [listNo, serial],
  );
  return row!;
}

async function assigned() {
  const { papers, listNo } = await arrived();
  expect(await office.round()).toMatchObject({ opened: 1, assigned: 1, without: 0, waiting: 0 });
  const { id, pair } = await taskOf(listNo);
  const [first, second] = pair as [string, string];
  const other = STAFF.find((one) => !pair.includes(one))!;
  return { papers, listNo, id, first, second, other };
}

const BOTH = { customs: 'release', quarantine: 'release' };
const FOUND = { customs: 'release', quarantine: 'detain', findings: '发现虫卵' };

/** The file of the draw of officers, with what happened after it. */
async function fileOf(listNo: string) {
  const [ref] = await zone.db.query<{ day: string; sequence: number }>(
    `select officers_day as day, officers_sequence as sequence from inspection.inspections
     where list_no = $1 order by serial limit 1`,
    [listNo],
  );
  const row = (await drawNumbered(zone.db, ref!.day, ref!.sequence))!;
  expect(row.state).toBe('drawn');
  const recusals = (await recusalsOf(zone.db, ref!)).map(({ replacement: _, ...one }) => {
    return { ...one, at: isoShanghai(one.at) };
  });
  const overrides = (await overridesOf(zone.db, ref!)).map((one) => {
    return { ...one, at: isoShanghai(one.at) };
  });
  return makeDraw({ ...inputOf(row), recusals }, isoShanghai(row.drawnAt!), overrides);
}

it('a parcel that comes in the middle of a round waits for its task', async () => {
  const { listNo } = await arrived();
  // The round had opened its tasks by then, and goes on with its draw.
  expect(await assignOfficers(desk.house)).toEqual({ assigned: 0, without: 0, waiting: 0 });
  expect(await office.round()).toMatchObject({ opened: 1, assigned: 1 });
  expect((await taskOf(listNo)).pair).toHaveLength(2);
});

describe('a parcel at the place of inspection', () => {
  it('gets a pair by a draw that anybody can verify', async () => {
    const { listNo, first, second } = await assigned();
    const file = await fileOf(listNo);
    expect(verifyDraw(Buffer.from(drawText(file))).findings).toEqual([]);
    expect(file.result).toEqual([{ target: listNo, pair: [first, second] }]);
    expect(file.officers.body.map(({ id }) => id)).toEqual(STAFF);
    expect(await office.round()).toMatchObject({ opened: 0, assigned: 0 });
  });

  it('is known to its pair, and to supervisors, of whom it is noted (RAND-7)', async () => {
    const { listNo, id, first, other } = await assigned();
    expect((await office.as(first, 'GET', '/queue')).json.tasks).toMatchObject([
      { id, kind: 'inspection', stage: 'first', subject: listNo, isPair: true, overdue: false },
    ]);
    expect((await office.as(other, 'GET', '/queue')).json.tasks).toEqual([]);
    for (const path of [`/tasks/${id}`, `/tasks/${id}/photos/a.jpg`]) {
      expect((await office.as(other, 'GET', path)).status).toBe(404);
    }
    expect((await office.as(other, 'POST', `/tasks/${id}/result`, BOTH)).status).toBe(404);
    const { json } = await office.as('S1', 'GET', '/queue');
    expect(json.tasks).toMatchObject([{ id, subject: null, isPair: false }]);
    const seen = await office.as('S1', 'GET', `/tasks/${id}`);
    expect(seen.json).toMatchObject({ subject: listNo, pair: expect.arrayContaining([first]) });
    const view = await office.as(first, 'GET', `/tasks/${id}`);
    expect(view.json).toMatchObject({
      declaration: { status: '500', agentCode: AGENT.code, lines: [{ gnum: 1 }] },
      opening: { state: 'assigned', label: 'random', enterpriseClass: 'GENERAL' },
      scans: [{ lane: 'L1', instruction: '02', image: 'x-ray/1.png' }],
      trail: [{ action: 'opened' }, { action: 'drawn' }, { action: 'seen', officer: 'S1' }],
    });
  });

  it('is released when both say so, and not by one alone', async () => {
    const { papers, listNo, id, first, second } = await assigned();
    expect((await office.as(second, 'POST', `/tasks/${id}/confirm`)).json).toMatchObject({
      status: 422,
      findings: [{ code: 'OFF-NOTHING' }],
    });
    const said = await office.as(first, 'POST', `/tasks/${id}/result`, BOTH);
    expect(said.json).toEqual({ stage: 'second', outcome: 'release' });
    for (const path of ['confirm', 'result']) {
      const alone = await office.as(first, 'POST', `/tasks/${id}/${path}`, BOTH);
      expect([alone.status, codesOf(alone)]).toEqual([403, ['OFF-ALONE']]);
    }
    expect((await caseOf(zone.db, papers))?.state).toBe('500');
    const confirmed = await office.as(second, 'POST', `/tasks/${id}/confirm`);
    expect(confirmed.json).toEqual({ stage: 'closed', outcome: 'release' });
    expect((await caseOf(zone.db, papers))?.state).toBe('800');
    for (const officer of [first, second]) {
      const late = await office.as(officer, 'POST', `/tasks/${id}/result`, FOUND);
      expect([late.status, codesOf(late)]).toEqual([409, ['OFF-CLOSED']]);
    }
    const view = await office.as('O1', 'GET', `/tasks/${id}`);
    expect(view.json).toMatchObject({
      subject: listNo,
      opening: { state: 'concluded', outcome: 'release' },
      results: [{ part: 'first' }, { part: 'second', officer: second }],
    });
  });

  it('is detained when one half says so; the declarant learns why', async () => {
    const { papers, listNo, id, first, second } = await assigned();
    await desk.news(AGENT);
    const silent = await office.as(first, 'POST', `/tasks/${id}/result`, {
      ...FOUND,
      findings: ' ',
    });
    expect([silent.status, codesOf(silent)]).toEqual([422, ['OFF-TEXT']]);
    await office.as(first, 'POST', `/tasks/${id}/result`, { customs: 'release' });
    const half = { quarantine: 'detain', findings: '发现虫卵' };
    const whole = await office.as(second, 'POST', `/tasks/${id}/result`, half);
    expect(whole.json).toEqual({ stage: 'second', outcome: 'detain' });
    expect((await office.as(first, 'POST', `/tasks/${id}/confirm`)).json.outcome).toBe('detain');
    expect((await caseOf(zone.db, papers))?.state).toBe('501');
    const news = await desk.news(AGENT);
    expect(news.at(-1)).toMatchObject({ status: '501', info: expect.stringContaining('虫卵') });
    // How it ends is a task of its own, which two persons close; the next round finds none left.
    expect(await office.round()).toMatchObject({ opened: 1 });
    const end = { outcome: 'destroy', reason: '虫卵' };
    expect((await office.as('S1', 'POST', `/detained/${listNo}/proposal`, end)).status).toBe(200);
    const approval = { outcome: 'destroy', proposal: 1 };
    await office.as('S2', 'POST', `/detained/${listNo}/approval`, approval);
    expect((await caseOf(zone.db, papers))?.state).toBe('599');
    expect(await office.round()).toMatchObject({ opened: 0 });
  });

  it('goes to a supervisor when the two differ, who is not one of them', async () => {
    const { papers, id, first, second, other } = await assigned();
    await office.as(first, 'POST', `/tasks/${id}/result`, BOTH);
    const differs = await office.as(second, 'POST', `/tasks/${id}/result`, FOUND);
    expect(differs.json).toMatchObject({ stage: 'supervisor' });
    const word = { ...BOTH, findings: '虫卵系包装纤维' };
    for (const officer of [first, second]) {
      const own = await office.as(officer, 'POST', `/tasks/${id}/result`, word);
      expect([own.status, codesOf(own)]).toEqual([403, ['OFF-ROLE']]);
    }
    expect((await office.as(other, 'POST', `/tasks/${id}/result`, word)).status).toBe(404);
    const settled = await office.as('S1', 'POST', `/tasks/${id}/result`, word);
    expect(settled.json).toEqual({ stage: 'closed', outcome: 'release' });
    expect((await caseOf(zone.db, papers))?.state).toBe('800');
  });

  it('is opened once more by two others', async () => {
    const { papers, listNo, id, first, second } = await assigned();
    const again = { customs: 'again', quarantine: 'release', findings: '标签不清' };
    await office.as(first, 'POST', `/tasks/${id}/result`, again);
    const done = await office.as(second, 'POST', `/tasks/${id}/confirm`);
    expect(done.json).toEqual({ stage: 'closed', outcome: 'again' });
    expect((await caseOf(zone.db, papers))?.state).toBe('500');
    expect(await office.round()).toMatchObject({ opened: 1, assigned: 1 });
    const next = await taskOf(listNo, 2);
    expect(next.pair.toSorted()).toEqual(STAFF.filter((one) => one !== first && one !== second));
    const [third, fourth] = next.pair as [string, string];
    await office.as(third, 'POST', `/tasks/${next.id}/result`, BOTH);
    await office.as(fourth, 'POST', `/tasks/${next.id}/confirm`);
    expect((await caseOf(zone.db, papers))?.state).toBe('800');
  });

  it('has its conclusion finished by the next round when a crash came between', async () => {
    const { papers, id, first, second } = await assigned();
    await office.as(first, 'POST', `/tasks/${id}/result`, BOTH);
    // What the second officer's call writes before it moves the list.
    await zone.db.execute(
      `insert into inspection.results (list_no, serial, position, at, part, officer, customs,
         quarantine, findings)
       select subject, 1, 2, opened_at, 'second', $2, 'release', 'release', ''
       from inspection.tasks where id = $1`,
      [id, second],
    );
    await zone.db.execute('update inspection.tasks set closed_at = opened_at where id = $1', [id]);
    expect((await caseOf(zone.db, papers))?.state).toBe('500');
    await office.round();
    expect((await caseOf(zone.db, papers))?.state).toBe('800');
  });
});

describe('officers who stand back', () => {
  it('are replaced as the draw has it, and say nothing any more', async () => {
    const { listNo, id, first, second } = await assigned();
    const done = await office.as(first, 'POST', `/tasks/${id}/recuse`, { reason: 'conflict' });
    expect(done.status).toBe(200);
    const { pair, stage } = await taskOf(listNo);
    expect([stage, pair[1], pair.includes(first)]).toEqual(['first', second, false]);
    const file = await fileOf(listNo);
    expect(verifyDraw(Buffer.from(drawText(file))).findings).toEqual([]);
    expect(file.redraws).toMatchObject([{ officer: first, replacement: pair[0] }]);
    expect((await office.as(first, 'POST', `/tasks/${id}/result`, BOTH)).status).toBe(404);
    await office.as(second, 'POST', `/tasks/${id}/result`, BOTH);
    const late = await office.as(second, 'POST', `/tasks/${id}/recuse`, { reason: 'recent' });
    expect([late.status, codesOf(late)]).toEqual([409, ['OFF-SAID']]);
  });

  it('are replaced as well when a supervisor knows that one cannot come', async () => {
    const { listNo, id, first, second } = await assigned();
    const ill = { reason: 'offDuty', officer: first };
    const other = await office.as(second, 'POST', `/tasks/${id}/recuse`, ill);
    expect([other.status, codesOf(other)]).toEqual([403, ['OFF-ROLE']]);
    const own = await office.as('S1', 'POST', `/tasks/${id}/recuse`, { reason: 'offDuty' });
    expect([own.status, codesOf(own)]).toEqual([403, ['OFF-PAIR']]);
    expect((await office.as('S1', 'POST', `/tasks/${id}/recuse`, ill)).status).toBe(200);
    const { pair } = await taskOf(listNo);
    expect([pair.includes(first), pair[1]]).toEqual([false, second]);
    const file = await fileOf(listNo);
    expect(verifyDraw(Buffer.from(drawText(file))).findings).toEqual([]);
    expect(file.redraws).toMatchObject([{ officer: first, reason: 'offDuty' }]);
  });

  it('leave the parcel to two persons when nobody is left', async () => {
    await employ(zone, [...['O1', 'O2'].map((number) => person(number)), ...supervisors]);
    const { listNo, id, first, second } = await assigned();
    await office.as(first, 'POST', `/tasks/${id}/recuse`, { reason: 'conflict' });
    expect(await taskOf(listNo)).toMatchObject({ stage: 'unassigned', pair: [] });
    expect((await office.as(second, 'GET', `/tasks/${id}`)).status).toBe(404);
    expect((await office.as('S1', 'GET', '/queue')).json.tasks).toMatchObject([{ id }]);
    const file = await fileOf(listNo);
    expect(verifyDraw(Buffer.from(drawText(file))).findings[0]?.code).toBe('DRAW-REDRAW');
  });
});

describe('a pool that is too small', () => {
  const pair = ['O1', 'O2'];
  const grounds = '当日工作量已满，加派';

  async function unmanned() {
    const people = ['O1', 'O2', 'O3'].map((number) => person(number, { capacity: 0 }));
    await employ(zone, [...people, ...supervisors]);
    const { papers, listNo } = await arrived();
    expect(await office.round()).toMatchObject({ assigned: 0, without: 1, waiting: 0 });
    const { id, stage } = await taskOf(listNo);
    expect(stage).toBe('unassigned');
    // It is not drawn for again until the pool pleases.
    await employ(zone, [...people.map((one) => ({ ...one, capacity: 9 })), ...supervisors]);
    expect(await office.round()).toMatchObject({ assigned: 0, without: 0 });
    return { papers, listNo, id };
  }

  it('leaves the parcel drawn and visible until two persons send somebody', async () => {
    const { papers, listNo, id } = await unmanned();
    const path = `/tasks/${id}/assignment`;
    expect((await office.as('O1', 'POST', path, { pair, grounds })).status).toBe(404);
    const early = await office.as('S2', 'POST', `${path}/approve`);
    expect([early.status, codesOf(early)]).toEqual([422, ['OFF-PROPOSAL']]);
    expect((await office.as('S1', 'POST', path, { pair, grounds })).status).toBe(200);
    const alone = await office.as('S1', 'POST', `${path}/approve`);
    expect([alone.status, codesOf(alone)]).toEqual([422, ['OFF-SAME']]);
    const view = await office.as('S2', 'GET', `/tasks/${id}`);
    expect(view.json.proposal).toEqual({ pair, grounds, by: 'S1' });
    expect((await office.as('S2', 'POST', `${path}/approve`)).status).toBe(200);
    const file = await fileOf(listNo);
    expect(verifyDraw(Buffer.from(drawText(file))).findings).toEqual([]);
    expect(file.result).toEqual([{ target: listNo, pair: [] }]);
    expect(file.overrides).toMatchObject([{ action: 'assign', pair, by: ['S1', 'S2'], grounds }]);
    await office.as('O1', 'POST', `/tasks/${id}/result`, BOTH);
    await office.as('O2', 'POST', `/tasks/${id}/confirm`);
    expect((await caseOf(zone.db, papers))?.state).toBe('800');
  });

  it.each([
    [['O1', 'O1'], 'OFF-SAME'],
    [['O1', 'S1'], 'OFF-SAME'],
    [['O1', 'S2'], 'OFF-WEIGHT'],
    [['O1', 'O9'], 'OFF-WEIGHT'],
  ])('takes no %j', async (two, code) => {
    const { id } = await unmanned();
    const answer = await office.as('S1', 'POST', `/tasks/${id}/assignment`, {
      ...{ pair: two, grounds },
    });
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
  });

  it('lets the parcel wait, and be drawn for later, where no two could go at all', async () => {
    await employ(zone, [person('O1'), person('O2', { tags: [] }), ...supervisors]);
    const { listNo } = await arrived();
    expect(await office.round()).toMatchObject({ opened: 1, assigned: 0, waiting: 1 });
    const { id, stage } = await taskOf(listNo);
    expect(stage).toBe('unassigned');
    const answer = await office.as('S1', 'POST', `/tasks/${id}/assignment`, { pair, grounds });
    expect([answer.status, codesOf(answer)]).toEqual([409, ['OFF-STAGE']]);
    await employ(zone, [person('O1'), person('O2'), ...supervisors]);
    expect(await office.round()).toMatchObject({ assigned: 1, waiting: 0 });
  });

  it('knows conflicts, which nobody can override', async () => {
    await employ(zone, [...['O1', 'O2', 'O3'].map((number) => person(number)), ...supervisors]);
    const { listNo } = await arrived();
    const [row] = await zone.db.query<{ enterprise: string }>(
      'select enterprise_code as enterprise from inspection.inspections where list_no = $1',
      [listNo],
    );
    const conflict = {
      officer: 'O3',
      enterprise: row!.enterprise,
      from: '2016-04-08',
      until: null,
    };
    await zone.register((tx) => writeConflicts(tx, [conflict]));
    await office.round();
    expect((await taskOf(listNo)).pair.toSorted()).toEqual(['O1', 'O2']);
    const file = await fileOf(listNo);
    expect(file.officers.body.at(-1)?.declared).toEqual([
      { enterprise: row!.enterprise, reason: 'conflict', weight: 0 },
    ]);
  });
});

describe('a draw of officers that a crash left open', () => {
  it('holds: who crashes does not draw again', async () => {
    const { listNo } = await arrived();
    const { house } = desk;
    const targets = [{ id: listNo, layer: 'arrived', enterprise: 'E1', weight: 1, needs: [] }];
    const officers = STAFF.map((id) => {
      return { id, tags: [], weight: 1, capacity: 9, declared: [] };
    });
    const zoneName = zone.profile.name;
    const wanted = { series: 'officers', zone: zoneName, targets, officers } as const;
    const { derived } = await house.draws.open(wanted);
    desk.clock.advance(5 * 60_000);
    await desk.sweep();
    await office.round();
    expect((await taskOf(listNo)).pair).toEqual(derived.result[0]?.pair);
    expect(verifyDraw(Buffer.from(drawText(await fileOf(listNo)))).findings).toEqual([]);
  });
});

describe('two officers at once', () => {
  it('get one task each, or one of them none', async () => {
    const { id, first, second } = await assigned();
    const both = await Promise.all(
      [first, second].map((one) => office.as(one, 'POST', '/queue/claim', {})),
    );
    const taken = both.flatMap(({ json }) => (json.task === null ? [] : [json.task.holder]));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(taken).toHaveLength(1);
    const [holder] = taken as [string];
    const loser = holder === first ? second : first;
    const late = await office.as(loser, 'POST', `/tasks/${id}/claim`);
    expect([late.status, codesOf(late)]).toEqual([409, ['OFF-TAKEN']]);
    const word = await office.as(loser, 'POST', `/tasks/${id}/result`, BOTH);
    expect([word.status, codesOf(word)]).toEqual([409, ['OFF-TAKEN']]);
    const over = await office.as(holder, 'POST', `/tasks/${id}/hand-over`, { to: loser });
    expect(over.status).toBe(200);
    expect((await office.as(holder, 'POST', `/tasks/${id}/release`)).status).toBe(409);
    expect((await office.as(loser, 'POST', `/tasks/${id}/release`)).status).toBe(200);
  });

  it('hand over to each other, and to nobody else', async () => {
    const { id, first, other } = await assigned();
    await office.as(first, 'POST', `/tasks/${id}/claim`);
    for (const to of [other, 'O9', 'S1']) {
      const answer = await office.as(first, 'POST', `/tasks/${id}/hand-over`, { to });
      expect([to, answer.status, codesOf(answer)]).toEqual([to, 422, ['OFF-TAKER']]);
    }
  });
});
