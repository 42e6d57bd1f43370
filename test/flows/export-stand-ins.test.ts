import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusinessDate } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { explainExport } from '../../src/flows/explain-export.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import { standIn } from '../../src/flows/stand-ins.ts';
import { everyList } from './classes.ts';
import { type Desk, openDesk } from './desk.ts';
import { asExport, type ExportPapers, exportPapers } from './export-papers.ts';
import { exportOf, exportYard } from './export-yard.ts';
import { openZone, type Zone } from './zone.ts';

// A sandbox in which order numbers of exports ask for officers, whose work stand-ins do.
const FROM = '2016-04-08' as BusinessDate;
let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone((law) => ({
    ...everyList(law, ONE),
    forcedOutcomes: [{ from: FROM, until: null, value: true, law: 'test' }],
  }));
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

async function declared(orderNo: string): Promise<ExportPapers> {
  const papers = exportPapers();
  const named = (['order', 'collection', 'list'] as const).map((kind) => {
    return [kind, asExport('1', papers[kind], { orderNo })] as const;
  });
  const parcel = { ...papers, ...Object.fromEntries(named), orderNo };
  const yard = exportYard(zone, () => desk);
  await yard.declare(parcel);
  await yard.ship('CEB507', [parcel]);
  return parcel;
}

async function seconds(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    desk.clock.advance(1_000);
    await standIn(desk.house);
    await officeRound(desk.house);
  }
}

describe('an order number of an export', () => {
  it.each([
    ['INSPECT', '500', '800', []],
    ['INSP-BACK', '500', '700', ['INSP-BACK']],
    ['INSP-DETAINED', '500', '501', ['INSP-DETAINED']],
    ['REVIEW-RETURNED', '300', '100', ['REVIEW-RETURNED']],
  ] as const)('asks by %s for officers, who are stood in for', async (code, first, end, codes) => {
    const parcel = await declared(`SBX.${code}.E1`);
    const look = first === '500' ? 'INSPECT' : 'REVIEW';
    const forced = { state: first, codes: [look, `SBX-${look}`] };
    expect(await exportOf(zone.db, parcel)).toMatchObject(forced);
    await seconds(6);
    const ended = await exportOf(zone.db, parcel);
    expect(ended).toMatchObject({ state: end, codes });
    const { decisions } = (await explainExport(zone.db, ended!.listNo))!;
    expect(decisions.map(({ same }) => same)).toEqual([true, true, true]);
  });

  it.each(['SBX.INSP-ABROAD.E1', 'SBX.1313.E1'])(
    '%s asks for nothing there is',
    async (orderNo) => {
      const parcel = await declared(orderNo);
      expect(await exportOf(zone.db, parcel)).toMatchObject({
        state: '100',
        codes: ['SBX-RETURN'],
      });
    },
  );
});
