/**
 * What the interface of GACC announcement 2018 No. 179 exchanges, as data: the request to a
 * platform, its acknowledgement, and the original payment data that it uploads. The table drives
 * reading, the findings and the reference page. Spellings such as `initalRequest` are official.
 */

/**
 * `text`, `upper` (without small letters) and `base64` are texts in quotes; so are `moment`
 * (yyyyMMddHHmmss of Shanghai) and `digits` (milliseconds since 1970). `amount` is a number.
 */
export type PaymentDataKind = 'text' | 'upper' | 'base64' | 'moment' | 'digits' | 'amount';

export type PaymentDataField = {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: PaymentDataKind;
  /** Most code points of a text. */
  readonly most: number;
  readonly required: boolean;
  /** The only values that are allowed, with their meaning. */
  readonly values: Readonly<Record<string, string>> | null;
};

type More = Partial<Pick<PaymentDataField, 'kind' | 'required' | 'values'>>;

function field(
  name: string,
  zh: string,
  en: string,
  most: number,
  more: More = {},
): PaymentDataField {
  return { name, zh, en, most, kind: 'text', required: true, values: null, ...more };
}

const OPTIONAL: More = { required: false };

/** Longer than an X.509 serial number (RFC 5280: 20 octets) and an RSA signature of 4096 bits. */
const SERIAL = 64;
const SIGNATURE = 1024;

const SESSION = field('sessionID', '会话ID', 'session id', 36);

/** The field `openReq` of the form that the authority posts to a platform. */
export const REQUEST_FIELDS: readonly PaymentDataField[] = [
  field('orderNo', '订单编号', 'order number', 60),
  SESSION,
  field('serviceTime', '系统时间', 'time of the call', 20, { kind: 'digits' }),
];

/** The texts around head and orders in the field `payExInfoStr` that a platform posts. */
export const ANSWER_FIELDS: readonly PaymentDataField[] = [
  SESSION,
  field('serviceTime', '返回时的系统时间', 'time of the answer', 20, { kind: 'digits' }),
  field('certNo', '证书编号', 'serial number of the certificate, hexadecimal', SERIAL),
  field('signValue', '签名结果', 'signature', SIGNATURE, { kind: 'base64' }),
];

/** The object `payExchangeInfoHead`. */
export const HEAD_FIELDS: readonly PaymentDataField[] = [
  field('guid', '系统唯一序号', 'unique number', 36, { kind: 'upper' }),
  field('initalRequest', '原始请求', 'original request to the payment firm', 8000),
  field('initalResponse', '原始响应', 'original response of the payment firm', 8000),
  field('ebpCode', '电商平台代码', 'platform code', 18),
  field('payCode', '支付企业代码', 'payment firm code', 18),
  field('payTransactionId', '交易流水号', 'transaction number', 60),
  field('totalAmount', '交易金额', 'amount, yuan', 40, { kind: 'amount' }),
  field('currency', '币制', 'currency', 4),
  field('verDept', '验核机构', 'who verifies', 1, {
    values: { '1': '银联 UnionPay', '2': '网联 NetsUnion', '3': '其他 other' },
  }),
  field('payType', '支付类型', 'kind of payment', 1, {
    ...OPTIONAL,
    values: { '1': 'APP', '2': 'PC', '3': '扫码 QR code', '4': '其他 other' },
  }),
  field('tradingTime', '交易成功时间', 'when it was paid', 14, { kind: 'moment' }),
  field('note', '备注', 'remark', 1000, OPTIONAL),
];

/** One item of `payExchangeInfoLists`: an order that the original request paid. */
export const ORDER_FIELDS: readonly PaymentDataField[] = [
  field('orderNo', '订单编号', 'order number', 60),
  field('recpAccount', '收款账号', 'account of the payee', 60),
  field('recpCode', '收款企业代码', 'payee code', 18, OPTIONAL),
  field('recpName', '收款企业名称', 'payee name', 100),
];

/** One item of `goodsInfo` of an order. */
export const GOODS_FIELDS: readonly PaymentDataField[] = [
  field('gname', '商品名称', 'goods name', 250),
  field('itemLink', '商品展示链接', 'link to the article', 3000),
];

/** Objects and arrays, and the second name of the list. */
export const HEAD = 'payExchangeInfoHead';
export const LISTS = 'payExchangeInfoLists';
export const LIST = 'payExchangeInfoList';
export const GOODS = 'goodsInfo';
