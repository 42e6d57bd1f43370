import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { platformOf } from '../../src/cli/platform-of.ts';
import { wire } from '../../src/cli/wire.ts';
import { explainExport } from '../../src/flows/explain-export.ts';
import { viewExport } from '../../src/flows/export-view.ts';
import { call } from '../cli/terminal.ts';
import { type Desk, openDesk } from './desk.ts';
import { asExport, type ExportPapers, exportPapers } from './export-papers.ts';
import { exportOf, exportYard } from './export-yard.ts';
import { AGENT, AGENT_2, CARRIER, openZone, PAYFIRM, SELLER, type Zone } from './zone.ts';

// What those who take part in an export list may see of it, and how its verdicts come out again.
let zone: Zone;
let desk: Desk;
const yard = () => exportYard(zone, () => desk);

beforeAll(async () => {
  zone = await openZone();
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const statusesOf = async (listNo: string, viewer = AGENT.code) =>
  (await viewExport(zone.db, listNo, viewer))?.timeline.map(({ status }) => status);

/** Customs number and pre-entry number of the latest list of a parcel. */
async function numbersOf(papers: ExportPapers): Promise<readonly string[]> {
  const { listNo, preNo } = (await exportOf(zone.db, papers))!;
  return [listNo, preNo];
}

describe('an export list as its parties see it', () => {
  it('has the steps of its way, and how it leaves', async () => {
    const papers = exportPapers();
    await yard().declare(papers);
    const numbers = await numbersOf(papers);
    for (const no of numbers) expect(await statusesOf(no)).toEqual(['2', '120', '400']);
    await yard().ship('CEB507', [papers]);
    await yard().leave(papers);
    for (const no of numbers) {
      expect(await statusesOf(no)).toEqual(['2', '120', '400', '800', '899']);
    }
    const view = await viewExport(zone.db, numbers[0]!, SELLER.code);
    expect(view).toMatchObject({
      ...{ status: '899', invtNo: numbers[0], decision: { verdict: { status: '899' } } },
      passage: { channel: 'B', fob: 2_500n, billNo: `M${papers.logisticsNo}` },
    });
    expect(view?.passage?.closedAt).toBe(desk.clock.now());
  });

  it('is nothing to who takes no part in it, and nothing where there is none', async () => {
    const papers = await yard().parcel();
    for (const { code } of [AGENT, SELLER, CARRIER]) {
      expect(await statusesOf(papers.listNo, code)).toEqual(['2', '120', '400', '800']);
    }
    expect(await viewExport(zone.db, papers.listNo, AGENT_2.code)).toBeNull();
    expect(await viewExport(zone.db, papers.listNo, PAYFIRM.code)).toBeNull();
    for (const no of ['46122020E999999999', 'B20200918999999999', '46122020I000000001']) {
      expect(await viewExport(zone.db, no, AGENT.code)).toBeNull();
    }
  });

  it('is read at the address of imports', async () => {
    const papers = await yard().parcel();
    const wired = await wire(zone.db, desk.clock, {});
    const platform = platformOf(wired, async () => '');
    const agent = desk.house.registry.current().snapshot.enterprises.get(AGENT.code)!;
    for (const no of await numbersOf(papers)) {
      expect(await platform.declaration(no, agent)).toMatchObject({
        ...{ invtNo: papers.listNo, status: '800', refunds: [], bills: [] },
        declDate: '2020-09-18',
        export: { tradeMode: '9610', statisticsFlag: 'B', passage: { fob: 2_500n } },
        verdict: { status: '800', tax: null },
      });
    }
  });
});

describe('onestep explain of an export list', () => {
  it('derives each decision again, with its rules and numbers', async () => {
    const papers = await yard().parcel();
    await yard().leave(papers);
    const found = (await explainExport(zone.db, papers.listNo))!;
    expect(found.decisions.map(({ stored, same }) => [stored.status, same])).toEqual([
      ['899', true],
      ['800', true],
      ['400', true],
    ]);
    const [closed, released, waited] = found.decisions;
    expect(closed!.evidence.map(({ kind }) => kind)).toEqual(['list', 'departure']);
    expect(released!.evidence.map(({ kind }) => kind)).toContain('arrival');
    expect(waited!.evidence.map(({ kind }) => kind).sort()).toEqual([
      ...['collection', 'list', 'order', 'waybill'],
    ]);
    expect(found.decisions.every(({ evidence }) => evidence.every((one) => one.intact))).toBe(true);
    const failed = waited!.rules.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ code }) => code)).toEqual(waited!.stored.findings.map((one) => one.code));
    expect(released!.rules.every(({ outcome }) => outcome !== 'failed')).toBe(true);
    expect(released!.numbers).toMatchObject({ channel: 'B', value: { fob: 2_500n } });
  });

  it('says why a list was returned, also one whose documents came later than it', async () => {
    const papers = exportPapers();
    const wrong = asExport('1', papers.list, { statisticsFlag: 'A', licenseNo: 'L1' });
    await yard().declare({ ...papers, list: wrong }, 'list');
    desk.clock.advance(3_600_000);
    const late = { appTime: '20200918205500' };
    await yard().declare(
      { ...papers, order: asExport('1', papers.order, late) },
      ...(['order', 'collection', 'waybill'] as const),
    );
    const [listNo] = await numbersOf(papers);
    const codes = ['EXP-A-LICENCE'];
    expect(await exportOf(zone.db, papers)).toMatchObject({ state: '100', codes });
    const [only] = (await explainExport(zone.db, listNo!))!.decisions;
    expect(only).toMatchObject({ same: true, derived: { status: '100' } });
    const told = await call('explain', listNo!, '--database-url', zone.database.url);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/Export list B2020\d+/);
    expect(told.out).toMatch(/100 returned/);
    expect(told.out).toContain('✗ EXP-A-LICENCE');
    expect(told.out).toContain('the same verdict');
  });

  it('prints the same as JSON', async () => {
    const papers = await yard().parcel();
    const told = await call(
      ...['explain', papers.listNo, '--json', '--database-url', zone.database.url],
    );
    expect(told.code).toBe(0);
    expect(told.json()).toMatchObject({
      decisions: [
        { status: '800', same: true, numbers: { channel: 'B', fob: '25.00', limit: null } },
        { status: '400', same: true, derived: { status: '400' } },
      ],
    });
  });
});
