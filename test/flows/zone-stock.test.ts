import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aroundZone, ENTRY_LIST, GATE_SLIP } from '../../scripts/zone-examples.ts';
import { encodeZone } from '../../src/documents/zone/write.ts';
import { cross } from '../../src/flows/crossings.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { releaseEntryList, releaseList } from '../../src/flows/stock-release.ts';
import { sweep } from '../../src/flows/sweep.ts';
import type { FiledReceipt } from '../../src/receipts/receipt.ts';
import { writeBookLines } from '../../src/registry/book-store.ts';
import { CATALOG } from '../../src/sandbox/world/catalog.ts';
import type { ExportWorldLaw } from '../../src/sandbox/world/export/law.ts';
import {
  areaPapers,
  exportLines,
  openExportShop,
  shipmentOf,
} from '../scenario-stock/export-words.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { BOOK_NO, balanceOf, writeBook } from './shelves.ts';
import { AGENT, CARRIER, openZone, PAYFIRM, PLATFORM, type Zone } from './zone.ts';

// Entry lists and gate slips that come as messages are decided on where stock is kept.
let zone: Zone;
let desk: Desk;
beforeAll(async () => {
  const stockRequired = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired });
  await zone.register((tx) => writeBook(tx, AGENT.code));
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

type Values = Readonly<Record<string, string>>;
const FORMULA = CATALOG.find(({ name }) => name.includes('配方奶粉1段'))!;

let serial = 0;
const fresh = (): string => {
  serial += 1;
  return `N${String(serial).padStart(6, '0')}`;
};

const around = (type: 'INV101' | 'SAS121', number: string) => ({
  ...aroundZone(type, `M${number}`),
  BussinessData: [{ DelcareFlag: '1' }],
});

function entryList(
  number: string,
  qty: string,
  head: Values = {},
  lists: string[] = [],
  article: Values = {},
): string {
  const { head: base, lines } = ENTRY_LIST;
  const own = {
    ...{ EtpsInnerInvtNo: number, DclEtpsno: AGENT.code, PutrecNo: BOOK_NO },
    ImpexpMarkcd: 'I',
  };
  const goods = { GdsMtno: FORMULA.itemNo, Gdecd: FORMULA.hs, DclUnitcd: FORMULA.unit };
  const line = { ...lines![0]!, ...goods, PutrecSeqno: '101', DclQty: qty, ...article };
  return encodeZone('INV101', {
    head: { ...base, ...own, ...head },
    lines: [line],
    parts: {
      InvtCbecBill: lists.map((CbecBillNo) => ({ CbecBillNo })),
      ...around('INV101', number),
    },
  });
}

/** The exit list of one parcel that took 2 of line 501. */
function exportExit(law: ExportWorldLaw, number: string, listNo: string, head: Values): string {
  const { itemNo, hs, unit } = exportLines(law, BOOK_NO)[0]!;
  const goods = { GdsMtno: itemNo, Gdecd: hs, DclUnitcd: unit, PutrecSeqno: '501' };
  return entryList(number, '2', head, [listNo], goods);
}

function gateSlip(number: string, paper: string, head: Values = {}): string {
  const own = { EtpsPreentNo: number, DclEtpsno: AGENT.code, VehicleNo: `豫A${number}` };
  const weights = {
    ...{ VehicleWt: '1000', VehicleFrameWt: '0', ContainerWt: '0', TotalGrossWt: '10' },
    ...{ TotalNetWt: '9', TotalWt: '1010' },
  };
  const bound = { IoTypecd: 'I', BindTypecd: '2', RltTbTypecd: '1', RltNo: paper };
  return encodeZone('SAS121', {
    head: { ...GATE_SLIP.head, ...own, ...bound, ...weights, ...head },
    parts: {
      PassportAcmp: [{ RtlBillTypecd: '1', RtlBillNo: paper }],
      ...around('SAS121', number),
    },
  });
}

async function post(xml: string): Promise<FiledReceipt[]> {
  const answer = await desk.post(Buffer.from(xml), AGENT);
  expect(answer).toMatchObject({ accepted: true });
  await desk.works.idle();
  return desk.news(AGENT);
}

const told = (receipts: readonly FiledReceipt[]): string[] =>
  receipts.map(({ type, status }) => `${type} ${status}`);

async function crossed(slipNo: string, number: string): Promise<FiledReceipt[]> {
  const done = await cross(desk.house, {
    ...{ crossingId: `X${number}`, gate: 'ZZ09', slipNo, vehicleNo: `豫A${number}` },
    ...{ vehicleIc: null, weight: null, sealOk: true, at: desk.clock.now() },
  });
  expect(done).toMatchObject({ ok: true, value: { passed: true, findings: [] } });
  return desk.news(AGENT);
}

it('goods come in and leave by messages alone', async () => {
  const [entryNo, slipNo] = [fresh(), fresh()];
  const entry = await post(entryList(entryNo, '10', { InvtType: '0' }));
  expect(told(entry)).toEqual(['CommonResponeMessage 0', 'INV201 1']);
  const paperNo = entry[1]!.keys.businessId!;
  expect(paperNo).toMatch(/^QD461220I\d{9}$/);
  const slip = await post(gateSlip(slipNo, paperNo));
  expect(told(slip)).toEqual(['CommonResponeMessage 0', 'SAS221 1']);
  expect(told(await crossed(slip[1]!.keys.businessId!, slipNo))).toEqual(['SAS223 1']);
  expect(await releaseEntryList(desk.house, paperNo)).toMatchObject({ ok: true });
  expect(told(await desk.news(AGENT))).toEqual(['INV211 2']);

  const papers = paperMill(zone.profile).parcel();
  await desk.sendAll(papers);
  const { listNo, state } = (await caseOf(zone.db, papers))!;
  expect(state).toBe('800');
  await desk.news(AGENT);
  const [exitNo, outNo] = [fresh(), fresh()];
  const out = { ImpexpMarkcd: 'E', InvtType: '8' };
  const exit = await post(entryList(exitNo, '2', out, [listNo!]));
  expect(told(exit)).toEqual(['CommonResponeMessage 0', 'INV201 4']);
  const leaving = await post(
    gateSlip(outNo, exit[1]!.keys.businessId!, { IoTypecd: 'E', PassportTypecd: '3' }),
  );
  expect(told(leaving)).toEqual(['CommonResponeMessage 0', 'SAS221 1']);
  const gone = await crossed(leaving[1]!.keys.businessId!, outNo);
  expect(told(gone).sort()).toEqual(['CEB622 899', 'INV211 2', 'SAS223 1']);
});

it('goods of the country enter under the export declaration of their seller', async () => {
  const related = { StshipTrsarvNatcd: '142', DclcusFlag: '1', DclcusTypecd: '1', InvtType: '0' };
  const codes = (receipts: readonly FiledReceipt[]) =>
    receipts[1]?.findings.map(({ code }) => code);
  const unnamed = await post(entryList(fresh(), '3', { ...related, RltEntryNo: '' }));
  expect(codes(unnamed)).toEqual(['BND-EXPORT-FORM']);
  const form = { ...related, RltEntryNo: '461220200000000099' };
  const entry = await post(entryList(fresh(), '3', form));
  expect(told(entry)).toEqual(['CommonResponeMessage 0', 'INV201 1']);
  expect(codes(await post(entryList(fresh(), '3', form)))).toEqual(['BND-FORM-USED']);
  const number = fresh();
  const slip = await post(gateSlip(number, entry[1]!.keys.businessId!));
  await crossed(slip[1]!.keys.businessId!, number);
  const waiting = () => balanceOf(zone.db, BOOK_NO, '101', 'refund-pending');
  expect(await waiting()).toMatchObject({ remain: 300_000n });
  expect(await releaseEntryList(desk.house, entry[1]!.keys.businessId!)).toMatchObject({
    ok: true,
  });
  expect(await waiting()).toMatchObject({ remain: 0n });
  expect(told(await desk.news(AGENT))).toEqual(['INV211 2']);
});

it('exports leave on a slip of lists, and are summed up, by messages alone', async () => {
  const shop = openExportShop(zone.profile, 'MSG', '000555');
  await zone.register(async (tx) => {
    await writeBookLines(tx, exportLines(shop.law, BOOK_NO));
    const lot = { bookNo: BOOK_NO, recordNo: '501', lotNo: 'X1', quantity: 900_000n };
    const place = { owner: AGENT.code, location: 'X-01', expiresOn: null };
    await openStock(tx, [{ ...lot, ...place }], desk.clock.now());
  });
  const papers = areaPapers(shop, BOOK_NO, [['501', '2']]);
  await desk.send(PLATFORM, papers.order);
  await desk.send(PAYFIRM, papers.collection);
  await desk.send(CARRIER, papers.waybill);
  await desk.send(AGENT, papers.list);
  const arrival = shipmentOf(shop, 'arrival', [papers], desk.clock.now());
  await desk.send(arrival.sender, arrival.document);
  const listNo = (await desk.news(AGENT)).findLast(({ status }) => status === '800')!.keys.invtNo!;
  const [early, number] = [fresh(), fresh()];
  const out = { ImpexpMarkcd: 'E', InvtType: '8' };
  const refused = await post(exportExit(shop.law, early, listNo, out));
  expect(told(refused)).toEqual(['CommonResponeMessage 0', 'INV201 3']);
  const first = { IoTypecd: 'E', PassportTypecd: '2', BindTypecd: '1' };
  const slip = await post(gateSlip(number, listNo, first));
  expect(told(slip)).toEqual(['CommonResponeMessage 0', 'SAS221 1']);
  expect(told(await crossed(slip[1]!.keys.businessId!, number))).toEqual(['SAS223 1']);
  const exit = await post(exportExit(shop.law, fresh(), listNo, out));
  expect(told(exit)).toEqual(['CommonResponeMessage 0', 'INV201 1', 'INV211 2']);
  expect(await balanceOf(zone.db, BOOK_NO, '501')).toEqual({ remain: 700_000n, free: 700_000n });
});

it('goods leave for an overseas warehouse by messages alone', async () => {
  await zone.register(async (tx) => {
    const lot = { bookNo: BOOK_NO, recordNo: '102', lotNo: 'W1', quantity: 500_000n };
    const place = { owner: AGENT.code, location: 'W-01', expiresOn: null };
    await openStock(tx, [{ ...lot, ...place }], desk.clock.now());
  });
  const to = { StshipTrsarvNatcd: '502', RcvgdEtpsno: 'OVERSEAS01' };
  const out = { ImpexpMarkcd: 'E', InvtType: '0', ...to };
  const { itemNo, hs, unit } = CATALOG[1]!;
  const article = { GdsMtno: itemNo, Gdecd: hs, DclUnitcd: unit, PutrecSeqno: '102' };
  const declare = (number: string, head: Values) =>
    post(entryList(number, '3', { ...out, ...head }, [], article));
  const unnamed = await declare(fresh(), { StshipTrsarvNatcd: '142', RltEntryNo: '' });
  expect(told(unnamed)).toEqual(['CommonResponeMessage 0', 'INV201 3']);
  const codes = unnamed[1]!.findings.map(({ code }) => code);
  expect(codes).toEqual(['BND-OVERSEAS', 'BND-OVERSEAS']);
  const form = { RltEntryNo: '461220200000000088' };
  const [first, number] = [fresh(), fresh()];
  expect(told(await declare(first, form))).toEqual(['CommonResponeMessage 0', 'INV201 4']);
  const free = async () => (await balanceOf(zone.db, BOOK_NO, '102')).free;
  expect(await free()).toBe(200_000n);
  const gone = await declare(first, { ...form, DclTypecd: '3' });
  expect(told(gone)).toEqual(['CommonResponeMessage 0', 'INV201 1']);
  expect(await free()).toBe(500_000n);
  const exit = await declare(fresh(), form);
  const exitNo = exit[1]!.keys.businessId!;
  const head = { IoTypecd: 'E', PassportTypecd: '2', BindTypecd: '2' };
  const slip = await post(gateSlip(number, exitNo, head));
  expect(told(slip)).toEqual(['CommonResponeMessage 0', 'SAS221 1']);
  expect(await releaseList(desk.house, exitNo)).toMatchObject({ ok: true });
  const left = await crossed(slip[1]!.keys.businessId!, number);
  expect(told(left).sort()).toEqual(['INV211 2', 'SAS223 1']);
  expect(await balanceOf(zone.db, BOOK_NO, '102')).toEqual({ remain: 200_000n, free: 200_000n });
});

it('what is wrong is told, and what is void is void', async () => {
  const bad = await post(entryList(fresh(), '10', { PutrecNo: 'T9999W000001', InvtType: '0' }));
  expect(told(bad)).toEqual(['CommonResponeMessage 0', 'INV201 3']);
  expect(bad[1]!.findings.map(({ code }) => code)).toEqual(['BND-BOOK']);
  const wrong = await post(entryList(fresh(), '10', { ImpexpMarkcd: 'E', InvtType: '8' }));
  expect(wrong[1]!.findings.map(({ code }) => code)).toEqual(['BND-KIND']);
  const number = fresh();
  await post(entryList(number, '10', { InvtType: '0' }));
  const changed = await post(entryList(number, '11', { InvtType: '0', DclTypecd: '2' }));
  expect(changed.at(-1)!.findings.map(({ code }) => code)).toEqual(['BND-AMEND']);
  const gone = await post(entryList(number, '11', { InvtType: '0', DclTypecd: '3' }));
  expect(told(gone)).toEqual(['CommonResponeMessage 0', 'INV201 1']);
  const slip = await post(gateSlip(fresh(), gone[1]!.keys.businessId!));
  expect(told(slip)).toEqual(['CommonResponeMessage 0', 'SAS221 3']);
  expect(slip[1]!.findings.map(({ code }) => code)).toEqual(['GATE-PAPER']);
});

it('leaves nothing open and everything in balance', async () => {
  expect((await sweep(desk.house, { settling: 0 })).looks).toEqual([]);
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
});
