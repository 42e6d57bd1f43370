import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { MATCHING_CODES } from '../matching/codes.ts';
import { COMMON_CODES } from '../matching/common-codes.ts';
import { LAW, SANDBOX } from '../matching/law.ts';
import { findingOf, type Outcome, type OutcomeValues } from '../matching/outcome.ts';
import { OFFICER_CODES } from './officer-codes.ts';

/**
 * Outcomes of clearance. Numbers are the trade's own; the others are ours and carry 1300 in a
 * receipt. Of the 25xx of held lists only the first two digits are known from real receipts; the
 * last two are ours, and so are those of the 23xx of lists that wait for their arrival and of the
 * 24xx of inspected ones. A retired code is never used again.
 */
const CLEARANCE_CODES = {
  ...COMMON_CODES,
  'ENT-OVERSEAS': {
    zh: '境外电商企业[{code}]未委托境内代理人申报',
    en: 'overseas seller {code} has no domestic agent on the list',
    law: `${LAW.ministries}; ENT-2`,
    hint: 'agentCode names the domestic agent that is jointly liable.',
    hintZh: '申报企业应为境外电商企业委托的境内代理人。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ENT-ASSURE': {
    zh: '担保企业必须是电商平台、电商企业、物流企业或申报企业',
    en: 'the guarantor is none of platform, seller, logistics firm and declarant',
    law: `${LAW.specification}; ENT-1`,
    hint: 'assureCode is one of ebpCode, ebcCode, logisticsCode and agentCode.',
    hintZh: '担保企业编号应为电商平台、电商企业、物流企业或申报企业之一。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TRADE-IE': {
    zh: '进出口标记必须为I',
    en: 'an import list must carry ieFlag I',
    law: LAW.specification,
    hint: 'ieFlag is I on CEB621.',
    hintZh: '进口清单进出口标记填I。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TRADE-MODE': {
    zh: '监管方式[{mode}]不适用于本综试区零售进口',
    en: 'trade mode {mode} is not open for retail import in this zone',
    law: `${LAW.ministries}; ENT-8`,
    hint: 'Use one of {modes}.',
    hintZh: '可用的监管方式:{modes}。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TRADE-1210': {
    zh: '网购保税清单填制不规范',
    en: 'a bonded list lacks a bonded field or fills a field of direct purchase',
    law: LAW.specification,
    hint: '1210: emsNo, areaCode, itemRecordNo, country 142; no trafNo, voyageNo, billNo.',
    hintZh: '1210须填账册编号、区内企业、账册备案料号,起运国142;运输工具、航次、提运单号留空。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TRADE-9610': {
    zh: '直购进口清单缺少运输工具、航次航班号或提运单号',
    en: 'a direct-purchase list lacks trafNo, voyageNo or billNo',
    law: LAW.specification,
    hint: 'Fill trafNo, voyageNo and billNo.',
    hintZh: '9610须填运输工具编号、航班航次号和提运单号。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ID-TYPE': {
    zh: '订购人证件类型必须为1(身份证)',
    en: "the orderer's identity document must be an ID card (type 1)",
    law: `${LAW.supervision}; ID-1`,
    hint: 'Retail import is for holders of a resident ID card.',
    hintZh: '零售进口订购人证件类型须为身份证。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ID-CHECKSUM': {
    zh: '订购人身份证号码校验不通过',
    en: "the orderer's ID number is not a valid one",
    law: `${LAW.identity}; ID-1`,
    hint: 'Correct buyerIdNumber on order and list.',
    hintZh: '请核对订单与清单的订购人证件号码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ID-MISMATCH': {
    zh: '订购人姓名与身份证号码不匹配',
    en: "the orderer's name and ID number do not belong together",
    law: `${LAW.supervision}; ID-1`,
    hint: 'Write the real name and number as on the ID card.',
    hintZh: '请填写与身份证一致的真实姓名和号码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ID-BLOCKED': {
    zh: '订购人已被禁止跨境电商零售进口',
    en: 'the orderer is barred from retail import',
    law: `${LAW.ministries}; ENT-6, ENT-7`,
    hint: 'The orderer turns to customs.',
    hintZh: '请订购人向海关咨询。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '1327': {
    zh: '订单购买人与支付单支付人姓名或证件不一致',
    en: 'the payer is not the orderer of the order',
    law: `${LAW.supervision}; DOC-5`,
    hint: 'The orderer pays from an account in the same name.',
    hintZh: '请订购人使用本人名下的支付账户付款。',
    receiptCode: '1327',
    returnStatus: '100',
  },
  'GOODS-RECORD': {
    zh: '商品[{item}]未备案',
    en: 'item {item} is not on file',
    law: 'GOODS (switch of the zone)',
    hint: 'The seller files the article before it declares it.',
    hintZh: '请电商企业先办理商品备案。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'GOODS-HS': {
    zh: '商品[{item}]的商品编码与备案[{filed}]不一致',
    en: 'item {item} is on file under {filed}',
    law: `${LAW.specification}; DOC-7`,
    hint: 'Declare the code on file, or change the filing first.',
    hintZh: '请按备案的商品编码申报,或先变更备案。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'GOODS-NAME': {
    zh: '商品[{item}]的品名与备案[{filed}]不一致',
    en: 'item {item} is on file as {filed}',
    law: `${LAW.specification}; DOC-7`,
    hint: 'Declare the name on file, or change the filing first.',
    hintZh: '请按备案的商品名称申报,或先变更备案。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TAX-RATE': {
    zh: '商品编码[{hs}]没有当日有效的税率',
    en: 'no tariff line in force for code {hs}',
    law: `${LAW.tax}; TAX-5`,
    hint: 'Declare the ten-digit code in force on the day.',
    hintZh: '请填写现行有效的10位商品编码。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TAX-UNIT': {
    zh: '商品编码[{hs}]从量计征消费税,缺少可折算的法定数量',
    en: 'code {hs} bears a tax per quantity, but declares no quantity it can be counted by',
    law: `${LAW.tax}; TAX-8`,
    hint: 'Declare the statutory quantity in kilograms (035) or litres (095).',
    hintZh: '请以千克(035)或升(095)申报法定数量。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'TAX-CONTENT': {
    zh: '商品编码[{hs}]缺少净含量,无法判断是否为高档化妆品',
    en: 'cosmetics {hs} of unknown net content: high-end or not cannot be told',
    law: '财税〔2016〕103号; TAX-9',
    hint: 'File the net content of the article, or declare qty1 in kilograms or litres.',
    hintZh: '请在商品备案中填写净含量,或以千克、升申报法定数量。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'POS-OFF-LIST': {
    zh: '商品编码[{hs}]不在跨境电商零售进口商品清单内',
    en: 'code {hs} is not on the positive list of the day',
    law: `${LAW.ministries}; CLS-5`,
    hint: 'Goods off the positive list are imported as general trade.',
    hintZh: '清单外商品请按一般贸易进口。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'POS-EXCLUDE': {
    zh: '商品编码[{hs}]中的"{what}"按清单备注不得零售进口:{remark}',
    en: 'of code {hs}, "{what}" is excluded by the remark: {remark}',
    law: `${LAW.ministries}; CLS-6`,
    hint: 'Excluded goods are imported as general trade with the licence they need.',
    hintZh: '备注排除的商品请按一般贸易进口并提交相应许可证件。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'POS-MODE': {
    zh: '商品编码[{hs}]不得以监管方式[{mode}]进口:{remark}',
    en: 'code {hs} may not be imported under {mode}: {remark}',
    law: `${LAW.ministries}; CLS-6`,
    hint: 'The remark opens these modes only: {modes}.',
    hintZh: '该商品仅限以下监管方式:{modes}。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'POS-NAME': {
    zh: '商品编码[{hs}]仅限清单备注所列商品:{remark}',
    en: 'code {hs} is open only for the goods its remark names: {remark}',
    law: `${LAW.ministries}; CLS-6`,
    hint: 'Only these goods: {names}.',
    hintZh: '仅限:{names}。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'CLS-FIRST-IMPORT': {
    zh: '网购保税A(1239)须提交首次进口许可批件、注册或备案:{permits}',
    en: 'under 1239 the goods need their first-import permit: {permits}',
    law: `${LAW.ministries}; CLS-7`,
    hint: 'Import under 1210 or 9610 in a pilot city, or as general trade with the permit.',
    hintZh: '请在试点城市以1210或9610进口,或凭许可批件按一般贸易进口。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'POS-WEIGHT': {
    zh: '订购人购买{counter}超过年度限量,{total}克 > {limit}克',
    en: 'the orderer would pass the yearly weight of {counter}: {total} g > {limit} g',
    law: `${LAW.ministries}; CLS-6, ID-6`,
    hint: 'Each person may buy {limit} grams in a calendar year.',
    hintZh: '每人每个自然年限购{limit}克。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '-621005': {
    zh: '清单[{preNo}]的购买金额{total}超过单笔限额[{limit}]',
    en: 'the list is worth {total}, above the single limit of {limit}, and is no single article',
    law: `${LAW.limits}; TAX-10`,
    hint: 'Split the order, or import as general trade. One article alone may be above the limit.',
    hintZh: '请分单申报或按一般贸易进口;仅单件不可分割商品可超过单笔限额。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  '1313': {
    zh: '订购人购买超过年度限额,超过个人年度购买额度,totalPrice {total} > limitPrice {limit}',
    en: "the list would take the orderer's year to {total}, above the annual limit of {limit}",
    law: `${LAW.limits}; TAX-10, ID-4`,
    hint: 'Import as general trade; the limit begins anew on 1 January.',
    hintZh: '请按一般贸易进口;个人年度限额每年1月1日重新计算。',
    receiptCode: '1313',
    returnStatus: '100',
  },
  'TAX-TOLERANCE': {
    zh: '订单代扣税款[{stated}]与计征税款[{computed}]相差超过允许范围',
    en: 'the order withheld {stated} of tax, but {computed} is due: further apart than allowed',
    law: 'DOC-9 (no legal text; practice of the trade)',
    hint: 'Correct taxTotal of the order and what follows from it.',
    hintZh: '请更正订单代扣税款及相关金额。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'SBX-HOLD': {
    zh: '沙箱：订单编号指定挂起[{code}]{minutes}分钟',
    en: 'sandbox: the order number asked for a hold with {code} of {minutes} minutes',
    law: SANDBOX,
    hint: 'Wait: the list goes on by itself.',
    hintZh: '请等待，到时自动继续。',
    receiptCode: '2500',
    returnStatus: '600',
  },
  'ID-UNKNOWN': {
    zh: '挂起,等待订购人身份核实',
    en: "held until the authority confirms the orderer's identity",
    law: `${LAW.supervision}; ID-1`,
    hint: 'Nothing to do; the list goes on when the identity is confirmed.',
    hintZh: '无需操作,身份核实后自动继续。',
    receiptCode: '2501',
    returnStatus: '600',
  },
  'GUARANTEE-NONE': {
    zh: '挂起,担保企业[{code}]无有效税款担保',
    en: 'held: enterprise {code} has no guarantee in force',
    law: `${LAW.supervision}; TAX-11`,
    hint: 'The guarantor lodges a guarantee; the list then goes on by itself.',
    hintZh: '请担保企业办理税款担保,办妥后自动继续。',
    receiptCode: '2502',
    returnStatus: '600',
  },
  'GUARANTEE-SHORT': {
    zh: '挂起,担保企业[{code}]担保余额[{left}]不足税款[{tax}]',
    en: 'held: the guarantee of {code} has {left} left, the tax is {tax}',
    law: `${LAW.supervision}; TAX-11`,
    hint: 'The guarantor raises its guarantee or pays; the list then goes on by itself.',
    hintZh: '请担保企业追加担保或缴清税款,之后自动继续。',
    receiptCode: '2503',
    returnStatus: '600',
  },
  'ARRIVAL-LATE': {
    zh: '等待运抵超过{days}天,未收到与清单一致的入库明细单',
    en: 'no arrival that agrees with the list came within {days} days',
    law: 'LINE-10, DOC-10',
    hint: 'Declare again when the parcel arrives.',
    hintZh: '请在货物运抵后重新申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'ARRIVAL-NONE': {
    zh: '审核通过,待运抵(入库明细单)',
    en: 'passed; waits for the arrival detail (CEB711) of its waybill',
    law: 'LINE-10',
    hint: 'Nothing to do; the list goes on when the supervision site reports the arrival.',
    hintZh: '无需操作,监管场所申报入库明细单后自动继续。',
    receiptCode: '2301',
    returnStatus: '400',
  },
  'ARRIVAL-DIFFERS': {
    zh: '审核通过,待运抵,入库明细单与清单的[{elements}]不一致',
    en: 'passed; the arrival detail (CEB711) of its waybill has another {elements}',
    law: 'LINE-10',
    hint: 'The site mends its arrival detail (appType 2), or the list is withdrawn (CEB623).',
    hintZh: '请监管场所变更入库明细单(appType 2),或撤销清单(CEB623)后重新申报。',
    receiptCode: '2302',
    returnStatus: '400',
  },
} as const satisfies Record<string, Outcome>;

/** Every outcome of matching and clearance. */
export const CODES = { ...MATCHING_CODES, ...CLEARANCE_CODES, ...OFFICER_CODES } as const;

type ClearanceCode = keyof typeof CLEARANCE_CODES;

const OUTCOMES: Readonly<Record<string, Outcome>> = CODES;

/** A finding of clearance. */
export function finding(code: ClearanceCode, path: string | null, values?: OutcomeValues): Finding {
  return findingOf(code, CLEARANCE_CODES[code], path, values);
}

/** The cited law of a code, for its rule. */
export function lawOf(code: ClearanceCode): string {
  return CLEARANCE_CODES[code].law;
}

/** The outcome that a finding stands for. @throws Bug when no rule of ours made it. */
export function outcomeOf({ code }: Pick<Finding, 'code'>): Outcome {
  return present(OUTCOMES[code], `outcome ${code}`);
}

/** Whether the finding only has the list wait for its arrival (400). */
export function isWait(found: Finding): boolean {
  return outcomeOf(found).returnStatus === '400';
}

/** Whether the finding only holds the list (600) and does not return it (100). */
export function isHold(found: Finding): boolean {
  return outcomeOf(found).returnStatus === '600';
}
