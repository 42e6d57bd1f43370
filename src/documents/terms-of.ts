import { parseStamp14 } from '../base/dates.ts';
import type { PersonKey } from '../base/ids.ts';
import type { MessageTable, Personal } from './ceb/fields.ts';
import { exportSaid } from './export-terms-of.ts';
import { isIdentityNumber, normalIdentity } from './identity-number.ts';
import { maskIdentity } from './masking.ts';
import type { DecodedRecord } from './read-record.ts';
import type {
  ArrivalTerms,
  HandoverTerms,
  ListLine,
  ListTerms,
  OrderLine,
  OrderTerms,
  OtherTerms,
  PaymentTerms,
  Person,
  RefundLine,
  RequestTerms,
  WaybillTerms,
} from './terms.ts';
import {
  day,
  fen,
  lines,
  maybe,
  moment,
  resultOf,
  type Source,
  scaled,
  source,
  type TermsResult,
  text,
} from './terms-source.ts';
import { entryListTerms, gateSlipTerms } from './zone-terms-of.ts';

/** Turns something personal into its key; it normalises the spelling first. */
export type Hash = (kind: Personal, text: string) => PersonKey;

/** Terms of an Order of CEB311 without structural findings. */
export function orderTerms(record: DecodedRecord, hash: Hash): TermsResult<OrderTerms> {
  const head = source(record.head, 'OrderHead');
  const terms: OrderTerms = {
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebcCode: text(head, 'ebcCode'),
    ebpName: text(head, 'ebpName'),
    ebcName: text(head, 'ebcName'),
    goodsValue: fen(head, 'goodsValue'),
    freight: fen(head, 'freight'),
    discount: fen(head, 'discount'),
    taxTotal: fen(head, 'taxTotal'),
    acturalPaid: fen(head, 'acturalPaid'),
    currency: text(head, 'currency'),
    buyer: buyer(head, hash),
    payCode: maybe(head, 'payCode'),
    payTransactionId: maybe(head, 'payTransactionId'),
    consignee: consignee(head, hash),
    orderTime: moment(head, 'appTime'),
    lines: lines(record, head, 'OrderList', orderLine),
  };
  return resultOf(terms, head);
}

function orderLine(line: Source): OrderLine {
  return {
    gnum: Number(text(line, 'gnum')),
    itemNo: maybe(line, 'itemNo'),
    qty: scaled(line, 'qty'),
    unit: text(line, 'unit'),
    price: scaled(line, 'price'),
    totalPrice: fen(line, 'totalPrice'),
    currency: text(line, 'currency'),
    country: text(line, 'country'),
  };
}

/** Terms of a Payment of CEB411 without structural findings. */
export function paymentTerms(record: DecodedRecord, hash: Hash): TermsResult<PaymentTerms> {
  const head = source(record.head, 'PaymentHead');
  const phone = maybe(head, 'telephone');
  const terms: PaymentTerms = {
    payCode: text(head, 'payCode'),
    payTransactionId: text(head, 'payTransactionId'),
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    payer: {
      idType: text(head, 'payerIdType'),
      idKey: hash('id', text(head, 'payerIdNumber')),
      idValid: isIdentityNumber(text(head, 'payerIdNumber')),
      nameKey: hash('name', text(head, 'payerName')),
      phoneKey: phone === null ? null : hash('phone', phone),
    },
    amountPaid: fen(head, 'amountPaid'),
    currency: text(head, 'currency'),
    payTime: moment(head, 'payTime'),
  };
  return resultOf(terms, head);
}

/** Terms of a Logistics of CEB511 without structural findings. */
export function waybillTerms(record: DecodedRecord, hash: Hash): TermsResult<WaybillTerms> {
  const head = source(record.head, 'LogisticsHead');
  const terms: WaybillTerms = {
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    orderNo: text(head, 'orderNo'),
    freight: head.values.freight === undefined ? null : fen(head, 'freight'),
    insuredFee: head.values.insuredFee === undefined ? null : fen(head, 'insuredFee'),
    currency: text(head, 'currency'),
    weight: scaled(head, 'weight'),
    packNo: Number(text(head, 'packNo')),
    consignee: consignee(head, hash),
  };
  return resultOf(terms, head);
}

/** Terms of an Inventory of CEB621 without structural findings. */
export function listTerms(record: DecodedRecord, hash: Hash): TermsResult<ListTerms> {
  const head = source(record.head, 'InventoryHead');
  const terms: ListTerms = {
    ...listParties(head),
    ieFlag: text(head, 'ieFlag'),
    declDate: day(head, 'declTime'),
    customsCode: text(head, 'customsCode'),
    portCode: text(head, 'portCode'),
    buyer: buyer(head, hash),
    buyerMask: maskKey(text(head, 'buyerIdNumber'), hash),
    addressKey: hash('address', text(head, 'consigneeAddress')),
    tradeMode: text(head, 'tradeMode'),
    trafMode: text(head, 'trafMode'),
    trafNo: maybe(head, 'trafNo'),
    voyageNo: maybe(head, 'voyageNo'),
    billNo: maybe(head, 'billNo'),
    country: text(head, 'country'),
    freight: fen(head, 'freight'),
    insuredFee: fen(head, 'insuredFee'),
    currency: text(head, 'currency'),
    wrapType: maybe(head, 'wrapType'),
    packNo: Number(text(head, 'packNo')),
    grossWeight: scaled(head, 'grossWeight'),
    netWeight: scaled(head, 'netWeight'),
    lines: lines(record, head, 'InventoryList', listLine),
  };
  return resultOf(terms, head);
}

/**
 * What any other record is filed under: the elements of its key, of which the first is a firm. Of
 * a firm that numbers nothing the guid stands for the number.
 */
export function otherTerms({ type, key }: MessageTable, record: DecodedRecord): OtherTerms {
  const { head } = record;
  const [code, ...numbers] = key.map((element) => head[element] ?? '');
  const [first = '', ...rest] = numbers;
  const name = [type, first === '' ? (head.guid ?? '') : first, ...rest].join(' ').trimEnd();
  const [group, lines] = REQUESTS[type] ?? [];
  const request = group === undefined ? null : requestTerms(record, group, lines);
  const arrival = type === 'CEB711' ? arrivalTerms(record) : null;
  const handover = type === 'CEB513' ? handoverTerms(record) : null;
  const entryList = type === 'INV101' ? entryListTerms(record) : null;
  const gateSlip = type === 'SAS121' ? gateSlipTerms(record) : null;
  const said = exportSaid(type, record);
  return { type, code: code ?? '', name, request, arrival, handover, entryList, gateSlip, said };
}

function handoverTerms({ head }: DecodedRecord): HandoverTerms | null {
  const { logisticsStatus = '', logisticsTime = '' } = head;
  const at = parseStamp14(logisticsTime);
  return at === null ? null : { logisticsStatus, logisticsTime: at };
}

/** Terms of a Delivery of CEB711. */
export function arrivalTerms(record: DecodedRecord): ArrivalTerms {
  const head = source(record.head, 'DeliveryHead');
  return {
    copNo: maybe(head, 'copNo'),
    customsCode: text(head, 'customsCode'),
    trafMode: text(head, 'trafMode'),
    trafNo: text(head, 'trafNo'),
    voyageNo: text(head, 'voyageNo'),
    billNo: text(head, 'billNo'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNos: record.lines.map(({ logisticsNo = '' }) => logisticsNo),
  };
}

/** The groups of the messages that ask for something: the head, and the lines if it has any. */
const REQUESTS: Readonly<Record<string, readonly [head: string, lines?: string]>> = {
  CEB623: ['InvtCancel'],
  CEB625: ['InvtRefundHead', 'InvtRefundList'],
};

function requestTerms(record: DecodedRecord, group: string, list?: string): RequestTerms {
  const head = source(record.head, group);
  return {
    listNo: text(head, 'invtNo'),
    copNo: maybe(head, 'copNo'),
    preNo: maybe(head, 'preNo'),
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebcCode: text(head, 'ebcCode'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    customsCode: text(head, 'customsCode'),
    agentCode: text(head, 'agentCode'),
    lines: list === undefined ? [] : lines(record, head, list, refundLine),
  };
}

function refundLine(line: Source): RefundLine {
  return {
    gnum: Number(text(line, 'gnum')),
    gcode: text(line, 'gcode'),
    qty: scaled(line, 'qty'),
    unit: text(line, 'unit'),
  };
}

function listParties(head: Source) {
  return {
    ebpCode: text(head, 'ebpCode'),
    orderNo: text(head, 'orderNo'),
    ebcCode: text(head, 'ebcCode'),
    ebpName: text(head, 'ebpName'),
    ebcName: text(head, 'ebcName'),
    logisticsCode: text(head, 'logisticsCode'),
    logisticsNo: text(head, 'logisticsNo'),
    copNo: maybe(head, 'copNo'),
    assureCode: text(head, 'assureCode'),
    emsNo: maybe(head, 'emsNo'),
    agentCode: text(head, 'agentCode'),
    areaCode: maybe(head, 'areaCode'),
  };
}

function listLine(line: Source): ListLine {
  return {
    gnum: Number(text(line, 'gnum')),
    itemRecordNo: maybe(line, 'itemRecordNo'),
    itemNo: maybe(line, 'itemNo'),
    gcode: text(line, 'gcode'),
    gname: text(line, 'gname'),
    country: text(line, 'country'),
    currency: text(line, 'currency'),
    qty: scaled(line, 'qty'),
    unit: text(line, 'unit'),
    qty1: scaled(line, 'qty1'),
    unit1: text(line, 'unit1'),
    qty2: line.values.qty2 === undefined ? null : scaled(line, 'qty2'),
    unit2: maybe(line, 'unit2'),
    price: scaled(line, 'price'),
    totalPrice: fen(line, 'totalPrice'),
  };
}

function buyer(head: Source, hash: Hash): Person {
  return {
    idType: text(head, 'buyerIdType'),
    idKey: hash('id', text(head, 'buyerIdNumber')),
    idValid: isIdentityNumber(text(head, 'buyerIdNumber')),
    nameKey: hash('name', text(head, 'buyerName')),
    phoneKey: hash('phone', text(head, 'buyerTelephone')),
  };
}

/** 48 bits tell the few million masks apart that there are. */
const MASK_KEY = 8;

/** The key of an identity number as it is masked on screens; of a masked one the same. */
export function maskKey(idNumber: string, hash: Hash): string {
  return hash('id', maskIdentity(normalIdentity(idNumber))).slice(0, MASK_KEY);
}

function consignee(head: Source, hash: Hash): OrderTerms['consignee'] {
  return {
    nameKey: hash('name', text(head, 'consignee')),
    phoneKey: hash('phone', text(head, 'consigneeTelephone')),
    addressKey: hash('address', text(head, 'consigneeAddress')),
  };
}
