import type {
  CollectionTerms,
  ExportListLine,
  ExportListTerms,
  ExportOrderLine,
  ExportOrderTerms,
  ExportReturnLine,
  ExportReturnTerms,
  ExportSaid,
  ExportWaybillTerms,
  ExportWithdrawalTerms,
  NamedWaybill,
  ShipmentTerms,
  SummaryTerms,
  TallyTerms,
} from './export-terms.ts';
import type { DecodedRecord } from './read-record.ts';
import {
  day,
  fen,
  lines,
  maybe,
  maybeMoment,
  maybeScaled,
  moment,
  resultOf,
  type Source,
  scaled,
  source,
  type TermsResult,
  text,
} from './terms-source.ts';

/** Terms of an Order of CEB303 without structural findings. */
export function exportOrderTerms(record: DecodedRecord): TermsResult<ExportOrderTerms> {
  const head = source(record.head, 'OrderHead');
  const terms: ExportOrderTerms = {
    orderType: text(head, 'orderType'),
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebpName: text(head, 'ebpName'),
    ebcCode: text(head, 'ebcCode'),
    ebcName: text(head, 'ebcName'),
    goodsValue: fen(head, 'goodsValue'),
    freight: fen(head, 'freight'),
    currency: text(head, 'currency'),
    orderTime: moment(head, 'appTime'),
    lines: lines(record, head, 'OrderList', exportOrderLine),
  };
  return resultOf(terms, head);
}

function exportOrderLine(line: Source): ExportOrderLine {
  return {
    gnum: Number(text(line, 'gnum')),
    itemNo: text(line, 'itemNo'),
    unit: text(line, 'unit'),
    currency: text(line, 'currency'),
    qty: scaled(line, 'qty'),
    price: scaled(line, 'price'),
    totalPrice: fen(line, 'totalPrice'),
  };
}

/** Terms of a Receipts of CEB403 without structural findings. */
export function collectionTerms(record: DecodedRecord): TermsResult<CollectionTerms> {
  const head = source(record.head, 'Receipts');
  const terms: CollectionTerms = {
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebcCode: text(head, 'ebcCode'),
    payCode: maybe(head, 'payCode'),
    payNo: maybe(head, 'payNo'),
    charge: fen(head, 'charge'),
    currency: text(head, 'currency'),
    accountingTime: moment(head, 'accountingDate'),
  };
  return resultOf(terms, head);
}

/** Terms of a Logistics of CEB505 without structural findings. */
export function exportWaybillTerms(record: DecodedRecord): TermsResult<ExportWaybillTerms> {
  const head = source(record.head, 'Logistics');
  const terms: ExportWaybillTerms = {
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    freight: fen(head, 'freight'),
    insuredFee: fen(head, 'insuredFee'),
    currency: text(head, 'currency'),
    grossWeight: scaled(head, 'grossWeight'),
    packNo: Number(text(head, 'packNo')),
    ebcCode: maybe(head, 'ebcCode'),
  };
  return resultOf(terms, head);
}

/** Terms of an Inventory of CEB603 without structural findings. */
export function exportListTerms(record: DecodedRecord): TermsResult<ExportListTerms> {
  const head = source(record.head, 'InventoryHead');
  const terms: ExportListTerms = {
    ...keysAndParties(head),
    ...journey(head),
    freight: fen(head, 'freight'),
    freightCurrency: text(head, 'fCurrency'),
    insuredFee: fen(head, 'insuredFee'),
    insuranceCurrency: text(head, 'iCurrency'),
    wrapType: text(head, 'wrapType'),
    packNo: Number(text(head, 'packNo')),
    grossWeight: scaled(head, 'grossWeight'),
    netWeight: scaled(head, 'netWeight'),
    lines: lines(record, head, 'InventoryList', exportListLine),
  };
  return resultOf(terms, head);
}

function keysAndParties(head: Source) {
  return {
    customsCode: text(head, 'customsCode'),
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebpName: text(head, 'ebpName'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    copNo: text(head, 'copNo'),
    agentCode: text(head, 'agentCode'),
    agentName: text(head, 'agentName'),
    ebcCode: text(head, 'ebcCode'),
    ebcName: text(head, 'ebcName'),
    ownerCode: text(head, 'ownerCode'),
    ownerName: text(head, 'ownerName'),
    iacCode: maybe(head, 'iacCode'),
    emsNo: maybe(head, 'emsNo'),
  };
}

function journey(head: Source) {
  return {
    ieFlag: text(head, 'ieFlag'),
    portCode: text(head, 'portCode'),
    ieDate: day(head, 'ieDate'),
    statisticsFlag: text(head, 'statisticsFlag'),
    tradeMode: text(head, 'tradeMode'),
    trafMode: text(head, 'trafMode'),
    trafName: maybe(head, 'trafName'),
    voyageNo: maybe(head, 'voyageNo'),
    billNo: maybe(head, 'billNo'),
    totalPackageNo: maybe(head, 'totalPackageNo'),
    loctNo: maybe(head, 'loctNo'),
    licenseNo: maybe(head, 'licenseNo'),
    country: text(head, 'country'),
    pod: text(head, 'POD'),
  };
}

function exportListLine(line: Source): ExportListLine {
  return {
    gnum: Number(text(line, 'gnum')),
    itemNo: text(line, 'itemNo'),
    itemRecordNo: maybe(line, 'itemRecordNo'),
    // The schema wants ten characters; where the specification lets fewer digits do, blanks follow.
    gcode: text(line, 'gcode').trimEnd(),
    gname: text(line, 'gname'),
    country: text(line, 'country'),
    currency: text(line, 'currency'),
    qty: scaled(line, 'qty'),
    unit: text(line, 'unit'),
    qty1: scaled(line, 'qty1'),
    unit1: text(line, 'unit1'),
    qty2: maybeScaled(line, 'qty2'),
    unit2: maybe(line, 'unit2'),
    price: scaled(line, 'price'),
    totalPrice: fen(line, 'totalPrice'),
  };
}

/**
 * What a document of exports says that is filed as `other`; null for other types. The record must
 * be without findings of structure and content.
 */
export function exportSaid(type: string, record: DecodedRecord): ExportSaid | null {
  switch (type) {
    case 'CEB507':
      return { kind: 'shipment', terms: shipment('arrival', 'ArrivalHead', record) };
    case 'CEB607':
      return { kind: 'shipment', terms: shipment('master', 'WayBillHead', record) };
    case 'CEB509':
      return { kind: 'shipment', terms: shipment('departure', 'DepartureHead', record) };
    case 'CEB605':
      return { kind: 'withdrawal', terms: withdrawal(record) };
    case 'CEB701':
      return { kind: 'summary', terms: summary(record) };
    case 'CEB213':
      return { kind: 'return', terms: exportReturn(record) };
    case 'CEB215':
      return { kind: 'tally', terms: tally(record) };
    default:
      return null;
  }
}

/** The element whose firm reports, by what happened. */
const REPORTERS = { arrival: 'operatorCode', master: 'agentCode', departure: 'logisticsCode' };

function shipment(
  kind: ShipmentTerms['kind'],
  group: string,
  record: DecodedRecord,
): ShipmentTerms {
  const head = source(record.head, group);
  return {
    kind,
    customsCode: text(head, 'customsCode'),
    copNo: text(head, 'copNo'),
    reporterCode: text(head, REPORTERS[kind]),
    logisticsCode: text(head, 'logisticsCode'),
    loctNo: maybe(head, 'loctNo'),
    trafMode: text(head, 'trafMode'),
    trafName: maybe(head, 'trafName'),
    voyageNo: maybe(head, 'voyageNo'),
    billNo: maybe(head, 'billNo'),
    leaveTime: maybeMoment(head, 'leaveTime'),
    grossWeight: maybeScaled(head, 'grossWeight'),
    msgCount: Number(text(head, 'msgCount')),
    msgSeqNo: Number(text(head, 'msgSeqNo')),
    waybills: lines(record, head, 'List', namedWaybill),
  };
}

function namedWaybill(line: Source): NamedWaybill {
  return { logisticsNo: text(line, 'logisticsNo'), listNo: maybe(line, 'invtNo') };
}

function withdrawal(record: DecodedRecord): ExportWithdrawalTerms {
  const head = source(record.head, 'InvtCancel');
  return {
    customsCode: text(head, 'customsCode'),
    copNo: text(head, 'copNo'),
    listNo: text(head, 'invtNo'),
    agentCode: text(head, 'agentCode'),
    ebcCode: text(head, 'ebcCode'),
  };
}

function summary(record: DecodedRecord): SummaryTerms {
  const head = source(record.head, 'SummaryApplyHead');
  return {
    customsCode: text(head, 'customsCode'),
    copNo: text(head, 'copNo'),
    agentCode: text(head, 'agentCode'),
    agentName: text(head, 'agentName'),
    ebcCode: text(head, 'ebcCode'),
    ebcName: text(head, 'ebcName'),
    declAgentCode: text(head, 'declAgentCode'),
    declAgentName: text(head, 'declAgentName'),
    startTime: maybeMoment(head, 'startTime'),
    endTime: maybeMoment(head, 'endTime'),
    loctNo: maybe(head, 'loctNo'),
    summaryFlag: text(head, 'summaryFlag'),
    itemNameFlag: text(head, 'itemNameFlag'),
    msgCount: Number(text(head, 'msgCount')),
    msgSeqNo: Number(text(head, 'msgSeqNo')),
    listNos: lines(record, head, 'SummaryApplyList', (line) => text(line, 'invtNo')),
  };
}

function exportReturn(record: DecodedRecord): ExportReturnTerms {
  const head = source(record.head, 'InvtRefundHead');
  return {
    customsCode: text(head, 'customsCode'),
    ebpCode: text(head, 'ebpCode'),
    ebcCode: text(head, 'ebcCode'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    coElNo: text(head, 'coElNo'),
    listNo: text(head, 'invtNo'),
    tradeMode: maybe(head, 'tradeMode'),
    agentCode: text(head, 'agentCode'),
    billNo: text(head, 'billNo'),
    ieFlag: text(head, 'ieFlag'),
    trafMode: text(head, 'trafMode'),
    trafName: text(head, 'trafName'),
    voyageNo: text(head, 'voyageNo'),
    portCode: text(head, 'portCode'),
    country: text(head, 'country'),
    lines: lines(record, head, 'InvtRefundList', exportReturnLine),
  };
}

function exportReturnLine(line: Source): ExportReturnLine {
  return {
    gnum: Number(text(line, 'gnum')),
    gcode: text(line, 'gcode'),
    qty: scaled(line, 'qty'),
    unit: text(line, 'unit'),
    qty1: scaled(line, 'qty1'),
    unit1: text(line, 'unit1'),
  };
}

function tally({ head: values }: DecodedRecord): TallyTerms {
  const head = source(values, 'InvtRefundDetail');
  return {
    customsCode: text(head, 'customsCode'),
    operatorCode: text(head, 'operatorCode'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    listNo: maybe(head, 'invtNo'),
    coElNo: text(head, 'coElNo'),
    location: maybe(head, 'location'),
  };
}
