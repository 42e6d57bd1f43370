import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { b2bPapers } from '../flows/b2b-papers.ts';
import { b2bYard } from '../flows/b2b-yard.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, type Desk, openDesk } from '../flows/desk.ts';
import { type ExportPapers, exportPapers, firmPapers } from '../flows/export-papers.ts';
import { exportYard } from '../flows/export-yard.ts';
import { openZone, SITE, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

// Every export is drawn. What is sold to a firm comes to the officers before what came earlier.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;

function inZone(...law: Parameters<typeof openZone>): void {
  beforeAll(async () => {
    zone = await openZone(...law);
  });
  beforeEach(async () => {
    desk = await openDesk(zone);
    office = await openOffice(desk);
  });
  afterEach(() => office.close());
  afterAll(() => zone?.database.drop());
}

/** A parcel that is drawn and that a lane has brought to the officers. */
async function brought(papers: ExportPapers): Promise<string> {
  const { listNo, logisticsNo } = await exportYard(zone, () => desk).parcel(papers);
  await scanned(logisticsNo);
  return listNo;
}

async function scanned(logisticsNo: string): Promise<void> {
  const said = { site: SITE.code, scanId: logisticsNo, lane: 'L1', weight: null, image: null };
  await laneOn(desk.house, zone.db).scan({ ...said, logisticsNo, logisticsCode: null });
}

const queue = async () => {
  const { json } = await office.as('S1', 'GET', '/queue?kind=inspection');
  return json.tasks.map((one: { first: string | null }) => one.first);
};

const STAFF = ['O1', 'O2'].map((number) => person(number, { capacity: 1 }));

describe('goods of 9710 that are drawn', () => {
  inZone((law) => everyList(law, ONE));

  it('come first in the queue, with the reason, and get the officers of the day', async () => {
    await employ(zone, [...STAFF, person('S1', { roles: ['supervisor'] })]);
    const retail = await brought(exportPapers());
    const firm = await brought(firmPapers());
    expect(await office.round()).toMatchObject({ opened: 2, assigned: 1, without: 1 });
    expect(await queue()).toEqual(['b2b', null]);
    const pairs = await zone.db.query('select list_no from inspection.pairs');
    expect([pairs, retail < firm]).toEqual([[{ list_no: firm }], true]);
    const claimed = await office.as('O1', 'POST', '/queue/claim', {});
    expect(claimed.json.task).toMatchObject({ subject: firm, first: 'b2b', priority: 0 });
  });

  it('come first when they are declared in full, too', async () => {
    await employ(zone, [...STAFF, person('S1', { roles: ['supervisor'] })]);
    await brought(exportPapers());
    const yard = b2bYard(() => desk);
    const papers = await yard.file(b2bPapers());
    const { entryId } = (await yard.declared(papers)).declared;
    await yard.ship('CEB507', papers);
    await scanned(papers.logisticsNo);
    await office.round();
    expect(await queue()).toEqual(['b2b', 'b2b', null, null]);
    const [own] = await zone.db.query(
      'select priority, label from inspection.inspections where list_no = $1',
      [entryId],
    );
    expect(own).toEqual({ priority: 0, label: 'random' });
  });

  it('are told by the auditor where they did not go first', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
    await zone.db.script('update inspection.inspections set priority = 5');
    expect(await brokenLaws(zone.db, desk.clock.now())).toMatchObject([{ id: 'pools' }]);
  });
});

describe('the same under a law that does not have them inspected first', () => {
  inZone((law) => ({ ...everyList(law, ONE), b2bInspectedFirst: [] }));

  it('come as they arrive', async () => {
    await employ(zone, [...STAFF, person('S1', { roles: ['supervisor'] })]);
    const retail = await brought(exportPapers());
    await brought(firmPapers());
    await office.round();
    expect(await queue()).toEqual([null, null]);
    const pairs = await zone.db.query('select list_no from inspection.pairs');
    expect(pairs).toEqual([{ list_no: retail }]);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
