import type { Finding } from '../base/finding.ts';
import { MATCHING_CODES } from './codes.ts';
import { LAW } from './law.ts';
import { findingOf, type Outcome, type OutcomeValues } from './outcome.ts';

const RETURNED = { receiptCode: '1300', returnStatus: '100' } as const;

/**
 * Outcomes of the verification of export documents against each other. What means the same as on
 * import has its code and text from there.
 */
export const EXPORT_MATCHING_CODES = {
  '-301003': {
    ...MATCHING_CODES['-301003'],
    hint: 'The platform or the seller sends the order (CEB303), then the list is declared again.',
    hintZh: '请电商平台或电商企业补传订单(CEB303)后重新申报清单。',
  },
  'EXP-NO-COLLECTION': {
    zh: '收款单不存在',
    en: 'no collection has arrived for this order',
    law: `${LAW.supervision}; DOC-1, EXP-9`,
    hint: 'The seller or the payment firm sends it (CEB403), then the list is declared again.',
    hintZh: '请电商企业或支付企业补传收款单(CEB403)后重新申报清单。',
    ...RETURNED,
  },
  'DOC-NO-WAYBILL': {
    ...MATCHING_CODES['DOC-NO-WAYBILL'],
    hint: 'The logistics firm sends the waybill (CEB505), then the list is declared again.',
    hintZh: '请物流企业补传运单(CEB505)后重新申报清单。',
  },
  'EXP-ORDER-TYPE': {
    zh: '监管方式[{mode}]的订单类型应为{type}',
    en: 'the order of a list of mode {mode} is of type {type}',
    law: `${LAW.b2b}; B2B-3`,
    hint: 'orderType: E retail, B sale to a firm (9710), W stock for an overseas warehouse (9810).',
    hintZh: '订单类型:零售出口填E,9710填B,9810订仓单填W。',
    ...RETURNED,
  },
  'DOC-WAYBILL-USED': MATCHING_CODES['DOC-WAYBILL-USED'],
  'DOC-PARTY': MATCHING_CODES['DOC-PARTY'],
  'DOC-PARTY-NAME': MATCHING_CODES['DOC-PARTY-NAME'],
  'DOC-NEGATIVE': MATCHING_CODES['DOC-NEGATIVE'],
  'EXP-CURRENCY': {
    zh: '币制[{found}]与{other}的币制[{wanted}]不一致',
    en: 'currency {found} is not {wanted}, the currency of the {other}',
    law: `${LAW.specification}; EXP-9`,
    hint: 'Goods have the currency of the order everywhere, freight the currency of the waybill.',
    hintZh: '商品金额各单证均用订单币制,运费、保费均用运单币制。',
    ...RETURNED,
  },
  'DOC-GOODS-SUM': MATCHING_CODES['DOC-GOODS-SUM'],
  'EXP-CHARGE': {
    zh: '收款金额[{charge}]不等于订单商品金额+运杂费[{computed}]',
    en: 'the collection of {charge} is not goodsValue + freight of the order = {computed}',
    law: `${LAW.specification}; EXP-9`,
    hint: 'Correct charge of the collection or the amounts of the order to the cent.',
    hintZh: '请更正收款单的收款金额,或订单的商品金额、运杂费(精确到分)。',
    ...RETURNED,
  },
  '1322': {
    ...MATCHING_CODES['1322'],
    hint: 'Line n of the list is line n of the order: item, unit, quantity, price, total.',
    hintZh: '清单表体第n项应与订单表体第n项的货号、计量单位、数量、单价、总价一致。',
  },
  'DOC-FREIGHT': {
    ...MATCHING_CODES['DOC-FREIGHT'],
    hint: 'freight + insuredFee of the list = freight + insuredFee of the waybill.',
    hintZh: '清单运费加保费应等于运单运费加保价费。',
  },
  'EXP-TIME': {
    zh: '单证时间晚于其传输时间',
    en: 'a document states a time that is later than its own arrival',
    law: 'DOC-10',
    hint: 'Write when the order was made, and when the money came.',
    hintZh: '请填写实际的下单时间和到账时间。',
    ...RETURNED,
  },
  'DOC-PACK-NO': MATCHING_CODES['DOC-PACK-NO'],
  'DOC-NET-WEIGHT': MATCHING_CODES['DOC-NET-WEIGHT'],
  'EXP-GROSS-WEIGHT': {
    zh: '清单毛重[{list}]与运单毛重[{waybill}]不一致',
    en: 'the list weighs {list} kg gross, its waybill {waybill} kg',
    law: LAW.specification,
    hint: 'Write the gross weight of the waybill on the list.',
    hintZh: '清单毛重应与运单毛重一致。',
    ...RETURNED,
  },
} as const satisfies Record<string, Outcome>;

export type ExportMatchingCode = keyof typeof EXPORT_MATCHING_CODES;

/** A finding about the documents of an export. */
export function exportMatchFinding(
  code: ExportMatchingCode,
  path: string | null,
  values?: OutcomeValues,
): Finding {
  return findingOf(code, EXPORT_MATCHING_CODES[code], path, values);
}

/** The cited law of a code, for its rule. */
export function exportMatchLaw(code: ExportMatchingCode): string {
  return EXPORT_MATCHING_CODES[code].law;
}
