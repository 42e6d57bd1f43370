import type { Instant } from '../base/dates.ts';
import { businessDate } from '../base/dates.ts';
import { type Fen, scaled5ToFen } from '../base/fen.ts';
import type {
  ExportListTerms,
  ExportOrderTerms,
  ExportWaybillTerms,
} from '../documents/export-terms.ts';
import type { Charge, DeclarationTerms, DeclaredLine } from './terms.ts';

/** What a list has and a declaration has not: it comes from the order, waybill and registry. */
export type Beside = {
  readonly order: ExportOrderTerms | null;
  readonly waybill: ExportWaybillTerms | null;
  /** Registered name of an enterprise, or null. */
  readonly nameOf: (code: string) => string | null;
  readonly at: Instant;
};

/**
 * A customs declaration in the form of a list, so that the rules on lists are asked of it and no
 * others like them are written. Freight and insurance that are not declared are those of the
 * waybill, and the item of a line is that of the line of the order.
 */
export function asList(terms: DeclarationTerms, beside: Beside): ExportListTerms {
  const { order, waybill, nameOf, at } = beside;
  const [freight, freightCurrency] = sumOf(terms.freight, waybill, waybill?.freight);
  const [insuredFee, insuranceCurrency] = sumOf(terms.insurance, waybill, waybill?.insuredFee);
  return {
    ...{ customsCode: terms.customMaster, ebpCode: terms.ebpCode, orderNo: terms.orderNo },
    ebpName: nameOf(terms.ebpCode) ?? order?.ebpName ?? '',
    ...{ logisticsCode: terms.logisticsCode, logisticsNo: terms.logisticsNo },
    ...{ copNo: terms.copNo, ieFlag: 'E', portCode: terms.iePort, ieDate: businessDate(at) },
    statisticsFlag: 'A',
    ...{ agentCode: terms.agentCode, agentName: nameOf(terms.agentCode) ?? '' },
    ...{ ebcCode: terms.tradeCode, ebcName: nameOf(terms.tradeCode) ?? order?.ebcName ?? '' },
    ...{ ownerCode: terms.ownerCode, ownerName: nameOf(terms.ownerCode) ?? '' },
    ...{ iacCode: null, emsNo: null, tradeMode: terms.tradeMode, trafMode: terms.trafMode },
    ...{ trafName: terms.trafName, voyageNo: terms.voyageNo, billNo: terms.billNo },
    ...{ totalPackageNo: null, loctNo: null, licenseNo: terms.licenseNo },
    ...{ country: terms.tradeCountry, pod: terms.distinatePort },
    ...{ freight, freightCurrency, insuredFee, insuranceCurrency },
    ...{ wrapType: terms.wrapType, packNo: terms.packNo },
    ...{ grossWeight: terms.grossWt, netWeight: terms.netWt },
    lines: terms.lines.map((line) => lineOf(line, order)),
  };
}

function sumOf(
  charge: Charge | null,
  waybill: ExportWaybillTerms | null,
  carried: Fen = 0n,
): readonly [Fen, string] {
  const sum = charge?.mark === '3' ? scaled5ToFen(charge.rate) : null;
  if (charge !== null && sum !== null) return [sum, charge.currency];
  return [carried, waybill?.currency ?? YUAN];
}

const YUAN = '142';

function lineOf(line: DeclaredLine, order: ExportOrderTerms | null) {
  const ordered = order?.lines.find(({ gnum }) => gnum === line.gNo);
  return {
    ...{ gnum: line.gNo, itemNo: ordered?.itemNo ?? '', itemRecordNo: null },
    ...{ gcode: line.codeTs, gname: line.gName, country: line.destinationCountry },
    ...{ currency: line.tradeCurr, qty: line.gQty, unit: line.gUnit },
    ...{ qty1: line.firstQty, unit1: line.firstUnit },
    ...{ qty2: line.secondQty, unit2: line.secondUnit },
    ...{ price: line.declPrice, totalPrice: line.declTotal },
  };
}

/** An order that agrees with a list, for one that is not on file: all else is told as well. */
export function orderLike(list: ExportListTerms, orderType: string, at: Instant): ExportOrderTerms {
  const { ebpCode, ebpName, ebcCode, ebcName, orderNo, lines } = list;
  return {
    ...{ orderType, ebpCode, ebpName, ebcCode, ebcName, orderNo, freight: 0n, orderTime: at },
    goodsValue: lines.reduce((sum, { totalPrice }) => sum + totalPrice, 0n),
    currency: lines[0]?.currency ?? YUAN,
    lines,
  };
}

/** A waybill that agrees with a list, for one that is not on file. */
export function waybillLike(list: ExportListTerms): ExportWaybillTerms {
  const { logisticsCode, logisticsNo, freight, insuredFee, freightCurrency, grossWeight } = list;
  const carried = { logisticsCode, logisticsNo, freight, insuredFee, currency: freightCurrency };
  return { ...carried, grossWeight, packNo: 1, ebcCode: null };
}

/** Where the elements of a list stand in a declaration. */
const HEAD: Readonly<Record<string, string>> = {
  ...{ customsCode: 'customMaster', ebpName: 'ebpCode', ebcCode: 'tradeCode' },
  ...{ ebcName: 'tradeCode', country: 'tradeCountry', freight: 'feeRate' },
  ...{ fCurrency: 'feeCurr', insuredFee: 'insurRate', iCurrency: 'insurCurr' },
  ...{ grossWeight: 'grossWt', netWeight: 'netWt' },
};
const LINE: Readonly<Record<string, string>> = {
  ...{ gnum: 'gNo', itemNo: 'gNo', gcode: 'codeTs', country: 'destinationCountry' },
  ...{ currency: 'tradeCurr', qty: 'gQty', unit: 'gUnit', qty1: 'firstQty', unit1: 'firstUnit' },
  ...{ qty2: 'secondQty', unit2: 'secondUnit', price: 'declPrice', totalPrice: 'declTotal' },
};

/** The pointer into a declaration for an element of its list; places in other documents stay. */
export function pointerFor(path: string | null): string | null {
  if (path === 'InventoryHead') return '';
  if (path === 'InventoryList') return '/goods';
  const [, head] = /^InventoryHead\/(\w+)$/.exec(path ?? '') ?? [];
  if (head !== undefined) return `/${HEAD[head] ?? head}`;
  const [, line, element = ''] = /^InventoryList\[(\d+)\]\/(\w+)$/.exec(path ?? '') ?? [];
  return line === undefined ? path : `/goods/${Number(line) - 1}/${LINE[element] ?? element}`;
}
