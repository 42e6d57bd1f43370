import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, startOfDay } from '../../src/base/dates.ts';
import { tellSummaries } from '../../src/flows/summary-results.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { type SummaryWish, summaryPaper } from './export-summary.ts';
import { exportYard } from './export-yard.ts';
import { AGENT, openZone, SELLER, type Zone } from './zone.ts';

// Applications (CEB701) that were refused and are sent again, from parcels that left to results.
const NEXT_MONTH = startOfDay('2020-10-09');

let zone: Zone;
let desk: Desk;
let closed: readonly string[];

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  closed = await gone(4);
  desk.clock.set(NEXT_MONTH);
});
afterAll(() => zone?.database.drop());

/** Customs numbers of lists of channel B that were closed in September. */
async function gone(parcels: number): Promise<string[]> {
  const yard = exportYard(zone, () => desk);
  const some = [];
  for (let i = 0; i < parcels; i += 1) some.push(await yard.parcel());
  await yard.leave(...some);
  return some.map(({ listNo }) => listNo);
}

/** Sends an application; what it is answered by CEB702, as `100 SUM-UNKNOWN`. */
async function apply(wish: Omit<SummaryWish, 'ebcCode'>): Promise<string[]> {
  await desk.news(AGENT);
  await desk.send(AGENT, summaryPaper({ ebcCode: SELLER.code, ...wish }));
  const told = (await desk.news(AGENT)).filter(({ type, status }) => {
    return type === 'CEB702' && status !== '2';
  });
  return told.map(({ status, findings }) => {
    return [status, ...findings.map(({ code }) => code)].join(' ');
  });
}

const AS_CHANGE = { changes: { appType: '2' } } as const;

/** How many lines of lists are told in which declaration they are (CEB792), as rounds do. */
async function resultLines(): Promise<number> {
  while ((await tellSummaries(desk.house)) > 0);
  const results = (await desk.news(AGENT)).filter(({ type }) => type === 'CEB792');
  return results.flatMap(({ lines }) => lines ?? []).length;
}

it('is declared when it is sent again as a new one, and not as a change', async () => {
  const listNos = closed.slice(0, 2);
  const copNo = 'AGAIN-1';
  const wrong = [...listNos, '46122020E999999999'];
  expect(await apply({ copNo, listNos: wrong })).toEqual(['100 SUM-UNKNOWN']);
  // What was refused is not there: there is nothing to change.
  desk.clock.advance(1_000);
  expect(await apply({ copNo, listNos, ...AS_CHANGE })).toEqual([
    expect.stringContaining('FILE-ABSENT'),
  ]);
  expect(await apply({ copNo, listNos })).toEqual(['399']);
  expect(await resultLines()).toBe(2);
  // One that was granted stands.
  expect(await apply({ copNo, listNos: listNos.slice(0, 1) })).not.toContain('399');
  expect(await brokenLaws(zone.db, NEXT_MONTH + DAY)).toEqual([]);
});

it('goes for each message of an application in several', async () => {
  const listNos = closed.slice(2);
  const copNo = 'AGAIN-2';
  const part = (number: number, changes = {}): Omit<SummaryWish, 'ebcCode'> => {
    return { copNo, listNos: [listNos[number - 1]!], part: [number, 2], changes };
  };
  expect(await apply(part(1))).toEqual([]);
  const differs = '100 SUM-PARTS-DIFFER';
  expect(await apply(part(2, { itemNameFlag: '0' }))).toEqual([differs, differs]);
  desk.clock.advance(1_000);
  expect(await apply(part(1))).toEqual([]);
  expect(await apply(part(2))).toEqual(['399', '399']);
  expect(await resultLines()).toBe(2);
  expect(await brokenLaws(zone.db, NEXT_MONTH + DAY)).toEqual([]);
});
