import { type Instant, parseStamp14 } from '../../base/dates.ts';
import { type Fen, parseFen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import {
  below,
  isArray,
  type Json,
  type JsonObject,
  type JsonReading,
  readJsonText,
} from '../json/json-text.ts';
import { paymentDataFinding } from './codes.ts';
import {
  ANSWER_FIELDS,
  GOODS,
  GOODS_FIELDS,
  HEAD,
  HEAD_FIELDS,
  LIST,
  LISTS,
  ORDER_FIELDS,
} from './fields.ts';
import { signedTexts } from './signed-text.ts';
import { type Note, nameOf, noteInto, objectAt, readValues, type Values } from './values.ts';

/** What was paid, under the official names; `null` where an optional value was left out. */
export type PaymentHead = {
  readonly guid: string;
  readonly initalRequest: string;
  readonly initalResponse: string;
  readonly ebpCode: string;
  readonly payCode: string;
  readonly payTransactionId: string;
  readonly totalAmount: Fen;
  readonly currency: string;
  /** `1` UnionPay, `2` NetsUnion, `3` other. */
  readonly verDept: string;
  readonly payType: string | null;
  readonly tradingTime: Instant;
  readonly note: string | null;
};

/** One article of an order, as the platform shows it. */
export type PaidGoods = { readonly gname: string; readonly itemLink: string };

/** One order that the payment paid, and who got the money. */
export type PaidOrder = {
  readonly orderNo: string;
  readonly goodsInfo: readonly PaidGoods[];
  readonly recpAccount: string;
  readonly recpCode: string | null;
  readonly recpName: string;
};

/** What a platform says about the payment of an order. */
export type PaymentData = {
  readonly sessionID: string;
  readonly payExchangeInfoHead: PaymentHead;
  readonly payExchangeInfoLists: readonly PaidOrder[];
  readonly serviceTime: Instant;
};

/** The same as it arrived, with what its signature is about. */
export type PaymentAnswer = PaymentData & {
  /** Serial number of the certificate, as it was written. */
  readonly certNo: string;
  readonly signature: Uint8Array;
  /** What the signature may be over: the text as it stands, and as compact JSON. */
  readonly signedTexts: readonly string[];
};

/**
 * Reads the content of `payExInfoStr`. Members that the interface does not know are passed over.
 * @returns the answer, or up to LIMITS.findingsShown findings about its shape: JSON-SYNTAX,
 * JSON-DUPLICATE, JSON-DEPTH and the codes of this folder; no finding carries a value
 */
export function readPaymentAnswer(text: string): Result<PaymentAnswer, Finding[]> {
  const most = LIMITS.paymentDataBytes;
  const isLong = Buffer.byteLength(text) > most;
  if (isLong) return fail([paymentDataFinding('PAYDATA-SIZE', '', { most })]);
  const json = readJsonText(text);
  if (!json.ok) return json;
  const findings: Finding[] = [];
  const answer = answerOf(json.value, noteInto(findings));
  return answer === null || findings.length > 0 ? fail(findings) : ok(answer);
}

/** Null, or made of values that are missing, only with findings. */
function answerOf(json: JsonReading, note: Note): PaymentAnswer | null {
  const root = objectAt(json.value, '', note);
  if (root === null) return null;
  const values = readValues(root, ANSWER_FIELDS, '', note);
  const head = memberAt(root, HEAD, '', note, objectAt);
  const headValues = head === null ? {} : readValues(head, HEAD_FIELDS, `/${HEAD}`, note);
  const list = root.has(LISTS) || !root.has(LIST) ? LISTS : LIST;
  if (root.has(LISTS) && root.has(LIST)) note('PAYDATA-TWICE', `/${LIST}`);
  const orders = itemsAt(root, list, '', note).flatMap(
    (item, at) => orderOf(item, `/${list}/${at}`, note) ?? [],
  );
  return {
    sessionID: values.sessionID ?? '',
    payExchangeInfoHead: headOf(headValues),
    payExchangeInfoLists: orders,
    serviceTime: Number(values.serviceTime),
    certNo: values.certNo ?? '',
    signature: Buffer.from(values.signValue ?? '', 'base64'),
    signedTexts: signedTexts(json, root, list),
  };
}

function headOf(values: Values): PaymentHead {
  const { guid = '', initalRequest = '', initalResponse = '', ebpCode = '', payCode = '' } = values;
  const { payTransactionId = '', currency = '', verDept = '', payType, note } = values;
  return {
    guid,
    initalRequest,
    initalResponse,
    ebpCode,
    payCode,
    payTransactionId,
    totalAmount: parseFen(values.totalAmount ?? '') ?? 0n,
    currency,
    verDept,
    payType: payType ?? null,
    tradingTime: parseStamp14(values.tradingTime ?? '') ?? 0,
    note: note ?? null,
  };
}

function orderOf(item: Json, path: string, note: Note): PaidOrder | null {
  const order = objectAt(item, path, note);
  if (order === null) return null;
  const values = readValues(order, ORDER_FIELDS, path, note);
  const { orderNo = '', recpAccount = '', recpCode, recpName = '' } = values;
  const goodsInfo = itemsAt(order, GOODS, path, note).flatMap(
    (goods, at) => goodsOf(goods, `${path}/${GOODS}/${at}`, note) ?? [],
  );
  return { orderNo, goodsInfo, recpAccount, recpCode: recpCode ?? null, recpName };
}

function goodsOf(item: Json, path: string, note: Note): PaidGoods | null {
  const goods = objectAt(item, path, note);
  if (goods === null) return null;
  const { gname = '', itemLink = '' } = readValues(goods, GOODS_FIELDS, path, note);
  return { gname, itemLink };
}

/** What to call an object or array of the interface. */
const TITLES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  [HEAD]: { zh: '支付原始数据表头', en: 'the head' },
  [LISTS]: { zh: '支付原始数据表体', en: 'the orders' },
  [LIST]: { zh: '支付原始数据表体', en: 'the orders' },
  [GOODS]: { zh: '商品信息', en: 'the goods' },
};

function memberAt<T>(
  object: JsonObject,
  name: string,
  path: string,
  note: Note,
  read: (value: Json, path: string, note: Note) => T | null,
): T | null {
  const value = object.get(name);
  if (value !== undefined && value !== null) return read(value, below(path, name), note);
  note('PAYDATA-MISSING', below(path, name), { name, ...TITLES[name] });
  return null;
}

/** The items of an array, none with a finding when there is none. */
function itemsAt(object: JsonObject, name: string, path: string, note: Note): readonly Json[] {
  return memberAt(object, name, path, note, arrayOf) ?? [];
}

const FULL = { zh: '至少一项的数组', en: 'a list of at least one' };

function arrayOf(value: Json, path: string, note: Note): readonly Json[] | null {
  if (isArray(value) && value.length > 0) return value;
  note('PAYDATA-SHAPE', path, { name: nameOf(path), ...FULL });
  return null;
}
