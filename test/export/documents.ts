import { DAY, type Instant } from '../../src/base/dates.ts';
import type {
  CollectionTerms,
  ExportListLine,
  ExportListTerms,
  ExportOrderTerms,
  ExportWaybillTerms,
  ShipmentTerms,
} from '../../src/documents/export-terms.ts';
import type { ExportDocuments, ExportMatched } from '../../src/matching/export-case.ts';
import { instantOf } from '../scenario/values.ts';

/** What can be exported in the tests: each mode, and 9610 in both of its channels. */
export const KINDS = ['9610 A', '9610 B', '1210 B', '9710 L', '9810 L'] as const;
export type Kind = (typeof KINDS)[number];

/** The noon on which the tests declare. */
export const NOON = instantOf('2026-05-20');

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };
/** A case whose parts may be changed. */
export type Draft = Mutable<ExportMatched>;

/** Two cotton shirts and a lamp, USD 61.00 + 5.00 freight; the waybill says CNY 30.00. */
const LINES: readonly ExportListLine[] = [
  lineOf(1, 'SHIRT', '6109100010', 'T-shirt', 200_000n, 1_800_000n, 3_600n),
  lineOf(2, 'LAMP', '9405210000', 'table lamp', 100_000n, 2_500_000n, 2_500n),
];

function lineOf(
  gnum: number,
  itemNo: string,
  gcode: string,
  gname: string,
  qty: bigint,
  price: bigint,
  totalPrice: bigint,
): ExportListLine {
  const sold = { qty, unit: '007', price, totalPrice, currency: '502' };
  const legal = { qty1: qty, unit1: '007', qty2: null, unit2: null };
  return { gnum, itemNo, itemRecordNo: null, gcode, gname, country: '305', ...sold, ...legal };
}

function listOf(kind: Kind): ExportListTerms {
  const [tradeMode = '', channel] = kind.split(' ');
  const bonded = tradeMode === '1210';
  const simplified = { '9610 A': 4, '9710 L': 6, '9810 L': 6 }[kind as string] ?? 10;
  return {
    customsCode: '4612',
    ebpCode: 'PLATFORM',
    orderNo: 'order-1',
    ebpName: 'PLATFORM Ltd',
    logisticsCode: 'CARRIER',
    logisticsNo: 'waybill-1',
    copNo: 'cop-1',
    ieFlag: 'E',
    portCode: '4604',
    ieDate: '2026-05-20',
    statisticsFlag: channel === 'B' ? 'B' : 'A',
    agentCode: 'AGENT',
    agentName: 'AGENT Ltd',
    ebcCode: 'SELLER',
    ebcName: 'SELLER Ltd',
    ownerCode: 'SELLER',
    ownerName: 'SELLER Ltd',
    iacCode: bonded ? 'AREA' : null,
    emsNo: bonded ? 'T4612W000046' : null,
    tradeMode,
    trafMode: '5',
    trafName: 'CZ',
    voyageNo: 'CZ3097',
    billNo: null,
    totalPackageNo: null,
    loctNo: null,
    licenseNo: null,
    country: '305',
    pod: '3154',
    freight: 2_500n,
    freightCurrency: '142',
    insuredFee: 500n,
    insuranceCurrency: '142',
    wrapType: '2',
    packNo: 1,
    grossWeight: 150_000n,
    netWeight: 120_000n,
    lines: LINES.map((line) => ({
      ...line,
      gcode: line.gcode.slice(0, simplified),
      itemRecordNo: bonded ? `10${line.gnum}` : null,
    })),
  };
}

function orderOf(list: ExportListTerms): ExportOrderTerms {
  const { ebpCode, ebpName, ebcCode, ebcName, orderNo, lines, tradeMode } = list;
  return {
    orderType: { '9710': 'B', '9810': 'W' }[tradeMode] ?? 'E',
    ebpCode,
    orderNo,
    ebpName,
    ebcCode,
    ebcName,
    goodsValue: 6_100n,
    freight: 500n,
    currency: '502',
    orderTime: NOON - DAY,
    lines: lines.map(({ gnum, itemNo, unit, currency, qty, price, totalPrice }) => {
      return { gnum, itemNo, unit, currency, qty, price, totalPrice };
    }),
  };
}

const COLLECTION: CollectionTerms = {
  ebpCode: 'PLATFORM',
  orderNo: 'order-1',
  ebcCode: 'SELLER',
  payCode: 'PAYFIRM',
  payNo: 'pay-1',
  charge: 6_600n,
  currency: '502',
  accountingTime: NOON - DAY,
};

const WAYBILL: ExportWaybillTerms = {
  logisticsCode: 'CARRIER',
  logisticsNo: 'waybill-1',
  freight: 2_000n,
  insuredFee: 1_000n,
  currency: '142',
  grossWeight: 150_000n,
  packNo: 1,
  ebcCode: 'SELLER',
};

/** An arrival of the waybill as it should be. */
export const ARRIVAL: ShipmentTerms = {
  kind: 'arrival',
  customsCode: '4612',
  copNo: 'arrival-1',
  reporterCode: 'SITE',
  logisticsCode: 'CARRIER',
  loctNo: null,
  trafMode: '5',
  trafName: null,
  voyageNo: null,
  billNo: null,
  leaveTime: null,
  grossWeight: null,
  msgCount: 1,
  msgSeqNo: 1,
  waybills: [{ logisticsNo: 'waybill-1', listNo: null }],
};

function stored<T>(terms: T, acceptedAt: Instant) {
  return { terms, ref: { messageId: 'M', record: 1 }, version: 1, acceptedAt };
}

/** A list that nothing is wrong with and its documents, with what `change` does to them. */
export function exportCase(kind: Kind, change: (draft: Draft) => void = () => {}): ExportMatched {
  const terms = listOf(kind);
  const draft = {
    list: { terms, ref: { messageId: 'L', record: 1 }, preNo: 'B1', acceptedAt: NOON },
    order: stored(orderOf(terms), NOON),
    collection: kind === '9810 L' ? null : stored(COLLECTION, NOON),
    waybill: stored(WAYBILL, NOON),
    waybillHolder: null,
    arrivals: [{ ...stored(ARRIVAL, NOON), preNo: 'B2' }],
  };
  const copy = structuredClone(draft) as Draft;
  change(copy);
  return copy;
}

/** The same as it looks before it is known to be complete. */
export function documentsOf(kind: Kind): ExportDocuments {
  return exportCase(kind);
}
