import { personKey } from '../base/ids.ts';
import { joinSaid, takeSaid } from './export-said-codec.ts';
import {
  encodeCollection,
  encodeExportList,
  encodeExportOrder,
  encodeExportWaybill,
} from './export-terms-codec.ts';
import type { DocumentKind, TermsOf } from './filing.ts';
import type {
  ArrivalTerms,
  ListLine,
  ListTerms,
  OrderLine,
  OrderTerms,
  OtherTerms,
  PaymentTerms,
  RefundLine,
  RequestTerms,
  WaybillTerms,
} from './terms.ts';
import {
  type Cells,
  join,
  maybe,
  next,
  put,
  putFen,
  putPerson,
  putScaled,
  putTime,
  same,
  split,
  take,
  takeConsignee,
  takeFen,
  takeMaybe,
  takeMaybeFen,
  takeMaybeScaled,
  takePerson,
  takeSame,
  takeScaled,
  takeTime,
} from './terms-cells.ts';
import { joinEntryList, joinGateSlip, takeEntryList, takeGateSlip } from './zone-terms-codec.ts';

/**
 * Terms as the database keeps them: a format digit, then the fields by position, tabs between
 * them, one text line for the head and one for each goods line. The common repetitions (seller is
 * platform, consignee is buyer, line currency is head currency) are written as nothing, which
 * brings an order of two lines from 640 bytes of JSON to about 300.
 *
 * Nothing stands for null, or for the repeated value; `\e` is the empty text; `\t`, `\n` and `\\`
 * are escaped. Quantities lose trailing zeros, moments are seconds (or ms after `~`) in base 36.
 */
/** Writes the terms of one kind of document. */
export const ENCODE: { readonly [K in DocumentKind]: (terms: TermsOf[K]) => string } = {
  order: encodeOrder,
  payment: encodePayment,
  waybill: encodeWaybill,
  list: encodeList,
  exportOrder: encodeExportOrder,
  collection: encodeCollection,
  exportWaybill: encodeExportWaybill,
  exportList: encodeExportList,
  other: encodeOther,
};

/** Writes an order. */
export function encodeOrder(terms: OrderTerms): string {
  const head = [
    put(terms.ebpCode),
    put(terms.orderNo),
    same(terms.ebcCode, terms.ebpCode),
    put(terms.ebpName),
    same(terms.ebcName, terms.ebpName),
    putFen(terms.goodsValue),
    putFen(terms.freight),
    putFen(terms.discount),
    putFen(terms.taxTotal),
    putFen(terms.acturalPaid),
    same(terms.currency, '142'),
    putPerson(terms.buyer),
    maybe(terms.payCode),
    maybe(terms.payTransactionId),
    same(terms.consignee.nameKey, terms.buyer.nameKey),
    same(terms.consignee.phoneKey, terms.buyer.phoneKey ?? ''),
    put(terms.consignee.addressKey),
    putTime(terms.orderTime),
  ];
  return join(head, terms.lines, (line) => [
    String(line.gnum),
    maybe(line.itemNo),
    putScaled(line.qty),
    put(line.unit),
    putScaled(line.price),
    putFen(line.totalPrice),
    same(line.currency, terms.currency),
    put(line.country),
  ]);
}

/** Reads what `encodeOrder` wrote. */
export function decodeOrder(text: string): OrderTerms {
  const [c, rows] = split(text);
  const ebpCode = take(c);
  const orderNo = take(c);
  const ebcCode = takeSame(c, ebpCode);
  const ebpName = take(c);
  const ebcName = takeSame(c, ebpName);
  const goodsValue = takeFen(c);
  const freight = takeFen(c);
  const discount = takeFen(c);
  const taxTotal = takeFen(c);
  const acturalPaid = takeFen(c);
  const currency = takeSame(c, '142');
  const buyer = takePerson(c);
  return {
    ebpCode,
    orderNo,
    ebcCode,
    ebpName,
    ebcName,
    goodsValue,
    freight,
    discount,
    taxTotal,
    acturalPaid,
    currency,
    buyer,
    payCode: takeMaybe(c),
    payTransactionId: takeMaybe(c),
    consignee: takeConsignee(c, buyer.nameKey, buyer.phoneKey ?? ''),
    orderTime: takeTime(c),
    lines: rows.map((row) => takeOrderLine(row, currency)),
  };
}

function takeOrderLine(c: Cells, currency: string): OrderLine {
  return {
    gnum: Number(next(c)),
    itemNo: takeMaybe(c),
    qty: takeScaled(c),
    unit: take(c),
    price: takeScaled(c),
    totalPrice: takeFen(c),
    currency: takeSame(c, currency),
    country: take(c),
  };
}

/** Writes a payment. */
export function encodePayment(terms: PaymentTerms): string {
  const head = [
    put(terms.payCode),
    put(terms.payTransactionId),
    put(terms.ebpCode),
    put(terms.orderNo),
    putPerson(terms.payer),
    putFen(terms.amountPaid),
    same(terms.currency, '142'),
    putTime(terms.payTime),
  ];
  return join(head, [], () => []);
}

/** Reads what `encodePayment` wrote. */
export function decodePayment(text: string): PaymentTerms {
  const [c] = split(text);
  return {
    payCode: take(c),
    payTransactionId: take(c),
    ebpCode: take(c),
    orderNo: take(c),
    payer: takePerson(c),
    amountPaid: takeFen(c),
    currency: takeSame(c, '142'),
    payTime: takeTime(c),
  };
}

/** Writes a waybill. */
export function encodeWaybill(terms: WaybillTerms): string {
  const head = [
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    put(terms.orderNo),
    terms.freight === null ? '' : putFen(terms.freight),
    terms.insuredFee === null ? '' : putFen(terms.insuredFee),
    same(terms.currency, '142'),
    putScaled(terms.weight),
    String(terms.packNo),
    put(terms.consignee.nameKey),
    put(terms.consignee.phoneKey),
    put(terms.consignee.addressKey),
  ];
  return join(head, [], () => []);
}

/** Reads what `encodeWaybill` wrote. */
export function decodeWaybill(text: string): WaybillTerms {
  const [c] = split(text);
  return {
    logisticsCode: take(c),
    logisticsNo: take(c),
    orderNo: take(c),
    freight: takeMaybeFen(c),
    insuredFee: takeMaybeFen(c),
    currency: takeSame(c, '142'),
    weight: takeScaled(c),
    packNo: Number(next(c)),
    consignee: takeConsignee(c, null, null),
  };
}

/** Writes what is kept of any other document. */
export function encodeOther(terms: OtherTerms): string {
  const { type, code, name, request, arrival, handover, entryList, gateSlip, said } = terms;
  const asked = request === null ? [] : requestCells(request);
  const came = arrival === null ? [] : arrivalCells(arrival);
  const became =
    handover === null ? [] : [put(handover.logisticsStatus), putTime(handover.logisticsTime)];
  const own = [put(type), put(code), put(name)];
  if (entryList !== null) return joinEntryList(own, entryList);
  if (gateSlip !== null) return joinGateSlip(own, gateSlip);
  if (said !== null) return joinSaid(own, said);
  const head = [...own, ...asked, ...came, ...became];
  if (request !== null) return join(head, request.lines, refundCells);
  return join(head, arrival?.logisticsNos ?? [], (no) => [put(no)]);
}

function arrivalCells(terms: ArrivalTerms): string[] {
  return [
    maybe(terms.copNo),
    put(terms.customsCode),
    put(terms.trafMode),
    put(terms.trafNo),
    put(terms.voyageNo),
    put(terms.billNo),
    put(terms.logisticsCode),
  ];
}

function refundCells({ gnum, gcode, qty, unit }: RefundLine): string[] {
  return [String(gnum), put(gcode), putScaled(qty), put(unit)];
}

function requestCells(terms: RequestTerms): string[] {
  return [
    put(terms.listNo),
    maybe(terms.copNo),
    maybe(terms.preNo),
    put(terms.ebpCode),
    put(terms.orderNo),
    same(terms.ebcCode, terms.ebpCode),
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    put(terms.customsCode),
    put(terms.agentCode),
  ];
}

const NOTHING = {
  request: null,
  arrival: null,
  handover: null,
  entryList: null,
  gateSlip: null,
  said: null,
};

/** Reads what `encodeOther` wrote. */
export function decodeOther(text: string): OtherTerms {
  const [c, rows] = split(text);
  const terms = { type: take(c), code: take(c), name: take(c), ...NOTHING };
  if (c.at === c.cells.length) return terms;
  if (terms.type === 'INV101') return { ...terms, entryList: takeEntryList(c, rows) };
  if (terms.type === 'SAS121') return { ...terms, gateSlip: takeGateSlip(c, rows) };
  if (terms.type === 'CEB711') return { ...terms, arrival: takeArrival(c, rows) };
  if (terms.type === 'CEB513') {
    const handover = { logisticsStatus: take(c), logisticsTime: takeTime(c) };
    return { ...terms, handover };
  }
  const said = takeSaid(terms.type, c, rows);
  return said === null ? { ...terms, request: takeRequest(c, rows) } : { ...terms, said };
}

function takeArrival(c: Cells, rows: readonly Cells[]): ArrivalTerms {
  return {
    copNo: takeMaybe(c),
    customsCode: take(c),
    trafMode: take(c),
    trafNo: take(c),
    voyageNo: take(c),
    billNo: take(c),
    logisticsCode: take(c),
    logisticsNos: rows.map(take),
  };
}

function takeRefundLine(c: Cells): RefundLine {
  return { gnum: Number(next(c)), gcode: take(c), qty: takeScaled(c), unit: take(c) };
}

function takeRequest(c: Cells, rows: readonly Cells[]): RequestTerms {
  const listNo = take(c);
  const copNo = takeMaybe(c);
  const preNo = takeMaybe(c);
  const ebpCode = take(c);
  return {
    ...{ listNo, copNo, preNo },
    ebpCode,
    orderNo: take(c),
    ebcCode: takeSame(c, ebpCode),
    logisticsCode: take(c),
    logisticsNo: take(c),
    customsCode: take(c),
    agentCode: take(c),
    lines: rows.map(takeRefundLine),
  };
}

/** Writes a declaration list. */
export function encodeList(terms: ListTerms): string {
  const head = [
    put(terms.ebpCode),
    put(terms.orderNo),
    same(terms.ebcCode, terms.ebpCode),
    put(terms.ebpName),
    same(terms.ebcName, terms.ebpName),
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    maybe(terms.copNo),
    same(terms.assureCode, terms.ebcCode),
    maybe(terms.emsNo),
    same(terms.ieFlag, 'I'),
    put(terms.declDate),
    put(terms.customsCode),
    same(terms.portCode, terms.customsCode),
    putPerson(terms.buyer),
    put(terms.addressKey),
    put(terms.agentCode),
    maybe(terms.areaCode),
    put(terms.tradeMode),
    put(terms.trafMode),
    maybe(terms.trafNo),
    maybe(terms.voyageNo),
    maybe(terms.billNo),
    put(terms.country),
    putFen(terms.freight),
    putFen(terms.insuredFee),
    same(terms.currency, '142'),
    maybe(terms.wrapType),
    String(terms.packNo),
    putScaled(terms.grossWeight),
    putScaled(terms.netWeight),
    ...(terms.buyerMask === null ? [] : [terms.buyerMask]),
  ];
  return join(head, terms.lines, (line) => listLineCells(line, terms.currency));
}

function listLineCells(line: ListLine, currency: string): string[] {
  return [
    String(line.gnum),
    maybe(line.itemRecordNo),
    maybe(line.itemNo),
    put(line.gcode),
    put(line.gname),
    put(line.country),
    same(line.currency, currency),
    putScaled(line.qty),
    put(line.unit),
    putScaled(line.qty1),
    same(line.unit1, line.unit),
    line.qty2 === null ? '' : putScaled(line.qty2),
    maybe(line.unit2),
    putScaled(line.price),
    putFen(line.totalPrice),
  ];
}

/** Reads what `encodeList` wrote. */
export function decodeList(text: string): ListTerms {
  const [c, rows] = split(text);
  const parties = takeParties(c);
  const declDate = take(c);
  const customsCode = take(c);
  const rest = {
    declDate,
    customsCode,
    portCode: takeSame(c, customsCode),
    buyer: takePerson(c),
    addressKey: personKey(take(c)),
    agentCode: take(c),
    areaCode: takeMaybe(c),
    tradeMode: take(c),
    trafMode: take(c),
    trafNo: takeMaybe(c),
    voyageNo: takeMaybe(c),
    billNo: takeMaybe(c),
    country: take(c),
    freight: takeFen(c),
    insuredFee: takeFen(c),
    currency: takeSame(c, '142'),
    wrapType: takeMaybe(c),
    packNo: Number(next(c)),
    grossWeight: takeScaled(c),
    netWeight: takeScaled(c),
    // Lists that were filed before it was kept end here.
    buyerMask: c.cells[c.at] ?? null,
  };
  return { ...parties, ...rest, lines: rows.map((row) => takeListLine(row, rest.currency)) };
}

function takeParties(c: Cells) {
  const ebpCode = take(c);
  const orderNo = take(c);
  const ebcCode = takeSame(c, ebpCode);
  const ebpName = take(c);
  return {
    ebpCode,
    orderNo,
    ebcCode,
    ebpName,
    ebcName: takeSame(c, ebpName),
    logisticsCode: take(c),
    logisticsNo: take(c),
    copNo: takeMaybe(c),
    assureCode: takeSame(c, ebcCode),
    emsNo: takeMaybe(c),
    ieFlag: takeSame(c, 'I'),
  };
}

function takeListLine(c: Cells, currency: string): ListLine {
  const gnum = Number(next(c));
  const itemRecordNo = takeMaybe(c);
  const itemNo = takeMaybe(c);
  const gcode = take(c);
  const gname = take(c);
  const country = take(c);
  const lineCurrency = takeSame(c, currency);
  const qty = takeScaled(c);
  const unit = take(c);
  return {
    gnum,
    itemRecordNo,
    itemNo,
    gcode,
    gname,
    country,
    currency: lineCurrency,
    qty,
    unit,
    qty1: takeScaled(c),
    unit1: takeSame(c, unit),
    qty2: takeMaybeScaled(c),
    unit2: takeMaybe(c),
    price: takeScaled(c),
    totalPrice: takeFen(c),
  };
}
