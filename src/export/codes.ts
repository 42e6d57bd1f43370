import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { COMMON_CODES } from '../matching/common-codes.ts';
import { EXPORT_MATCHING_CODES } from '../matching/export-codes.ts';
import { LAW } from '../matching/law.ts';
import { findingOf, type Outcome, type OutcomeValues } from '../matching/outcome.ts';
import { EXPORT_OFFICER_CODES } from './officer-codes.ts';

const RETURNED = { receiptCode: '1300', returnStatus: '100' } as const;

/**
 * Outcomes of clearance of exports. What means the same as on import has the code from there. Of
 * the 23xx of lists that wait for their arrival only the first two digits are the trade's own. A
 * retired code is never used again.
 */
const CLEARANCE_CODES = {
  'TRADE-IE': {
    zh: '进出口标记必须为E',
    en: 'an export list must carry ieFlag E',
    law: LAW.specification,
    hint: 'ieFlag is E on CEB603.',
    hintZh: '出口清单进出口标记填E。',
    ...RETURNED,
  },
  'TRADE-MODE': {
    zh: '监管方式[{mode}]当日不适用于本综试区出口',
    en: 'trade mode {mode} is not open for exports from this zone on the day',
    law: `${LAW.supervision}; ${LAW.b2b}; EXP-1, EXP-8, B2B-1`,
    hint: 'Open on the day: {modes}.',
    hintZh: '当日可用的监管方式:{modes}。',
    ...RETURNED,
  },
  'EXP-1210': {
    zh: '特殊区域出口清单填制不规范',
    en: 'a list out of a special area lacks its book, or another list names one',
    law: `${LAW.specification}; EXP-8`,
    hint: '1210: emsNo, iacCode, and itemRecordNo of each line; other modes name no book.',
    hintZh: '1210须填账册编号、区内企业代码及表体账册备案料号;其他监管方式不填账册。',
    ...RETURNED,
  },
  'EXP-FLAG': {
    zh: '9710、9810清单的申报业务类型应为A',
    en: 'a list of 9710 or 9810 is declared with statisticsFlag A',
    law: 'B2B-5',
    hint: 'Nothing is merged after a list of sales to firms: statisticsFlag A.',
    hintZh: 'B2B出口清单无需汇总申报,申报业务类型填A。',
    ...RETURNED,
  },
  'EXP-WAREHOUSE': {
    zh: '电商企业[{ebcCode}]未备案海外仓[{code}]',
    en: 'seller {ebcCode} has no overseas warehouse {code} on file',
    law: `${LAW.b2b}; B2B-2`,
    hint: 'The seller files its overseas warehouse with customs first; ebpCode names it.',
    hintZh: '请先由电商企业向海关办理海外仓业务模式备案,并在电商平台代码填写海外仓编号。',
    ...RETURNED,
  },
  'EXP-WAREHOUSE-DAY': {
    zh: '海外仓[{code}]在{date}不在备案有效期内[{days}]',
    en: 'overseas warehouse {code} is not on file on {date}, but on {days}',
    law: `${LAW.b2b}; B2B-2`,
    hint: 'Have the filing of the warehouse renewed, or send the goods to another one.',
    hintZh: '请向海关办理海外仓备案延续,或改运其他已备案海外仓。',
    ...RETURNED,
  },
  'EXP-WAREHOUSE-COUNTRY': {
    zh: '海外仓[{code}]备案国家(地区)为[{filed}],与运抵国(地区)[{country}]不一致',
    en: 'overseas warehouse {code} is on file in {filed}, and the goods arrive in {country}',
    law: `${LAW.b2b}; B2B-2`,
    hint: 'country of the list is the one that the warehouse is filed in.',
    hintZh: '运抵国(地区)应与海外仓备案所在国家(地区)一致。',
    ...RETURNED,
  },
  'EXP-DESTINATION': {
    zh: '运抵国(地区)不能为中国',
    en: 'the country of arrival or of final destination is China',
    law: LAW.specification,
    hint: 'Write the country that the parcel goes to.',
    hintZh: '请填写货物实际运抵的国家(地区)。',
    ...RETURNED,
  },
  'CODE-CURRENCY': {
    zh: '币制代码[{value}]不在参数表内',
    en: 'currency {value} is not in the code table',
    law: LAW.specification,
    hint: 'Use the three-digit customs code of the currency.',
    hintZh: '请填写海关3位币制代码。',
    ...RETURNED,
  },
  'EXP-NO-RATE': {
    zh: '币制[{currency}]在{date}没有汇率',
    en: 'there is no exchange rate of currency {currency} for {date}',
    law: `${LAW.supervision}; EXP-9`,
    hint: 'Sell in a currency that customs publishes a rate for, or declare again when it has one.',
    hintZh: '请使用海关公布汇率的币制,或待汇率公布后重新申报。',
    ...RETURNED,
  },
  'EXP-A-CLOSED': {
    zh: '当日未开通清单核放、汇总统计',
    en: 'the law of the day has no simplified declaration',
    law: `${LAW.supervision}; EXP-3`,
    hint: 'Declare with statisticsFlag B and full codes.',
    hintZh: '请以汇总申报(B)方式申报,并填写10位商品编码。',
    ...RETURNED,
  },
  'EXP-A-LIMIT': {
    zh: '单票价值[{value}]超过简化申报限值[{limit}]元',
    en: 'the ticket is worth {value} yuan, above the {limit} of simplified declaration',
    law: `${LAW.supervision}; EXP-3`,
    hint: 'Declare with statisticsFlag B.',
    hintZh: '请以汇总申报(B)方式申报。',
    ...RETURNED,
  },
  'EXP-A-GOODS': {
    zh: '商品编码[{hs}]涉及出口许可、出口征税或出口检验,不得简化申报',
    en: 'goods of code {hs} need a licence, pay duty or are inspected: not for simplified lists',
    law: `${LAW.supervision}; EXP-2`,
    hint: 'Declare with statisticsFlag B, and with licenseNo where a licence is needed.',
    hintZh: '请以汇总申报(B)方式申报,涉证商品填写许可证号。',
    ...RETURNED,
  },
  'EXP-A-LICENCE': {
    zh: '简化申报清单不得填写许可证号',
    en: 'a simplified list names a licence',
    law: `${LAW.supervision}; EXP-2`,
    hint: 'Goods under a licence are declared with statisticsFlag B.',
    hintZh: '涉证商品请以汇总申报(B)方式申报。',
    ...RETURNED,
  },
  'EXP-L-CLOSED': {
    zh: '当日未开通B2B出口清单申报',
    en: 'the law of the day has no lists for sales to firms',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'Make a full customs declaration.',
    hintZh: '请采用报关单方式申报。',
    ...RETURNED,
  },
  'EXP-L-LIMIT': {
    zh: '单票价值[{value}]超过B2B出口清单限值[{limit}]元',
    en: 'the ticket is worth {value} yuan, above the {limit} of lists for sales to firms',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'Make a full customs declaration.',
    hintZh: '请采用报关单方式申报。',
    ...RETURNED,
  },
  'EXP-L-GOODS': {
    zh: '商品编码[{hs}]涉证、涉检或涉税,不得以清单方式申报',
    en: 'goods of code {hs} need a licence, pay duty or are inspected: not for lists',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'Make a full customs declaration.',
    hintZh: '请采用报关单方式申报。',
    ...RETURNED,
  },
  'EXP-L-LICENCE': {
    zh: 'B2B出口清单不得填写许可证号',
    en: 'a list of sales to firms names a licence',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'Goods under a licence need a full customs declaration.',
    hintZh: '涉证商品请采用报关单方式申报。',
    ...RETURNED,
  },
  'EXP-LEVEL': {
    zh: '商品编码[{hs}]的位数不符合要求,应为{levels}位',
    en: 'code {hs} has not as many digits as the channel of the list takes: {levels}',
    law: `${LAW.specification}; EXP-2, B2B-5`,
    hint: 'Simplified lists: 4, 6 or 10 digits; sales to firms: 6 or 10; all others: 10.',
    hintZh: '简化申报可填4、6或10位;B2B出口清单可填6或10位;其他填10位。',
    ...RETURNED,
  },
  'EXP-CODE': {
    zh: '商品编码[{hs}]当日不存在',
    en: 'there is no code {hs} in the table of export goods of the day',
    law: `${LAW.specification}; EXP-2`,
    hint: 'Declare a code in force on the day.',
    hintZh: '请填写现行有效的商品编码。',
    ...RETURNED,
  },
  'EXP-HEADING': {
    zh: '品目[{hs}]项下有涉证、涉税或涉检商品,须填报10位商品编码',
    en: 'below {hs} there are goods that need a licence, pay duty or are inspected',
    law: `${LAW.supervision}; EXP-2, B2B-4`,
    hint: 'Declare all 10 digits, to show that these are other goods.',
    hintZh: '请填报10位商品编码,以区分不涉及上述管理的商品。',
    ...RETURNED,
  },
  'EXP-PROHIBITED': {
    zh: '商品编码[{hs}]为禁止出口货物',
    en: 'goods of code {hs} must not be exported',
    law: '对外贸易法; EXP-2',
    hint: 'These goods cannot leave; take them out of the parcel.',
    hintZh: '禁止出口货物不得申报,请剔除后重新申报。',
    ...RETURNED,
  },
  'EXP-LICENCE': {
    zh: '商品编码[{hs}]需出口许可证件,许可证号未填写',
    en: 'goods of code {hs} need an export licence, and licenseNo is empty',
    law: '对外贸易法; EXP-2',
    hint: 'Write the number of the licence in licenseNo.',
    hintZh: '请填写许可证号。',
    ...RETURNED,
  },
  'EXP-UNIT': {
    zh: '商品编码[{hs}]的法定计量单位应为{units}',
    en: 'goods of code {hs} are counted in {units}',
    law: LAW.specification,
    hint: 'Declare quantities in the legal units of the code: unit1, and unit2 where there is one.',
    hintZh: '请按商品编码的法定第一、第二计量单位申报法定数量。',
    ...RETURNED,
  },
  'EXP-BLOCKED': {
    zh: '上月清单逾期未汇总申报,暂停受理新的汇总申报清单',
    en: 'last month is not declared in summary yet, so no new lists for a summary are taken',
    law: `${LAW.supervision}; EXP-4, EXP-7`,
    hint: 'Declare the summary of the past month (CEB701); then the list is declared again.',
    hintZh: '请先完成上月清单的汇总申报(CEB701),再重新申报。',
    ...RETURNED,
  },
  'EXP-DECLARED': {
    zh: '该订单已以报关单申报',
    en: 'a customs declaration has the order of this list',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'An order leaves once. To leave by list, withdraw the declaration, then send the list.',
    hintZh: '一份订单只能申报一次;如需以清单申报,请先撤销报关单。',
    ...RETURNED,
  },
  'ARRIVAL-LATE': {
    zh: '等待运抵超过{days}天,未收到与清单一致的运抵单',
    en: 'no arrival that agrees with the list came within {days} days',
    law: 'EXP-1, DOC-10',
    hint: 'Declare again when the parcel is at the supervision site.',
    hintZh: '请在货物运抵监管场所后重新申报。',
    ...RETURNED,
  },
  'ARRIVAL-NONE': {
    zh: '审核通过,待运抵(运抵单)',
    en: 'passed; waits for the arrival (CEB507) of its waybill',
    law: 'EXP-1',
    hint: 'Nothing to do; the list goes on when the supervision site reports the arrival.',
    hintZh: '无需操作,监管场所申报运抵单后自动继续。',
    receiptCode: '2301',
    returnStatus: '400',
  },
  'ARRIVAL-DIFFERS': {
    zh: '审核通过,待运抵,运抵单与清单的[{elements}]不一致',
    en: 'passed; the arrival (CEB507) of its waybill has another {elements}',
    law: 'EXP-1',
    hint: 'A right arrival is reported, or the list is withdrawn (CEB605).',
    hintZh: '请重新申报正确的运抵单,或撤销清单(CEB605)后重新申报。',
    receiptCode: '2302',
    returnStatus: '400',
  },
} as const satisfies Record<string, Outcome>;

type ClearanceCode = keyof typeof CLEARANCE_CODES;

/** Every outcome of an export list. */
export const EXPORT_CODES = {
  ...EXPORT_MATCHING_CODES,
  ...COMMON_CODES,
  ...CLEARANCE_CODES,
  ...EXPORT_OFFICER_CODES,
} as const;

const OUTCOMES: Readonly<Record<string, Outcome>> = EXPORT_CODES;

/** A finding of clearance of exports. */
export function exportFinding(
  code: ClearanceCode,
  path: string | null,
  values?: OutcomeValues,
): Finding {
  return findingOf(code, CLEARANCE_CODES[code], path, values);
}

/** The cited law of a code, for its rule. */
export function exportCodeLaw(code: ClearanceCode): string {
  return CLEARANCE_CODES[code].law;
}

/** The outcome that a finding stands for. @throws Bug when no rule of ours made it. */
export function exportOutcomeOf({ code }: Pick<Finding, 'code'>): Outcome {
  return present(OUTCOMES[code], `outcome ${code}`);
}

/** Whether the finding only has the list wait for its arrival (400). */
export function isExportWait(found: Finding): boolean {
  return exportOutcomeOf(found).returnStatus === '400';
}
