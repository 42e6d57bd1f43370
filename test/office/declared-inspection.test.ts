import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rate } from '../../src/base/rate.ts';
import { concludeDeclaration } from '../../src/flows/b2b-conclude.ts';
import { declareExport } from '../../src/flows/b2b-declare.ts';
import { explainDeclared } from '../../src/flows/explain-declared.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import { b2bPapers, bytesOf, CARBIDE, DUTIABLE, FIREWORKS } from '../flows/b2b-papers.ts';
import { b2bYard, codesOf, statesOf } from '../flows/b2b-yard.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, type Desk, openDesk } from '../flows/desk.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

// Customs declarations that are drawn or ordered for inspection, and the two officers they go to.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;
const yard = b2bYard(() => desk);

function inZone(...law: Parameters<typeof openZone>): void {
  beforeAll(async () => {
    zone = await openZone(...law);
    desk = await openDesk(zone);
    office = await openOffice(desk);
    const officers = ['O1', 'O2', 'O3'].map((number) => person(number));
    const supervisors = ['S1', 'S2'].map((number) => person(number, { roles: ['supervisor'] }));
    await employ(zone, [...officers, ...supervisors]);
  });
  beforeEach(() => desk.clock.advance(1_000));
  afterAll(async () => {
    await office?.close();
    await zone?.database.drop();
  });
}

/** A declaration whose parcel has arrived. */
async function arrived(...[sold, more = {}]: [Parameters<typeof b2bPapers>[0]?, object?]) {
  const papers = await yard.file(b2bPapers(sold));
  const done = await yard.declared(papers, { ...more });
  await yard.ship('CEB507', papers);
  return { papers, ...(await yard.shown(done.declared.declSeqNo))! };
}
const now = async (number: string) => (await yard.shown(number))!;

async function labelOf(entryId: string | null): Promise<unknown> {
  const [row] = await zone.db.query(
    `select label, drawn_day is not null as "isDrawn", state from inspection.inspections
     where list_no = $1`,
    [entryId],
  );
  return row;
}

/** Whether every decision comes out again. */
async function comesOut(number: string): Promise<boolean> {
  const found = (await explainDeclared(zone.db, number))!;
  return found.intact && found.steps.every(({ same }) => same);
}

describe('a customs declaration in a zone that draws all', () => {
  inZone((law) => everyList(law, rate(1n, 1n)));

  it.each([
    ['release', '800', null],
    ['amend', '100', 'DEC-OFFICER'],
    ['return', '700', 'INSP-BACK'],
    ['destroy', '599', 'INSP-DESTROYED'],
    ['detain', '501', 'INSP-DETAINED'],
    ['transfer', '502', 'INSP-TRANSFERRED'],
  ] as const)('is drawn, and ends by %s at %s', async (customs, status, code) => {
    const done = await arrived();
    const { declSeqNo, entryId } = done.declared;
    expect([statesOf(done), codesOf(done)]).toEqual([['120', '400', '500'], ['INSPECT']]);
    expect(await labelOf(entryId)).toEqual({ label: 'random', isDrawn: true, state: 'selected' });
    await yard.inspect(done, { customs, findings: '货物不符' });
    const ended = await now(declSeqNo);
    expect([ended.declared.state, codesOf(ended)]).toEqual([status, code === null ? [] : [code]]);
    expect(await labelOf(entryId)).toMatchObject({ state: 'concluded' });
    expect(await comesOut(declSeqNo)).toBe(true);
  });

  it('is ended by two persons when it is detained', async () => {
    const done = await arrived();
    const { declSeqNo, entryId } = done.declared;
    await yard.inspect(done, { customs: 'detain', findings: '待鉴定' });
    await office.round();
    const said = { outcome: 'release', reason: '鉴定无误' };
    expect((await office.as('O1', 'POST', `/detained/${entryId}/proposal`, said)).status).toBe(200);
    const approved = { outcome: 'release', proposal: 1 };
    const { json } = await office.as('S1', 'POST', `/detained/${entryId}/approval`, approved);
    expect(json).toMatchObject({ listNo: entryId, status: '800' });
    const last = (await now(declSeqNo)).steps.at(-1)!;
    expect(last.word).toEqual({ officer: 'S1', reason: said.reason });
    expect(await comesOut(declSeqNo)).toBe(true);
  });

  it('shows what was declared to its officers, and its result to everybody', async () => {
    const done = await arrived();
    const { declSeqNo, entryId, orderNo } = done.declared;
    await yard.inspect(done);
    const [task] = await zone.db.query<{ id: string; pair: string[] }>(
      'select id, pair from inspection.tasks where subject = $1',
      [entryId],
    );
    const view = await office.as(task!.pair[0]!, 'GET', `/tasks/${task!.id}`);
    expect(view.json.declaration).toMatchObject({
      ...{ way: 'export', preNo: declSeqNo, status: '800', orderNo, currency: null },
      lines: [{ gcode: '6109100021', totalPrice: '10000.00' }],
    });
    await publishInspections(desk.house);
    const [published] = await zone.db.query(
      'select label, outcome from inspection.publications where list_no = $1',
      [entryId],
    );
    expect(published).toEqual({ label: 'random', outcome: 'release' });
  });

  it('is released by its officers to its duty', async () => {
    const done = await arrived(DUTIABLE);
    const { declSeqNo } = done.declared;
    await yard.inspect(done);
    const held = await now(declSeqNo);
    expect([held.declared.state, codesOf(held)]).toEqual(['600', ['DEC-DUTY']]);
    desk.clock.advance(1_000);
    await settleNotice(desk.house, held.notice!.dutyNo);
    expect((await now(declSeqNo)).declared.state).toBe('800');
    expect(await comesOut(declSeqNo)).toBe(true);
  });

  it('is drawn after its documents were read, and not before', async () => {
    const { declared } = await arrived(CARBIDE, { licenseNo: '20-AA-101' });
    const { declSeqNo, entryId } = declared;
    expect([declared.state, await labelOf(entryId)]).toEqual(['300', undefined]);
    await office.round();
    const claimed = await office.as('O2', 'POST', '/queue/claim', { kind: 'review' });
    const { id, subject } = claimed.json.task;
    expect(subject).toBe(entryId);
    const pass = { decision: 'release', reason: '' } as const;
    expect(await concludeDeclaration(desk.house, person('O1'), declSeqNo, pass)).toMatchObject({
      error: [{ code: 'OFF-TAKEN' }],
    });
    desk.clock.advance(1_000);
    await office.as('O2', 'POST', `/tasks/${id}/review`, { decision: 'accept', reason: '' });
    const drawn = await now(declSeqNo);
    expect([drawn.declared.state, codesOf(drawn)]).toEqual(['500', ['INSPECT']]);
    expect(drawn.steps.at(-1)!.word).toEqual({ officer: 'O2', reason: null });
    expect(await labelOf(entryId)).toMatchObject({ label: 'random' });
    expect(await comesOut(declSeqNo)).toBe(true);
  });

  it('is in no draw where the law has its goods inspected', async () => {
    const done = await arrived(FIREWORKS);
    expect(codesOf(done)).toEqual(['DEC-INSPECTION']);
    const ordered = { label: 'ordered', isDrawn: false, state: 'selected' };
    expect(await labelOf(done.declared.entryId)).toEqual(ordered);
    await yard.inspect(done);
    expect((await now(done.declared.declSeqNo)).declared.state).toBe('800');
    expect(await comesOut(done.declared.declSeqNo)).toBe(true);
  });

  it('is drawn with others that arrive at once', async () => {
    const all = await Promise.all([b2bPapers(), b2bPapers(), b2bPapers()].map(yard.file));
    const done = await Promise.all(
      all.map(({ body }) => declareExport(desk.house, bytesOf(body), AGENT.code)),
    );
    expect(done.every(({ ok }) => ok)).toBe(true);
    for (const papers of all) await yard.ship('CEB507', papers);
    expect(desk.failures).toEqual([]);
  });

  it('keeps every law', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
