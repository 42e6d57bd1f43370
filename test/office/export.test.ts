import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rate } from '../../src/base/rate.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { explainExport } from '../../src/flows/explain-export.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import { instantText } from '../../src/io/postgres.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, type Desk, openDesk } from '../flows/desk.ts';
import { exportPapers } from '../flows/export-papers.ts';
import { exportOf, exportYard } from '../flows/export-yard.ts';
import { AGENT, openZone, SITE, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

// Export lists in the hands of officers: the law has every one drawn, or every one read.
let desk: Desk;
let office: OfficeDesk;
let zone: Zone;
const yard = () => exportYard(zone, () => desk);

const officers = () => [
  ...['O1', 'O2', 'O3'].map((number) => person(number)),
  ...['S1', 'S2'].map((number) => person(number, { roles: ['supervisor'] })),
];

/** A zone for the tests of a `describe`, with a desk and an office for each of them. */
function inZone(...law: Parameters<typeof openZone>): void {
  beforeAll(async () => {
    zone = await openZone(...law);
    await employ(zone, officers());
  });
  beforeEach(async () => {
    desk = await openDesk(zone);
    office = await openOffice(desk);
  });
  afterEach(() => office.close());
  afterAll(() => zone?.database.drop());
}

const ALL = rate(1n, 1n);

/** Whether every decision on a list comes out again. */
async function comesOut(listNo: string): Promise<boolean[]> {
  const found = await explainExport(zone.db, listNo);
  return found!.decisions.map(({ same, evidence }) => same && evidence.every((one) => one.intact));
}

const saysOf = (told: readonly FiledReceipt[]) =>
  told.map(({ type, status, keys }) => `${type} ${status} ${keys.invtNo}`);

describe('an export list that is drawn', () => {
  inZone((law) => everyList(law, ALL));

  it.each([
    ['release', '800', []],
    ['amend', '100', ['INSP-AMEND']],
    ['return', '700', ['INSP-BACK']],
    ['destroy', '599', ['INSP-DESTROYED']],
    ['detain', '501', ['INSP-DETAINED']],
    ['transfer', '502', ['INSP-TRANSFERRED']],
  ] as const)('ends by %s at %s', async (outcome, status, codes) => {
    const papers = await yard().parcel();
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '500', codes: ['INSPECT'] });
    await desk.news(AGENT);
    const { listNo } = papers;
    const wanted = [{ listNo, outcome, reason: '货物不符' }];
    expect((await concludeLists(desk.house, wanted)).get(listNo)).toBe(status);
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: status, codes });
    expect(saysOf(await desk.news(AGENT))).toEqual([`CEB604 ${status} ${listNo}`]);
    const [opened] = await zone.db.query(
      'select state, outcome from inspection.inspections where list_no = $1',
      [listNo],
    );
    expect(opened).toEqual({ state: 'concluded', outcome });
    expect(await comesOut(listNo)).toEqual([true, true, true]);
    if (status === '501' || status === '502') return;
    expect((await concludeLists(desk.house, wanted)).get(listNo)).toBeNull();
  });

  it('may be declared again when it is to be mended, and leaves with its waybill', async () => {
    const papers = await yard().parcel();
    const { listNo } = papers;
    await concludeLists(desk.house, [{ listNo, outcome: 'amend', reason: '货物不符' }]);
    await yard().declare(papers, 'list');
    const second = await exportOf(zone.db, papers);
    expect(second).toMatchObject({ state: '500', attempt: 2 });
    await concludeLists(desk.house, [{ listNo: second!.listNo, outcome: 'release', reason: '' }]);
    await yard().leave(papers);
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '899', attempt: 2 });
    expect(await comesOut(second!.listNo)).toEqual([true, true, true]);
  });

  it('is brought by a lane to two officers, who see what was declared', async () => {
    const papers = await yard().parcel();
    const lane = laneOn(desk.house, zone.db);
    const said = { site: SITE.code, scanId: 'E1', lane: 'L1', weight: 60_000n, image: null };
    const scanned = await lane.scan({
      ...said,
      ...{ logisticsNo: papers.logisticsNo, logisticsCode: null },
    });
    expect(scanned).toMatchObject({ ok: true, value: { listNo: papers.listNo, state: '500' } });
    await office.round();
    const [task] = await zone.db.query<{ id: string; pair: string[] }>(
      'select id, pair from inspection.tasks where subject = $1',
      [papers.listNo],
    );
    const [first, second] = task!.pair as [string, string];
    const view = await office.as(first, 'GET', `/tasks/${task!.id}`);
    expect(view.json.declaration).toMatchObject({
      ...{ way: 'export', status: '500', orderNo: papers.orderNo, currency: null },
      lines: [{ gcode: '6109100021', currency: '142', totalPrice: '25.00' }],
      findings: [{ code: 'INSPECT' }],
    });
    const outcome = { customs: 'release', quarantine: 'release', findings: '' };
    await office.as(first, 'POST', `/tasks/${task!.id}/result`, outcome);
    const confirmed = await office.as(second, 'POST', `/tasks/${task!.id}/confirm`);
    expect(confirmed.json).toEqual({ stage: 'closed', outcome: 'release' });
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '800' });
    await publishInspections(desk.house);
    const [shown] = await zone.db.query<{ n: number }>(
      'select count(*)::int as n from inspection.publications where list_no = $1',
      [papers.listNo],
    );
    expect(shown).toEqual({ n: 1 });
  });

  it('that is detained is ended by two persons', async () => {
    const papers = await yard().parcel();
    const { listNo } = papers;
    await concludeLists(desk.house, [{ listNo, outcome: 'detain', reason: '货物不符' }]);
    await office.round();
    const { json } = await office.as('S1', 'GET', '/detained');
    expect(json.lists.map((one: { listNo: string }) => one.listNo)).toContain(listNo);
    const end = { outcome: 'return', reason: '退回发货人' };
    await office.as('O1', 'POST', `/detained/${listNo}/proposal`, end);
    const approval = { outcome: 'return', proposal: 1 };
    const approved = await office.as('S1', 'POST', `/detained/${listNo}/approval`, approval);
    expect(approved.json).toMatchObject({ status: '700' });
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '700', codes: ['INSP-BACK'] });
    expect(await comesOut(listNo)).toEqual([true, true, true, true]);
  });

  it('passes a lane when it is released, and every law is whole after it has left', async () => {
    const papers = await yard().parcel();
    const { listNo, logisticsNo } = papers;
    await concludeLists(desk.house, [{ listNo, outcome: 'release', reason: '' }]);
    desk.clock.advance(1_000);
    const lane = laneOn(desk.house, zone.db);
    const said = { site: SITE.code, scanId: 'E2', lane: 'L1', weight: 60_000n, image: null };
    const scanned = await lane.scan({ ...said, logisticsNo, logisticsCode: null });
    expect(scanned).toMatchObject({ ok: true, value: { listNo, instruction: '01' } });
    await yard().leave(papers);
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '899' });
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
    const later = "update export.cases set released_at = released_at + interval '1 hour'";
    await zone.db.execute(`${later} where list_no = $1`, [listNo]);
    const broken = (await brokenLaws(zone.db, desk.clock.now())) as { id: string }[];
    expect(broken.map(({ id }) => id)).toContain('lanes');
    await zone.db.execute(`${later.replace('+', '-')} where list_no = $1`, [listNo]);
  });

  it('and was drawn by a process that died is inspected without another draw', async () => {
    const papers = exportPapers();
    await yard().declare(papers);
    const waiting = await exportOf(zone.db, papers);
    expect(waiting).toMatchObject({ state: '400' });
    const [row] = await zone.db.query<{ day: string; sequence: number }>(
      `select day::text, sequence from inspection.draws where series = 'line' limit 1`,
    );
    await zone.db.execute(
      `insert into inspection.carried (day, sequence, pre_no, voided_at)
       values ($1::date, $2, $3, $4::timestamptz)`,
      [row!.day, row!.sequence, waiting!.preNo, instantText(desk.clock.now())],
    );
    await yard().ship('CEB507', [papers]);
    const [drawn] = await zone.db.query(
      `select drawn_day::text as day, drawn_sequence as sequence from inspection.inspections
       where order_no = $1`,
      [papers.orderNo],
    );
    expect(drawn).toEqual(row);
  });
});

describe('an export list whose documents are read first', () => {
  inZone((law) => everyList(law, ALL, 'person'));

  const reviewed = async (decision: 'accept' | 'return') => {
    const papers = await yard().parcel();
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '300', codes: ['REVIEW'] });
    await office.round();
    const [task] = await zone.db.query<{ id: string }>(
      `select id from inspection.tasks where subject = $1 and kind = 'review'`,
      [papers.listNo],
    );
    const view = await office.as('O1', 'GET', `/tasks/${task!.id}`);
    expect(view.json.declaration).toMatchObject({ way: 'export', status: '300' });
    const body = { decision, reason: decision === 'return' ? '单证不清' : '' };
    expect((await office.as('O1', 'POST', `/tasks/${task!.id}/review`, body)).status).toBe(200);
    return papers;
  };

  it('is returned with the reason', async () => {
    const papers = await reviewed('return');
    const codes = ['REVIEW-RETURNED'];
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '100', codes });
  });

  it('is accepted, and drawn then', async () => {
    const papers = await reviewed('accept');
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '500', codes: ['INSPECT'] });
    expect(await comesOut(papers.listNo)).toEqual([true, true, true]);
  });

  it('has no task any more when it was withdrawn', async () => {
    const papers = await yard().parcel();
    await office.round();
    await zone.db.execute(`update export.cases set state = '430' where list_no = $1`, [
      papers.listNo,
    ]);
    await office.round();
    const [task] = await zone.db.query<{ closed: boolean }>(
      'select closed_at is not null as closed from inspection.tasks where subject = $1',
      [papers.listNo],
    );
    expect(task).toEqual({ closed: true });
  });
});
