import type { Finding } from '../base/finding.ts';
import { LAW, SANDBOX } from './law.ts';
import { findingOf, type Outcome, type OutcomeValues } from './outcome.ts';

/** Outcomes that clearance of imports and of exports have in common. */
export const COMMON_CODES = {
  'SBX-RETURN': {
    zh: '沙箱：订单编号指定退单[{code}]',
    en: 'sandbox: the order number asked for a return with {code}',
    law: SANDBOX,
    hint: 'Take an ordinary order number; ? stands for an outcome that does not exist.',
    hintZh: '请使用普通订单编号；? 表示所指定的结果不存在。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '-10102': {
    zh: '无效企业代码[{code}]',
    en: 'enterprise {code} is not registered',
    law: `${LAW.supervision}; ENT-1`,
    hint: 'Write the customs registration code of a registered enterprise.',
    hintZh: '请填写已在海关注册登记的企业代码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '-10101': {
    zh: '无效企业类型,企业[{code}]未登记为{role}',
    en: 'enterprise {code} is not registered as {role}',
    law: `${LAW.supervision}; ENT-1, ENT-3`,
    hint: 'The enterprise registers this kind of business with customs first.',
    hintZh: '请该企业先向海关办理相应类型的注册登记。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ENT-STATUS': {
    zh: '企业[{code}]已被暂停或注销',
    en: 'enterprise {code} is suspended or struck off',
    law: `${LAW.ministries}; ENT-1, ENT-7`,
    hint: 'Declare through an enterprise that may do business.',
    hintZh: '请通过状态正常的企业申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ENT-EXPIRED': {
    zh: '企业[{code}]注册登记已于{until}到期',
    en: 'the registration of enterprise {code} ended on {until}',
    law: `${LAW.supervision}; ENT-1`,
    hint: 'The enterprise renews its registration.',
    hintZh: '请该企业办理注册登记延续手续。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ENT-NAME': {
    zh: '企业[{code}]名称与注册登记不一致',
    en: 'the name of enterprise {code} is not the registered one',
    law: `${LAW.supervision}; DOC-6`,
    hint: 'Write the registered name on every document.',
    hintZh: '请各单证均填写海关注册登记的企业名称。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TRADE-CUSTOMS': {
    zh: '申报海关[{customs}]不属于本关区',
    en: 'customs office {customs} is not of this zone',
    law: `${LAW.specification}; ENT-8`,
    hint: 'Declare at an office of the zone: {known}.',
    hintZh: '请向本综试区所属海关申报:{known}。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'CODE-COUNTRY': {
    zh: '国别代码[{value}]不在参数表内',
    en: 'country {value} is not in the code table',
    law: LAW.specification,
    hint: 'Use the three-digit customs code of the country.',
    hintZh: '请填写海关3位国别(地区)代码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'CODE-UNIT': {
    zh: '计量单位代码[{value}]不在参数表内',
    en: 'unit {value} is not in the code table',
    law: LAW.specification,
    hint: 'Use the three-digit customs code of the unit.',
    hintZh: '请填写海关3位计量单位代码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'CODE-TRAF': {
    zh: '运输方式代码[{value}]不在参数表内',
    en: 'transport mode {value} is not in the code table',
    law: LAW.specification,
    hint: 'Use the one-character customs code of the transport mode.',
    hintZh: '请填写海关1位运输方式代码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'CODE-WRAP': {
    zh: '包装种类代码[{value}]不在参数表内',
    en: 'packaging {value} is not in the code table',
    law: LAW.specification,
    hint: 'Use the one-character customs code of the packaging, or leave it empty.',
    hintZh: '请填写海关1位包装种类代码,或留空。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'STK-LINE': {
    zh: '账册[{book}]序号[{record}]{reasonZh}',
    en: 'line {record} of book {book} {reason}',
    law: `${LAW.supervision}; STK-1, STK-7`,
    hint: 'Name the open book and line under which the goods came in, with item, code and unit.',
    hintZh: '请填写商品入区时的账册编号、序号、货号、商品编码及计量单位。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'STK-SHORT': {
    zh: '账册[{book}]序号[{record}]可用数量不足,申报数量{asked} > 可用数量{free}',
    en: 'line {record} of book {book}: {asked} is declared, {free} is free',
    law: `${LAW.supervision}; STK-6, STK-7`,
    hint: 'Declare what is in stock; goods count when they are released and through the gate.',
    hintZh: '请核对账册可用数量;货物放行并过卡后方计入账册。',
    receiptCode: '1300',
    returnStatus: '100',
  },
} as const satisfies Record<string, Outcome>;

export type CommonCode = keyof typeof COMMON_CODES;

/** A finding that imports and exports share. */
export function commonFinding(
  code: CommonCode,
  path: string | null,
  values?: OutcomeValues,
): Finding {
  return findingOf(code, COMMON_CODES[code], path, values);
}

/** The cited law of a code, for its rule. */
export function commonLaw(code: CommonCode): string {
  return COMMON_CODES[code].law;
}
