import type { Finding } from '../base/finding.ts';
import { LAW } from './law.ts';
import { findingOf, type Outcome, type OutcomeValues } from './outcome.ts';

/**
 * Outcomes of three-document verification. Codes with digits only are the trade's own numbers;
 * the others are ours, and their receipts carry 1300, the trade's number for a plain return.
 * A retired code is never used again.
 */
export const MATCHING_CODES = {
  '-301003': {
    zh: '订单不存在',
    en: 'no order has arrived for this list',
    law: `${LAW.supervision}; DOC-1, DOC-11`,
    hint: 'The platform sends the order (CEB311), then the list is declared again.',
    hintZh: '请电商平台补传订单(CEB311)后重新申报清单。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '-401004': {
    zh: '支付单不存在',
    en: 'no payment has arrived for this order',
    law: `${LAW.supervision}; DOC-1, DOC-11`,
    hint: 'Compare the order number the payment firm sent with the order; then send again.',
    hintZh: '请核对支付企业传输的订单编号与订单是否一致,补传支付单(CEB411)后重新申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-NO-WAYBILL': {
    zh: '运单不存在',
    en: 'no waybill has arrived for this list',
    law: `${LAW.supervision}; DOC-1, DOC-11`,
    hint: 'The logistics firm sends the waybill (CEB511), then the list is declared again.',
    hintZh: '请物流企业补传运单(CEB511)后重新申报清单。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '-401003': {
    zh: '订单[{orderNo}]对应多条支付凭证',
    en: 'order {orderNo} has {count} payments',
    law: `${LAW.specification}; DOC-2`,
    hint: 'The payment firm deletes (appType 3) the payments that do not belong to the order.',
    hintZh: '请支付企业删除(appType 3)多余的支付单。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-PAYMENT-NO': {
    zh: '支付交易编号与订单不一致',
    en: 'the payment has another transaction number than the order names',
    law: `${LAW.specification}; DOC-2`,
    hint: 'Correct payTransactionId of the order or send the payment the order names.',
    hintZh: '请更正订单的支付交易编号,或补传订单所列的支付单。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '13035': {
    zh: '支付企业不一致',
    en: 'the payment comes from another payment firm than the order names',
    law: `${LAW.supervision}; DOC-6`,
    hint: 'Correct payCode of the order (CEB311, appType 2).',
    hintZh: '请更正订单的支付企业代码(CEB311变更申报)。',
    receiptCode: '13035',
    returnStatus: '100',
  },
  'DOC-WAYBILL-ORDER': {
    zh: '运单的订单编号与清单不一致',
    en: 'the waybill belongs to another order than the list',
    law: `${LAW.specification}; DOC-2`,
    hint: 'Correct logisticsNo of the list or orderNo of the waybill.',
    hintZh: '请更正清单的物流运单编号,或运单的订单编号。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-WAYBILL-USED': {
    zh: '运单[{logisticsNo}]已被其他清单使用',
    en: 'another list uses waybill {logisticsNo}',
    law: `${LAW.specification}; DOC-2`,
    hint: 'A waybill carries one parcel: name the waybill of this parcel in logisticsNo.',
    hintZh: '一个运单对应一份清单,请填写本包裹的物流运单编号。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-PARTY': {
    zh: '清单与单证的企业代码不一致',
    en: 'the documents name different enterprises',
    law: `${LAW.supervision}; DOC-6`,
    hint: 'Platform, seller and logistics codes must be the same on all documents.',
    hintZh: '请核对各单证的电商平台、电商企业、物流企业代码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-PARTY-NAME': {
    zh: '清单与订单的企业名称不一致',
    en: 'list and order write the name of an enterprise differently',
    law: `${LAW.supervision}; DOC-6`,
    hint: 'Write the registered name on every document.',
    hintZh: '请各单证均填写海关注册登记的企业名称。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '13127': {
    zh: '清单订购人和订单不一致',
    en: 'the orderer on the list is not the orderer on the order',
    law: `${LAW.supervision}; DOC-5`,
    hint: 'Name, identity type and identity number must be the same on list and order.',
    hintZh: '请核对清单与订单的订购人姓名、证件类型和证件号码。',
    receiptCode: '13127',
    returnStatus: '100',
  },
  '130126': {
    zh: '清单订购人电话和订单不一致',
    en: "the orderer's phone differs between list and order",
    law: `${LAW.supervision}; DOC-5`,
    hint: 'Write the same buyerTelephone on list and order.',
    hintZh: '请核对清单与订单的订购人电话。',
    receiptCode: '130126',
    returnStatus: '100',
  },
  'DOC-CONSIGNEE': {
    zh: '订单收货人与运单不一致',
    en: 'the consignee of the order is not the consignee of the waybill',
    law: `${LAW.specification}; DOC-5`,
    hint: 'Name, phone and address of the consignee must be the same on order and waybill.',
    hintZh: '请核对订单与运单的收货人姓名、电话和地址。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-ADDRESS': {
    zh: '清单收件地址与订单不一致',
    en: 'the delivery address of the list is not that of the order',
    law: `${LAW.specification}; DOC-5`,
    hint: 'Write the same consigneeAddress on list, order and waybill.',
    hintZh: '请核对清单与订单的收件地址。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-NEGATIVE': {
    zh: '金额、数量或重量不正确',
    en: 'an amount is negative, or a quantity or weight is not above zero',
    law: `${LAW.specification}; DOC-3`,
    hint: 'Amounts are zero or more, quantities and weights are above zero.',
    hintZh: '金额不得为负,数量和重量必须大于零。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-CURRENCY': {
    zh: '币制必须为{currency}',
    en: 'the currency must be {currency}',
    law: `${LAW.specification}; DOC-3`,
    hint: 'Retail import is declared in CNY: currency {currency} in heads and lines.',
    hintZh: '零售进口单证表头和表体币制均填{currency}(人民币)。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-PAID-SUM': {
    zh: '订单实际支付金额[{stated}]不等于商品价格+运杂费+代扣税款-非现金抵扣金额[{computed}]',
    en: 'acturalPaid {stated} is not goodsValue + freight + taxTotal - discount = {computed}',
    law: `${LAW.specification}; DOC-3`,
    hint: 'Correct the amounts of the order to the fen; goodsValue includes what coupons paid.',
    hintZh: '请更正订单金额(精确到分);商品价格含非现金抵扣金额。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-GOODS-SUM': {
    zh: '订单商品价格[{stated}]不等于表体总价之和[{computed}]',
    en: 'goodsValue {stated} is not the sum of the order lines, {computed}',
    law: `${LAW.specification}; DOC-3`,
    hint: 'goodsValue is the sum of totalPrice over the lines.',
    hintZh: '订单商品价格应等于表体各项总价之和。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-AMOUNT-PAID': {
    zh: '支付金额[{paid}]与订单实际支付金额[{stated}]不一致',
    en: 'paid {paid}, but the order says {stated}',
    law: `${LAW.specification}; DOC-4`,
    hint: 'amountPaid of the payment equals acturalPaid of the order to the fen.',
    hintZh: '支付单的支付金额应与订单实际支付金额一致(精确到分)。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '1322': {
    zh: '订单清单表体商品项不一致',
    en: 'lines of the list differ from the lines of the order',
    law: `${LAW.supervision}; DOC-7`,
    hint: 'Line n of the list is line n of the order: item, quantity, price, total, origin.',
    hintZh: '清单表体第n项应与订单表体第n项的货号、数量、单价、总价、币制、原产国一致。',
    receiptCode: '1322',
    returnStatus: '100',
  },
  'DOC-FREIGHT': {
    zh: '清单运费与保费之和[{list}]与{document}[{other}]不一致',
    en: 'freight and insurance of the list, {list}, differ from the {document}: {other}',
    law: `${LAW.specification}; DOC-8`,
    hint: 'freight + insuredFee of the list = those of the waybill = freight of the order.',
    hintZh: '清单运费加保费应等于运单运费加保价费,并等于订单运杂费。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-TIME': {
    zh: '支付时间不合理',
    en: 'the time of payment cannot be right',
    law: 'DOC-10',
    hint: 'Payment comes after the order and before the list.',
    hintZh: '支付时间应晚于下单、早于清单申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-PACK-NO': {
    zh: '件数必须为1',
    en: 'a list and its waybill are one parcel: packNo must be 1',
    law: `${LAW.specification}; DOC-6`,
    hint: 'Send one list and one waybill for each parcel.',
    hintZh: '一份清单对应一个运单、一个包裹,件数填1。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'DOC-NET-WEIGHT': {
    zh: '净重大于毛重',
    en: 'the net weight is above the gross weight',
    law: LAW.specification,
    hint: 'Correct netWeight or grossWeight.',
    hintZh: '请更正清单的毛重或净重。',
    receiptCode: '1300',
    returnStatus: '100',
  },
} as const satisfies Record<string, Outcome>;

export type MatchingCode = keyof typeof MATCHING_CODES;

/** A finding of three-document verification. */
export function matchFinding(
  code: MatchingCode,
  path: string | null,
  values?: OutcomeValues,
): Finding {
  return findingOf(code, MATCHING_CODES[code], path, values);
}

/** The cited law of a code, for its rule. */
export function matchLaw(code: MatchingCode): string {
  return MATCHING_CODES[code].law;
}
