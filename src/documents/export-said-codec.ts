import { present } from '../base/assert.ts';
import type {
  ExportReturnLine,
  ExportReturnTerms,
  ExportSaid,
  ExportWithdrawalTerms,
  NamedWaybill,
  ShipmentTerms,
  SummaryTerms,
  TallyTerms,
} from './export-terms.ts';
import {
  type Cells,
  join,
  maybe,
  maybeScaled,
  maybeTime,
  next,
  put,
  putScaled,
  same,
  take,
  takeMaybe,
  takeMaybeScaled,
  takeMaybeTime,
  takeSame,
  takeScaled,
} from './terms-cells.ts';

/**
 * The cells of documents of exports that are filed under the numbers of their senders, behind
 * those that every other document has; see `terms-codec.ts` for the form.
 */

const SHIPMENTS: Readonly<Record<string, ShipmentTerms['kind']>> = {
  CEB507: 'arrival',
  CEB607: 'master',
  CEB509: 'departure',
};

/** Writes a document of exports behind its `own` cells. */
export function joinSaid(own: readonly string[], said: ExportSaid): string {
  switch (said.kind) {
    case 'shipment':
      return join([...own, ...shipmentCells(said.terms)], said.terms.waybills, waybillCells);
    case 'withdrawal':
      return join([...own, ...withdrawalCells(said.terms)], [], () => []);
    case 'summary':
      return join([...own, ...summaryCells(said.terms)], said.terms.listNos, (no) => [put(no)]);
    case 'return':
      return join([...own, ...returnCells(said.terms)], said.terms.lines, returnLineCells);
    case 'tally':
      return join([...own, ...tallyCells(said.terms)], [], () => []);
  }
}

/** Reads what `joinSaid` wrote for this message type; null when the type is none of exports. */
export function takeSaid(type: string, c: Cells, rows: readonly Cells[]): ExportSaid | null {
  if (type in SHIPMENTS) return { kind: 'shipment', terms: takeShipment(type, c, rows) };
  switch (type) {
    case 'CEB605':
      return { kind: 'withdrawal', terms: takeWithdrawal(c) };
    case 'CEB701':
      return { kind: 'summary', terms: takeSummary(c, rows) };
    case 'CEB213':
      return { kind: 'return', terms: takeReturn(c, rows) };
    case 'CEB215':
      return { kind: 'tally', terms: takeTally(c) };
    default:
      return null;
  }
}

function shipmentCells(terms: ShipmentTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.copNo),
    put(terms.reporterCode),
    same(terms.logisticsCode, terms.reporterCode),
    maybe(terms.loctNo),
    put(terms.trafMode),
    maybe(terms.trafName),
    maybe(terms.voyageNo),
    maybe(terms.billNo),
    maybeTime(terms.leaveTime),
    maybeScaled(terms.grossWeight),
    String(terms.msgCount),
    String(terms.msgSeqNo),
  ];
}

function waybillCells({ logisticsNo, listNo }: NamedWaybill): string[] {
  return [put(logisticsNo), maybe(listNo)];
}

function takeShipment(type: string, c: Cells, rows: readonly Cells[]): ShipmentTerms {
  const kind = present(SHIPMENTS[type], 'a type of shipment');
  const customsCode = take(c);
  const copNo = take(c);
  const reporterCode = take(c);
  return {
    ...{ kind, customsCode, copNo, reporterCode },
    logisticsCode: takeSame(c, reporterCode),
    loctNo: takeMaybe(c),
    trafMode: take(c),
    trafName: takeMaybe(c),
    voyageNo: takeMaybe(c),
    billNo: takeMaybe(c),
    leaveTime: takeMaybeTime(c),
    grossWeight: takeMaybeScaled(c),
    msgCount: Number(next(c)),
    msgSeqNo: Number(next(c)),
    waybills: rows.map((row) => ({ logisticsNo: take(row), listNo: takeMaybe(row) })),
  };
}

function withdrawalCells(terms: ExportWithdrawalTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.copNo),
    put(terms.listNo),
    put(terms.agentCode),
    same(terms.ebcCode, terms.agentCode),
  ];
}

function takeWithdrawal(c: Cells): ExportWithdrawalTerms {
  const customsCode = take(c);
  const copNo = take(c);
  const listNo = take(c);
  const agentCode = take(c);
  return { customsCode, copNo, listNo, agentCode, ebcCode: takeSame(c, agentCode) };
}

function summaryCells(terms: SummaryTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.copNo),
    put(terms.agentCode),
    put(terms.agentName),
    same(terms.ebcCode, terms.agentCode),
    same(terms.ebcName, terms.agentName),
    same(terms.declAgentCode, terms.agentCode),
    same(terms.declAgentName, terms.agentName),
    maybeTime(terms.startTime),
    maybeTime(terms.endTime),
    maybe(terms.loctNo),
    put(terms.summaryFlag),
    put(terms.itemNameFlag),
    String(terms.msgCount),
    String(terms.msgSeqNo),
  ];
}

function takeSummary(c: Cells, rows: readonly Cells[]): SummaryTerms {
  const customsCode = take(c);
  const copNo = take(c);
  const agentCode = take(c);
  const agentName = take(c);
  return {
    ...{ customsCode, copNo, agentCode, agentName },
    ebcCode: takeSame(c, agentCode),
    ebcName: takeSame(c, agentName),
    declAgentCode: takeSame(c, agentCode),
    declAgentName: takeSame(c, agentName),
    startTime: takeMaybeTime(c),
    endTime: takeMaybeTime(c),
    loctNo: takeMaybe(c),
    summaryFlag: take(c),
    itemNameFlag: take(c),
    msgCount: Number(next(c)),
    msgSeqNo: Number(next(c)),
    listNos: rows.map(take),
  };
}

function returnCells(terms: ExportReturnTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.ebpCode),
    same(terms.ebcCode, terms.ebpCode),
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    put(terms.coElNo),
    put(terms.listNo),
    maybe(terms.tradeMode),
    put(terms.agentCode),
    put(terms.billNo),
    same(terms.ieFlag, 'I'),
    put(terms.trafMode),
    put(terms.trafName),
    put(terms.voyageNo),
    same(terms.portCode, terms.customsCode),
    put(terms.country),
  ];
}

function takeReturn(c: Cells, rows: readonly Cells[]): ExportReturnTerms {
  const customsCode = take(c);
  const ebpCode = take(c);
  return {
    customsCode,
    ebpCode,
    ebcCode: takeSame(c, ebpCode),
    logisticsCode: take(c),
    logisticsNo: take(c),
    coElNo: take(c),
    listNo: take(c),
    tradeMode: takeMaybe(c),
    agentCode: take(c),
    billNo: take(c),
    ieFlag: takeSame(c, 'I'),
    trafMode: take(c),
    trafName: take(c),
    voyageNo: take(c),
    portCode: takeSame(c, customsCode),
    country: take(c),
    lines: rows.map(takeReturnLine),
  };
}

function returnLineCells(line: ExportReturnLine): string[] {
  return [
    String(line.gnum),
    put(line.gcode),
    putScaled(line.qty),
    put(line.unit),
    putScaled(line.qty1),
    same(line.unit1, line.unit),
  ];
}

function takeReturnLine(c: Cells): ExportReturnLine {
  const gnum = Number(next(c));
  const gcode = take(c);
  const qty = takeScaled(c);
  const unit = take(c);
  return { gnum, gcode, qty, unit, qty1: takeScaled(c), unit1: takeSame(c, unit) };
}

function tallyCells(terms: TallyTerms): string[] {
  return [
    put(terms.customsCode),
    put(terms.operatorCode),
    put(terms.logisticsCode),
    put(terms.logisticsNo),
    maybe(terms.listNo),
    put(terms.coElNo),
    maybe(terms.location),
  ];
}

function takeTally(c: Cells): TallyTerms {
  return {
    customsCode: take(c),
    operatorCode: take(c),
    logisticsCode: take(c),
    logisticsNo: take(c),
    listNo: takeMaybe(c),
    coElNo: take(c),
    location: takeMaybe(c),
  };
}
