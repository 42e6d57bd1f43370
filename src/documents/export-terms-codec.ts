import type {
  CollectionTerms,
  ExportListLine,
  ExportListTerms,
  ExportOrderLine,
  ExportOrderTerms,
  ExportWaybillTerms,
} from './export-terms.ts';
import {
  type Cells,
  join,
  maybe,
  maybeScaled,
  next,
  put,
  putFen,
  putScaled,
  putTime,
  same,
  split,
  take,
  takeFen,
  takeMaybe,
  takeMaybeScaled,
  takeSame,
  takeScaled,
  takeTime,
} from './terms-cells.ts';

/**
 * Terms of exports as the database keeps them; see `terms-codec.ts` for the form. What mostly
 * repeats is written as nothing: the seller is the platform, the producer and the agent are the
 * seller, currencies are the dollar or that of the head, every line goes to the country of the
 * list.
 */

/** The dollar, in which most of what is sold to abroad is priced. */
const DOLLAR = '502';

/** Writes an order of exports. */
export function encodeExportOrder(terms: ExportOrderTerms): string {
  const head = [
    same(terms.orderType, 'E'),
    put(terms.ebpCode),
    put(terms.orderNo),
    put(terms.ebpName),
    same(terms.ebcCode, terms.ebpCode),
    same(terms.ebcName, terms.ebpName),
    putFen(terms.goodsValue),
    putFen(terms.freight),
    same(terms.currency, DOLLAR),
    putTime(terms.orderTime),
  ];
  return join(head, terms.lines, (line) => [
    String(line.gnum),
    put(line.itemNo),
    put(line.unit),
    same(line.currency, terms.currency),
    putScaled(line.qty),
    putScaled(line.price),
    putFen(line.totalPrice),
  ]);
}

/** Reads what `encodeExportOrder` wrote. */
export function decodeExportOrder(text: string): ExportOrderTerms {
  const [c, rows] = split(text);
  const orderType = takeSame(c, 'E');
  const ebpCode = take(c);
  const orderNo = take(c);
  const ebpName = take(c);
  const ebcCode = takeSame(c, ebpCode);
  const ebcName = takeSame(c, ebpName);
  const goodsValue = takeFen(c);
  const freight = takeFen(c);
  const currency = takeSame(c, DOLLAR);
  return {
    ...{ orderType, ebpCode, orderNo, ebpName, ebcCode, ebcName, goodsValue, freight, currency },
    orderTime: takeTime(c),
    lines: rows.map((row) => takeOrderLine(row, currency)),
  };
}

function takeOrderLine(c: Cells, currency: string): ExportOrderLine {
  return {
    gnum: Number(next(c)),
    itemNo: take(c),
    unit: take(c),
    currency: takeSame(c, currency),
    qty: takeScaled(c),
    price: takeScaled(c),
    totalPrice: takeFen(c),
  };
}

/** Writes a collection. */
export function encodeCollection(terms: CollectionTerms): string {
  const head = [
    put(terms.ebpCode),
    put(terms.orderNo),
    same(terms.ebcCode, terms.ebpCode),
    maybe(terms.payCode),
    maybe(terms.payNo),
    putFen(terms.charge),
    same(terms.currency, DOLLAR),
    putTime(terms.accountingTime),
  ];
  return join(head, [], () => []);
}

/** Reads what `encodeCollection` wrote. */
export function decodeCollection(text: string): CollectionTerms {
  const [c] = split(text);
  const ebpCode = take(c);
  return {
    ebpCode,
    orderNo: take(c),
    ebcCode: takeSame(c, ebpCode),
    payCode: takeMaybe(c),
    payNo: takeMaybe(c),
    charge: takeFen(c),
    currency: takeSame(c, DOLLAR),
    accountingTime: takeTime(c),
  };
}

/** Writes a waybill of exports. */
export function encodeExportWaybill(terms: ExportWaybillTerms): string {
  const head = [
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    putFen(terms.freight),
    putFen(terms.insuredFee),
    same(terms.currency, DOLLAR),
    putScaled(terms.grossWeight),
    String(terms.packNo),
    maybe(terms.ebcCode),
  ];
  return join(head, [], () => []);
}

/** Reads what `encodeExportWaybill` wrote. */
export function decodeExportWaybill(text: string): ExportWaybillTerms {
  const [c] = split(text);
  return {
    logisticsCode: take(c),
    logisticsNo: take(c),
    freight: takeFen(c),
    insuredFee: takeFen(c),
    currency: takeSame(c, DOLLAR),
    grossWeight: takeScaled(c),
    packNo: Number(next(c)),
    ebcCode: takeMaybe(c),
  };
}

/** Writes a list of exports. */
export function encodeExportList(terms: ExportListTerms): string {
  const head = [
    ...partyCells(terms),
    ...journeyCells(terms),
    putFen(terms.freight),
    same(terms.freightCurrency, DOLLAR),
    putFen(terms.insuredFee),
    same(terms.insuranceCurrency, terms.freightCurrency),
    put(terms.wrapType),
    String(terms.packNo),
    putScaled(terms.grossWeight),
    putScaled(terms.netWeight),
  ];
  return join(head, terms.lines, (line) => lineCells(line, terms.country));
}

function partyCells(terms: ExportListTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.ebpCode),
    put(terms.orderNo),
    put(terms.ebpName),
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    same(terms.copNo, terms.orderNo),
    same(terms.ebcCode, terms.ebpCode),
    same(terms.ebcName, terms.ebpName),
    same(terms.agentCode, terms.ebcCode),
    same(terms.agentName, terms.ebcName),
    same(terms.ownerCode, terms.ebcCode),
    same(terms.ownerName, terms.ebcName),
    maybe(terms.iacCode),
    maybe(terms.emsNo),
  ];
}

function journeyCells(terms: ExportListTerms): string[] {
  return [
    same(terms.ieFlag, 'E'),
    same(terms.portCode, terms.customsCode),
    put(terms.ieDate),
    put(terms.statisticsFlag),
    put(terms.tradeMode),
    put(terms.trafMode),
    maybe(terms.trafName),
    maybe(terms.voyageNo),
    maybe(terms.billNo),
    maybe(terms.totalPackageNo),
    maybe(terms.loctNo),
    maybe(terms.licenseNo),
    put(terms.country),
    put(terms.pod),
  ];
}

function lineCells(line: ExportListLine, country: string): string[] {
  return [
    String(line.gnum),
    put(line.itemNo),
    maybe(line.itemRecordNo),
    put(line.gcode),
    put(line.gname),
    same(line.country, country),
    same(line.currency, DOLLAR),
    putScaled(line.qty),
    put(line.unit),
    putScaled(line.qty1),
    same(line.unit1, line.unit),
    maybeScaled(line.qty2),
    maybe(line.unit2),
    putScaled(line.price),
    putFen(line.totalPrice),
  ];
}

/** Reads what `encodeExportList` wrote. */
export function decodeExportList(text: string): ExportListTerms {
  const [c, rows] = split(text);
  const parties = takeParties(c);
  const journey = takeJourney(c, parties.customsCode);
  const freight = takeFen(c);
  const freightCurrency = takeSame(c, DOLLAR);
  return {
    ...parties,
    ...journey,
    freight,
    freightCurrency,
    insuredFee: takeFen(c),
    insuranceCurrency: takeSame(c, freightCurrency),
    wrapType: take(c),
    packNo: Number(next(c)),
    grossWeight: takeScaled(c),
    netWeight: takeScaled(c),
    lines: rows.map((row) => takeListLine(row, journey.country)),
  };
}

function takeParties(c: Cells) {
  const customsCode = take(c);
  const ebpCode = take(c);
  const orderNo = take(c);
  const ebpName = take(c);
  const logisticsCode = take(c);
  const logisticsNo = take(c);
  const copNo = takeSame(c, orderNo);
  const ebcCode = takeSame(c, ebpCode);
  const ebcName = takeSame(c, ebpName);
  return {
    ...{ customsCode, ebpCode, orderNo, ebpName, logisticsCode, logisticsNo, copNo },
    ebcCode,
    ebcName,
    agentCode: takeSame(c, ebcCode),
    agentName: takeSame(c, ebcName),
    ownerCode: takeSame(c, ebcCode),
    ownerName: takeSame(c, ebcName),
    iacCode: takeMaybe(c),
    emsNo: takeMaybe(c),
  };
}

function takeJourney(c: Cells, customsCode: string) {
  return {
    ieFlag: takeSame(c, 'E'),
    portCode: takeSame(c, customsCode),
    ieDate: take(c),
    statisticsFlag: take(c),
    tradeMode: take(c),
    trafMode: take(c),
    trafName: takeMaybe(c),
    voyageNo: takeMaybe(c),
    billNo: takeMaybe(c),
    totalPackageNo: takeMaybe(c),
    loctNo: takeMaybe(c),
    licenseNo: takeMaybe(c),
    country: take(c),
    pod: take(c),
  };
}

function takeListLine(c: Cells, country: string): ExportListLine {
  const gnum = Number(next(c));
  const itemNo = take(c);
  const itemRecordNo = takeMaybe(c);
  const gcode = take(c);
  const gname = take(c);
  const lineCountry = takeSame(c, country);
  const currency = takeSame(c, DOLLAR);
  const qty = takeScaled(c);
  const unit = take(c);
  return {
    ...{ gnum, itemNo, itemRecordNo, gcode, gname, country: lineCountry, currency, qty, unit },
    qty1: takeScaled(c),
    unit1: takeSame(c, unit),
    qty2: takeMaybeScaled(c),
    unit2: takeMaybe(c),
    price: takeScaled(c),
    totalPrice: takeFen(c),
  };
}
