import type { Finding } from '../base/finding.ts';

/** Law of all of them. */
const LAW = 'GACC announcements 2018 No. 165, No. 179; RULES P179-1, P179-2';

/**
 * What is wrong with a pull, or with what its data says of the order that was declared. Each of
 * these becomes a risk signal of the platform. No text carries a value.
 */
export const PULL_CODES = {
  'PULL-SERVICE': {
    zh: '电商平台未登记支付数据接口',
    en: 'the platform has no interface for payment data on file',
    hint: 'Register it: PUT /v1/payment-data/service with the address of platDataOpen.',
    hintZh: '请登记 platDataOpen 接口地址：PUT /v1/payment-data/service。',
  },
  'PULL-UNREACHED': {
    zh: '期限内未能调通电商平台的接口',
    en: 'the interface of the platform did not take the call in time',
    hint: 'Answer the call at once with code 10000; the last error is in the list of your pulls.',
    hintZh: '请在收到调用时立即应答 10000；最近一次错误见调取列表。',
  },
  'PULL-REFUSED': {
    zh: '电商平台拒绝提供支付原始数据',
    en: 'the platform refused to give the payment data',
    hint: 'Every order that was declared has to be answered; 10000 takes the call.',
    hintZh: '已申报的订单均应提供数据；应答 10000 表示受理。',
  },
  'PULL-LATE': {
    zh: '期限内未上传有效的支付原始数据',
    en: 'no valid payment data was uploaded in time',
    hint: 'Upload it all the same; it is compared then.',
    hintZh: '请补充上传，收到后仍会比对。',
  },
  'PULL-ORDER': {
    zh: '支付数据中没有所调取的订单',
    en: 'the order that was asked for is not among those of the payment',
    hint: 'Name every order that the original request paid.',
    hintZh: '请列出原始请求所支付的全部订单。',
  },
  'PULL-PLATFORM': {
    zh: '电商平台代码与订单不一致',
    en: 'ebpCode is not the platform of the order',
    hint: 'Give the code with which the order was declared.',
    hintZh: '请填写订单申报时的电商平台代码。',
  },
  'PULL-FIRM': {
    zh: '支付企业代码与支付单不一致',
    en: 'payCode is not the payment firm of the payment that was declared',
    hint: 'Give the payment firm of CEB411.',
    hintZh: '请填写支付单(CEB411)的支付企业代码。',
  },
  'PULL-TRANSACTION': {
    zh: '交易流水号与支付单不一致',
    en: 'payTransactionId is not the number of the payment that was declared',
    hint: 'Give the number of CEB411.',
    hintZh: '请填写支付单(CEB411)的支付交易编号。',
  },
  'PULL-AMOUNT': {
    zh: '交易金额与支付单不一致',
    en: 'totalAmount is not the amount of the payment that was declared',
    hint: 'Of one order it is amountPaid of CEB411 to the fen; of several at least that.',
    hintZh: '单个订单应与支付单金额一致（精确到分），合并支付时不少于该金额。',
  },
  'PULL-CURRENCY': {
    zh: '币制与支付单不一致',
    en: 'currency is not that of the payment that was declared',
    hint: 'Give the currency of CEB411.',
    hintZh: '请填写支付单(CEB411)的币制。',
  },
  'PULL-TIME': {
    zh: '交易成功时间与支付单的支付时间相差过大',
    en: 'tradingTime is far from payTime of the payment that was declared',
    hint: 'Give the moment at which the payment firm confirmed the payment.',
    hintZh: '请填写支付企业确认支付成功的时间。',
  },
  'PULL-GOODS': {
    zh: '商品名称不在订单的商品中',
    en: 'no item of the order has this name of goods',
    hint: 'Name the goods as the order does (itemName of CEB311).',
    hintZh: '商品名称应与订单(CEB311)一致。',
  },
  'PULL-LINK': {
    zh: '商品展示链接不是 http(s) 网址',
    en: 'itemLink is no http(s) address',
    hint: 'Give the address at which the buyer saw the article.',
    hintZh: '请填写商品展示页面的网址。',
  },
  'PULL-PAYEE': {
    zh: '收款企业既不是订单的电商企业，也不是电商平台',
    en: 'the payee is neither the seller of the order nor its platform',
    hint: 'Give the registered name of who got the money.',
    hintZh: '请填写收款方的登记名称。',
  },
} as const;

export type PullCode = keyof typeof PULL_CODES;

/** The finding of a code; `path` is the JSON pointer of the value. */
export function pullFinding(code: PullCode, path: string | null = null): Finding {
  return { code, ...PULL_CODES[code], path, law: LAW };
}

/** What the interface and its times are about; all else of this table comes of the comparison. */
const TOLD: readonly string[] = ['PULL-SERVICE', 'PULL-UNREACHED', 'PULL-REFUSED', 'PULL-LATE'];

/** Whether a platform is told a code of its pull: all but what the comparison came to. */
export function isTold(code: string): boolean {
  return !Object.hasOwn(PULL_CODES, code) || TOLD.includes(code);
}
