import { parseScaled5, type Scaled5 } from '../base/fen.ts';
import type { Values } from './read-group.ts';
import type { DecodedRecord } from './read-record.ts';
import type {
  BoundDocument,
  EntryLine,
  EntryListTerms,
  GateSlipTerms,
  SlipLine,
  ZoneFirm,
} from './zone-terms.ts';

/** Terms of an InvtMessage of INV101 without structural findings. */
export function entryListTerms({ head, lines, parts = {} }: DecodedRecord): EntryListTerms {
  return {
    ownNo: text(head, 'EtpsInnerInvtNo'),
    action: actionOf(head),
    book: text(head, 'PutrecNo'),
    direction: text(head, 'ImpexpMarkcd'),
    kind: maybe(head, 'InvtType'),
    goodsMark: text(head, 'MtpckEndprdMarkcd'),
    tradeMode: text(head, 'SupvModecd'),
    transportMode: text(head, 'TrspModecd'),
    portCustoms: text(head, 'ImpexpPortcd'),
    customs: text(head, 'DclPlcCuscd'),
    country: text(head, 'StshipTrsarvNatcd'),
    declared: text(head, 'DclcusFlag'),
    declaredKind: maybe(head, 'DclcusTypecd'),
    trader: firm(head, 'BizopEtpsno', 'BizopEtpsSccd', 'BizopEtpsNm'),
    receiver: firm(head, 'RcvgdEtpsno', 'RvsngdEtpsSccd', 'RcvgdEtpsNm'),
    declarant: firm(head, 'DclEtpsno', 'DclEtpsSccd', 'DclEtpsNm'),
    relatedList: maybe(head, 'RltInvtNo'),
    relatedBook: maybe(head, 'RltPutrecNo'),
    relatedForm: maybe(head, 'RltEntryNo'),
    lines: lines.map(entryLine),
    parcelLists: (parts.InvtCbecBill ?? []).map((bill) => text(bill, 'CbecBillNo')),
  };
}

/** What a document says it is filed for, where the sender leaves it out. */
function actionOf(head: Values): string {
  return head.DclTypecd ?? '1';
}

function entryLine(line: Values): EntryLine {
  return {
    gdsSeqno: whole(text(line, 'GdsSeqno')),
    recordNo: numberOf(line, 'PutrecSeqno'),
    itemNo: text(line, 'GdsMtno'),
    hs: text(line, 'Gdecd'),
    name: text(line, 'GdsNm'),
    model: text(line, 'GdsSpcfModelDesc'),
    unit: text(line, 'DclUnitcd'),
    qty: scaled(line, 'DclQty'),
    lawfulUnit: text(line, 'LawfUnitcd'),
    lawfulQty: scaled(line, 'LawfQty'),
    secondUnit: maybe(line, 'SecdLawfUnitcd'),
    secondQty: maybeScaled(line, 'SecdLawfQty'),
    price: scaled(line, 'DclUprcAmt'),
    total: scaled(line, 'DclTotalAmt'),
    currency: text(line, 'DclCurrcd'),
    origin: text(line, 'Natcd'),
    grossWt: maybeScaled(line, 'GrossWt'),
    netWt: maybeScaled(line, 'NetWt'),
    mark: maybe(line, 'ModfMarkcd'),
  };
}

/** Terms of a PassPortMessage of SAS121 without structural findings. */
export function gateSlipTerms({ head, lines, parts = {} }: DecodedRecord): GateSlipTerms {
  return {
    ownNo: text(head, 'EtpsPreentNo'),
    action: actionOf(head),
    slipNo: maybe(head, 'PassportNo'),
    kind: text(head, 'PassportTypecd'),
    direction: text(head, 'IoTypecd'),
    binding: text(head, 'BindTypecd'),
    customs: text(head, 'MasterCuscd'),
    relatedKind: maybe(head, 'RltTbTypecd'),
    documents: documentsOf(head, parts.PassportAcmp ?? []),
    book: maybe(head, 'AreainOriactNo'),
    area: firm(head, 'AreainEtpsno', 'AreainEtpsSccd', 'AreainEtpsNm'),
    declarant: firm(head, 'DclEtpsno', 'DclEtpsSccd', 'DclEtpsNm'),
    vehicleNo: text(head, 'VehicleNo'),
    icNo: maybe(head, 'VehicleIcNo'),
    frameNo: maybe(head, 'VehicleFrameNo'),
    containerNo: maybe(head, 'ContainerNo'),
    containerType: maybe(head, 'ContainerType'),
    tare: scaled(head, 'VehicleWt'),
    frameWt: maybeScaled(head, 'VehicleFrameWt'),
    containerWt: maybeScaled(head, 'ContainerWt'),
    grossWt: scaled(head, 'TotalGrossWt'),
    netWt: scaled(head, 'TotalNetWt'),
    totalWt: scaled(head, 'TotalWt'),
    lines: lines.map(slipLine),
  };
}

/** Those that are listed, and those of RltNo, in which real slips join several with `\`. */
function documentsOf(head: Values, listed: readonly Values[]): BoundDocument[] {
  const all = listed.map((one) => ({
    kind: text(one, 'RtlBillTypecd'),
    no: text(one, 'RtlBillNo'),
  }));
  const kind = head.RltTbTypecd ?? '';
  const known = new Set(all.filter((one) => one.kind === kind).map(({ no }) => no));
  const joined = (head.RltNo ?? '').split('\\').filter((no) => no !== '' && !known.has(no));
  return [...all, ...[...new Set(joined)].map((no) => ({ kind, no }))];
}

function slipLine(line: Values): SlipLine {
  return {
    seqno: whole(text(line, 'PassportSeqNo')),
    documentLine: numberOf(line, 'RltGdsSeqno'),
    itemNo: text(line, 'GdsMtno'),
    hs: text(line, 'Gdecd'),
    name: text(line, 'GdsNm'),
    unit: text(line, 'DclUnitcd'),
    qty: scaled(line, 'DclQty'),
    grossWt: maybeScaled(line, 'GrossWt'),
    netWt: maybeScaled(line, 'NetWt'),
  };
}

function firm(head: Values, code: string, credit: string, name: string): ZoneFirm {
  return { code: text(head, code), creditCode: maybe(head, credit), name: text(head, name) };
}

function text(values: Values, element: string): string {
  return values[element] ?? '';
}

function maybe(values: Values, element: string): string | null {
  return values[element] ?? null;
}

function numberOf(values: Values, element: string): number | null {
  const value = values[element];
  return value === undefined ? null : whole(value);
}

/** What is written -0 is 0. */
function whole(value: string): number {
  return Number(value) + 0;
}

/** A sound record has no other decimals, so nothing is lost here. */
function scaled(values: Values, element: string): Scaled5 {
  return parseScaled5(text(values, element)) ?? 0n;
}

function maybeScaled(values: Values, element: string): Scaled5 | null {
  return values[element] === undefined ? null : scaled(values, element);
}
