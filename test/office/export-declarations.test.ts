import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { declareExport } from '../../src/flows/b2b-declare.ts';
import { declarationJson } from '../../src/flows/b2b-json.ts';
import { viewCustomsDeclaration } from '../../src/flows/b2b-view.ts';
import { b2bPapers, bytesOf, CARBIDE, FIREWORKS } from '../flows/b2b-papers.ts';
import { brokenLaws, type Desk, openDesk } from '../flows/desk.ts';
import { EXPORT_SENDERS, type ExportPapers } from '../flows/export-papers.ts';
import { exportYard } from '../flows/export-yard.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';

// Customs declarations that officers have in hand, over HTTP.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;

beforeAll(async () => {
  zone = await openZone();
});
beforeEach(async () => {
  desk = await openDesk(zone);
  office = await openOffice(desk);
  await employ(zone, [person('O1'), person('A1', { roles: ['auditor'] })]);
});
afterEach(() => office.close());
afterAll(() => zone?.database.drop());

/** Carbide leaves under a licence, which a person reads. */
async function selected(sold = CARBIDE, licenseNo: string | undefined = 'L1'): Promise<string> {
  const papers = b2bPapers(sold);
  await desk.send(EXPORT_SENDERS.order, papers.order);
  await desk.send(EXPORT_SENDERS.waybill, papers.waybill);
  const done = await declareExport(desk.house, bytesOf(papers.body, { licenseNo }), AGENT.code);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  await exportYard(zone, () => desk).ship('CEB507', [papers] as unknown as ExportPapers[]);
  return done.value.declSeqNo;
}

const LIST = '/exports/declarations';
const page = async (query: string): Promise<string[]> => {
  const { json } = await office.as('A1', 'GET', `${LIST}${query}`);
  return json.declarations.map((one: { preEntryId: string }) => one.preEntryId);
};

it('are listed, the oldest first, read and concluded by name', async () => {
  const [one, two, three] = [await selected(), await selected(), await selected()];
  expect(await page('?state=300')).toEqual([one, two, three]);
  expect(await page(`?state=300&after=${one}&limit=1`)).toEqual([two]);
  expect(await page('?state=500')).toEqual([]);

  const conclude = (who: string, body: object, no = one) => {
    return office.as(who, 'POST', `${LIST}/${no}/conclude`, body);
  };
  expect((await conclude('A1', { decision: 'release' })).status).toBe(403);
  expect((await conclude('O1', { decision: 'return' })).status).toBe(422);
  const back = await conclude('O1', { decision: 'return', reason: '货证不符' });
  expect([back.status, back.json.status]).toEqual([200, '100']);
  expect(back.json.timeline.at(-1)).toMatchObject({ officer: 'O1', reason: '货证不符' });
  expect((await conclude('O1', { decision: 'release' })).status).toBe(409);
  expect((await conclude('O1', { decision: 'release' }, 'D20200918999999999')).status).toBe(404);
  const passed = await conclude('O1', { decision: 'release', reason: '相符' }, two);
  expect(passed.json.status).toBe('800');
  // A page goes on behind what was concluded meanwhile.
  expect(await page(`?after=${two}`)).toEqual([three]);
  const read = await office.as('A1', 'GET', `${LIST}/${two}`);
  expect(read.json.timeline.at(-1)).toMatchObject({ officer: 'O1', reason: '相符' });
  expect(read.json.goods).toMatchObject([{ codeTs: '3824999910' }]);

  const shown = (await viewCustomsDeclaration(zone.db, two, AGENT.code))!;
  expect(JSON.stringify(declarationJson(shown))).not.toMatch(/O1|相符/);
});

it('that are inspected are concluded by their two officers alone', async () => {
  const number = await selected(FIREWORKS, undefined);
  const said = { decision: 'release' };
  const { status, json } = await office.as('O1', 'POST', `${LIST}/${number}/conclude`, said);
  expect([status, json.findings[0].code]).toEqual([409, 'DEC-TASK']);
});

it('are told by the auditor where nobody of the staff concluded them', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  await zone.db.script("update b2b.steps set officer = 'X9' where officer is not null");
  expect(await brokenLaws(zone.db, desk.clock.now())).toMatchObject([{ id: 'declarations' }]);
});
