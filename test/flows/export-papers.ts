import { randomUUID } from 'node:crypto';
import type { Values } from '../../src/documents/codec.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import type { Paper } from './papers.ts';
import { AGENT, CARRIER, PAYFIRM, PLATFORM, SELLER, SITE } from './zone.ts';

/** The documents of one parcel that leaves, which agree in everything. */
export type ExportPapers = {
  readonly order: Paper;
  readonly collection: Paper;
  readonly waybill: Paper;
  readonly list: Paper;
  readonly orderNo: string;
  readonly logisticsNo: string;
};

export type ExportKind = 'order' | 'collection' | 'waybill' | 'list';
export const EXPORT_KINDS: readonly ExportKind[] = ['order', 'collection', 'waybill', 'list'];

/** Who sends each of them. */
export const EXPORT_SENDERS: Readonly<Record<ExportKind, Party>> = {
  order: PLATFORM,
  collection: PAYFIRM,
  waybill: CARRIER,
  list: AGENT,
};

const TIME = '20200918101500';
const filing = (): Values => ({
  ...{ guid: randomUUID(), appType: '1', appTime: TIME, appStatus: '2' },
});
const SHOP = {
  ...{ ebpCode: PLATFORM.code, ebpName: PLATFORM.name },
  ...{ ebcCode: SELLER.code, ebcName: SELLER.name },
};
const CARRIED = { logisticsCode: CARRIER.code, logisticsName: CARRIER.name };
const YUAN = '142';

let serial = 0;

/** A parcel with two shirts at 12.50 yuan, by 9610 in channel B. */
export function exportPapers(): ExportPapers {
  serial += 1;
  const orderNo = `X${String(serial).padStart(12, '0')}`;
  const logisticsNo = `9900${String(serial).padStart(9, '0')}`;
  const goods = {
    ...{ gnum: '1', itemNo: 'SKU-1', unit: '011', currency: YUAN },
    ...{ qty: '2', price: '12.5', totalPrice: '25' },
  };
  const order = {
    ...{ ...filing(), ...SHOP, orderType: 'E', orderNo, goodsValue: '25', freight: '3' },
    currency: YUAN,
  };
  const collection = {
    ...{ ...filing(), ...SHOP, orderNo, payCode: PAYFIRM.code, payName: PAYFIRM.name },
    ...{ payNo: `C${orderNo}`, charge: '28', currency: YUAN, accountingDate: TIME },
  };
  const waybill = {
    ...{ ...filing(), ...CARRIED, logisticsNo, freight: '3', insuredFee: '0', currency: YUAN },
    ...{ grossWeight: '0.6', packNo: '1', goodsInfo: 'T恤衫' },
  };
  return {
    ...{ orderNo, logisticsNo },
    order: { type: 'CEB303', head: order, lines: [{ ...goods, itemName: 'T恤衫' }] },
    collection: { type: 'CEB403', head: collection, lines: [] },
    waybill: { type: 'CEB505', head: waybill, lines: [] },
    list: listOf(orderNo, logisticsNo, goods),
  };
}

/** The same goods sold to a firm abroad, by 9710. */
export function firmPapers(): ExportPapers {
  const papers = exportPapers();
  const { order, list } = papers;
  const firm = { tradeMode: '9710', statisticsFlag: 'A' };
  return {
    ...papers,
    order: asExport('1', order, { orderType: 'B' }),
    list: asExport('1', list, firm),
  };
}

function listOf(orderNo: string, logisticsNo: string, goods: Values): Paper {
  const head = {
    ...{ ...filing(), ...SHOP, ...CARRIED, customsCode: '4612', orderNo, logisticsNo },
    ...{ copNo: `L${orderNo}`, ieFlag: 'E', portCode: '4604', ieDate: '20200919' },
    ...{ statisticsFlag: 'B', agentCode: AGENT.code, agentName: AGENT.name },
    ...{ ownerCode: SELLER.code, ownerName: SELLER.name, tradeMode: '9610', trafMode: '5' },
    ...{ country: '502', POD: '5021', freight: '3', fCurrency: YUAN, fFlag: '3' },
    ...{ insuredFee: '0', iCurrency: YUAN, iFlag: '3', wrapType: '2', packNo: '1' },
    ...{ grossWeight: '0.6', netWeight: '0.5' },
  };
  const line = {
    ...{ ...goods, gcode: '6109100021', gname: '男式T恤衫', gmodel: '棉', barCode: '无' },
    ...{ country: '502', qty1: '2', unit1: '011', qty2: '0.5', unit2: '035' },
  };
  return { type: 'CEB603', head, lines: [line] };
}

export type ShipmentType = 'CEB507' | 'CEB607' | 'CEB509';

/** Who sends a transport document. */
export const SHIPMENT_SENDERS: Readonly<Record<ShipmentType, Party>> = {
  CEB507: SITE,
  CEB607: AGENT,
  CEB509: CARRIER,
};

/** A transport document of exports that names waybills of the carrier. */
export function shipmentPaper(
  type: ShipmentType,
  logisticsNos: readonly string[],
  changes: Values = {},
): Paper {
  serial += 1;
  const common = {
    ...{ ...filing(), ...CARRIED, customsCode: '4612', copNo: `T${serial}`, trafMode: '5' },
    ...{ billNo: `B${serial}`, msgCount: '1', msgSeqNo: '1' },
  };
  const own: Readonly<Record<ShipmentType, Values>> = {
    CEB507: {
      ...{ operatorCode: SITE.code, operatorName: SITE.name, ieFlag: 'E' },
      domesticTrafNo: '豫A00001',
    },
    CEB607: {
      ...{ agentCode: AGENT.code, agentName: AGENT.name, trafName: 'CZ465', voyageNo: 'CZ465' },
      grossWeight: weightOf(logisticsNos.length),
    },
    CEB509: { leaveTime: '20200918193000' },
  };
  return {
    type,
    head: { ...common, ...own[type], ...changes },
    lines: logisticsNos.map((logisticsNo, i) => ({ gnum: String(i + 1), logisticsNo })),
  };
}

/** The wish of the agent to withdraw a list, by its customs number. */
export function withdrawalPaper(listNo: string): Paper {
  serial += 1;
  const head = {
    ...{ ...filing(), customsCode: '4612', copNo: `T${serial}`, invtNo: listNo, reason: '错' },
    ...{ agentCode: AGENT.code, agentName: AGENT.name },
    ...{ ebcCode: SELLER.code, ebcName: SELLER.name },
  };
  return { type: 'CEB605', head, lines: [] };
}

/** What so many parcels of 0.6 kg weigh. */
function weightOf(parcels: number): string {
  const tenths = parcels * 6;
  return `${Math.trunc(tenths / 10)}.${tenths % 10}`;
}

/** The same record as a change (2) or a deletion (3), with other elements if any. */
export function asExport(appType: '1' | '2' | '3', paper: Paper, changes: Values = {}): Paper {
  return { ...paper, head: { ...paper.head, ...changes, appType, guid: randomUUID() } };
}
