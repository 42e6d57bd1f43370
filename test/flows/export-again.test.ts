import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { issueBills } from '../../src/flows/bills.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import {
  asExport,
  EXPORT_KINDS,
  EXPORT_SENDERS,
  exportPapers,
  SHIPMENT_SENDERS,
  shipmentPaper,
} from './export-papers.ts';
import { EVENING, openZone, type Zone } from './zone.ts';

// A transport document that customs refused counts as not made: it may come again as new.
let zone: Zone;
let desk: Desk;
beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

it('tax bills are written past the decisions on exports', async () => {
  const { house } = desk;
  const papers = exportPapers();
  for (const kind of EXPORT_KINDS) await desk.send(EXPORT_SENDERS[kind], papers[kind]);
  expect(await countOf(zone.db, 'export.cases', `state = '400'`)).toBe(1);
  desk.clock.set(EVENING + 40 * DAY);
  expect(await issueBills(house, 100)).toBeGreaterThan(0);
  desk.clock.set(EVENING);
});

it.each(['CEB607', 'CEB509'] as const)('a refused %s may be made again', async (type) => {
  const sender = SHIPMENT_SENDERS[type];
  const paper = shipmentPaper(type, ['9900000000001']);
  const told = async (again: typeof paper) => {
    await desk.news(sender);
    await desk.send(sender, again);
    return desk.statuses(sender);
  };
  expect(await told(paper)).toEqual(['2', '100']);
  expect(await told(asExport('1', paper))).toEqual(['2', '100']);
  expect(await told(asExport('2', paper))).toEqual(['100']);
  expect(await told(asExport('3', paper))).toEqual(['100']);
  expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
});
