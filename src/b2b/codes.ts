import { type Finding, filled, type TextValues } from '../base/finding.ts';
import { LAW } from '../matching/law.ts';

const FORM = '海关总署公告2019年第18号 (进出口货物报关单填制规范, K); B2B-4';

/**
 * What is wrong with a customs declaration of 9710 or 9810 beside what the rules on lists find;
 * `{name}` is filled in.
 */
export const B2B_CODES = {
  'DEC-SENDER': {
    zh: '申报单位[{agent}]应为发送企业[{sender}]',
    en: 'the declarant {agent} is not the sender {sender}',
    law: FORM,
    hint: 'Send it with a token of the declarant, or leave agentCode out.',
    hintZh: '请使用申报单位的令牌发送,或不填申报单位。',
  },
  'DEC-NUMBER': {
    zh: '企业内部编号[{number}]已用于另一份未被退单或撤销的报关单',
    en: 'number {number} stands on another declaration that was not returned or withdrawn',
    law: FORM,
    hint: 'Take another number, or withdraw the declaration first.',
    hintZh: '请更换企业内部编号,或先撤销原报关单。',
  },
  'DEC-MODE': {
    zh: '监管方式[{mode}]不得以此报关单申报',
    en: 'mode {mode} is not declared so',
    law: `${LAW.b2b}; B2B-4`,
    hint: 'Customs declarations of this channel are of 9710 or 9810.',
    hintZh: '本渠道报关单的监管方式为9710或9810。',
  },
  'DEC-ORDER': {
    zh: '订单[{number}]未入库',
    en: 'order {number} is not on file',
    law: `${LAW.b2b}; B2B-3`,
    hint: 'File the order (CEB303) first, then declare.',
    hintZh: '请先申报订单(CEB303),再申报报关单。',
  },
  'DEC-WAYBILL': {
    zh: '运单[{number}]未入库',
    en: 'waybill {number} is not on file',
    law: `${LAW.b2b}; B2B-3`,
    hint: 'File the waybill (CEB505) first, then declare.',
    hintZh: '请先申报运单(CEB505),再申报报关单。',
  },
  'DEC-LISTED': {
    zh: '订单[{number}]已有清单申报',
    en: 'a list of order {number} is being dealt with or stands',
    law: 'B2B-4',
    hint: 'An order leaves once: withdraw the list (CEB605), or wait until it is returned.',
    hintZh: '一份订单只能申报一次:请先撤销清单(CEB605),或待其退单。',
  },
  'DEC-DECLARED': {
    zh: '订单[{number}]已有报关单申报',
    en: 'another customs declaration has order {number}',
    law: 'B2B-4',
    hint: 'An order leaves once: withdraw the other declaration first.',
    hintZh: '一份订单只能申报一次:请先撤销另一份报关单。',
  },
  'DEC-LINES': {
    zh: '报关单商品不得超过{most}项',
    en: 'a customs declaration has at most {most} lines',
    law: FORM,
    hint: 'Split the order over several declarations.',
    hintZh: '请拆分订单后分别申报。',
  },
  'DEC-COUNTRY': {
    zh: '国别(地区)代码[{value}]不在参数表内',
    en: 'country {value} is not in the code table',
    law: FORM,
    hint: 'Use the three-digit customs code of the country.',
    hintZh: '请填写海关3位国别(地区)代码。',
  },
  'DEC-TERMS': {
    zh: '成交方式[{terms}]与所填运费、保费不符',
    en: 'freight and insurance do not fit the terms of trade {terms}',
    law: FORM,
    hint: '1 CIF: freight and insurance; 2 C&F: freight; 4 C&I: insurance; 3 FOB, 7 EXW: neither.',
    hintZh: '1 CIF填运费和保费;2 C&F填运费;4 C&I填保费;3 FOB、7 EXW均不填。',
  },
  'DEC-CHARGE': {
    zh: '费用应为费率(标记1,不超过100)或总价(标记3,最多两位小数)',
    en: 'a charge is per cent (mark 1, at most 100) or a sum (mark 3, at most two decimals)',
    law: FORM,
    hint: 'Write 3 with the sum, or 1 with the per cent of the price.',
    hintZh: '请按总价(3)或费率(1)填写。',
  },
  'DEC-RATE': {
    zh: '币制[{currency}]当日没有汇率',
    en: 'there is no exchange rate of currency {currency} for the day',
    law: 'EXP-9',
    hint: 'Use a currency that customs publishes a rate for.',
    hintZh: '请使用海关公布汇率的币制。',
  },
  'DEC-PRICE': {
    zh: '运费、保费不低于货价,离岸价不大于零',
    en: 'freight and insurance eat up the price: nothing is left free on board',
    law: 'EXP-9',
    hint: 'Check the total of the lines, the freight and the insurance.',
    hintZh: '请核对总价、运费和保费。',
  },
  'DEC-LEVY': {
    zh: '征免[{mode}]应为1(照章征税)或3(全免)',
    en: 'levy {mode} is neither 1, as by law, nor 3, exempt',
    law: FORM,
    hint: 'Write 1, or 3 with a certificate of exemption.',
    hintZh: '请填1,或凭征免税证明填3。',
  },
  'DEC-EXEMPT': {
    zh: '应税商品申报全免,备案号应为征免税证明编号(Z及11位数字)',
    en: 'goods under duty are declared exempt without a certificate of exemption',
    law: FORM,
    hint: 'manualNo is the number of the certificate: Z and eleven digits.',
    hintZh: '备案号请填写征免税证明编号。',
  },
  'DEC-FORM': {
    zh: '{zh}填写不规范',
    en: '{en} is not in its form',
    law: FORM,
    hint: 'Customs offices have four digits, domestic sources five, natures of levy three.',
    hintZh: '关区代码4位,境内货源地5位,征免性质3位。',
  },
  'DEC-CERTIFICATE': {
    zh: '随附单证[{value}]应为代码:编号',
    en: 'document {value} is not code:number',
    law: FORM,
    hint: 'Write the one-character code, a colon and the number; several with a semicolon between.',
    hintZh: '请按“代码:编号”填写,多份以分号分隔。',
  },
  'DEC-LICENCE': {
    zh: '许可证件由人工审核',
    en: 'a person checks the licence',
    law: 'B2B-4',
    hint: 'Nothing to do; customs looks at the documents.',
    hintZh: '无需操作,等待海关审核。',
  },
  'DEC-EXEMPTION': {
    zh: '征免税证明由人工审核',
    en: 'a person checks the certificate of exemption',
    law: FORM,
    hint: 'Nothing to do; customs looks at the documents.',
    hintZh: '无需操作,等待海关审核。',
  },
  'DEC-INSPECTION': {
    zh: '商品编码[{hs}]涉及出口检验,已布控查验',
    en: 'goods of code {hs} are inspected before export',
    law: 'B2B-4, B2B-6',
    hint: 'Show the goods; sales to firms are inspected first.',
    hintZh: '请配合查验,跨境电商B2B货物优先查验。',
  },
  'DEC-DUTY': {
    zh: '应缴出口关税{duty}元,缴款书[{notice}],缴清后放行',
    en: 'export duty of {duty} yuan is due by notice {notice}, and then the goods are released',
    law: '关税法 (K); B2B-4',
    hint: 'Pay the notice; the declaration goes on by itself.',
    hintZh: '请缴清税款,系统自动放行。',
  },
  'DEC-OFFICER': {
    zh: '{reason}',
    en: 'returned by an officer: {reason}',
    law: FORM,
    hint: 'Mend it and declare again.',
    hintZh: '请修改后重新申报。',
  },
  'DEC-STATE': {
    zh: '报关单状态为{state},不能撤销',
    en: 'the declaration is {state} and cannot be withdrawn',
    law: FORM,
    hint: 'What is not in the hands of officers and has not left is withdrawn.',
    hintZh: '仅不在查验中且未离境的报关单可以撤销。',
  },
  'DEC-MASTER': {
    zh: '报关单已在总单[{bill}]项下,不能撤销',
    en: 'the declaration is under master waybill {bill}',
    law: FORM,
    hint: 'Take its waybill out of the master waybill (change or delete CEB607) first.',
    hintZh: '请先变更或删除清单总分单(CEB607),将该运单剔除。',
  },
  'DEC-PAID': {
    zh: '报关单的出口关税已缴纳,不能撤销',
    en: 'the export duty of the declaration is paid',
    law: FORM,
    hint: 'Its refund is decided by the customs office: ask there.',
    hintZh: '退税须由海关办理,请向申报地海关申请。',
  },
  'DEC-HAND': {
    zh: '报关单状态为{state},不在人工办理中',
    en: 'the declaration is {state}: no officer has it in hand',
    law: FORM,
    hint: 'Only what is looked at (300) or inspected (500) is concluded.',
    hintZh: '仅人工审核(300)或查验(500)中的报关单可以作出结论。',
  },
  'DEC-TASK': {
    zh: '报关单状态为{state},由任务中的两名关员作出结论',
    en: 'the declaration is {state}: two officers conclude it by its task',
    law: 'RAND-3, LINE-5',
    hint: 'A lane brings the goods; then two officers are drawn, and say what they found.',
    hintZh: '货物到达查验场地后抽取两名关员,由其在任务中填写查验结果。',
  },
} as const;

export type B2bCode = keyof typeof B2B_CODES;

/** @param path JSON pointer of the value in the body, or null */
export function b2bFinding(code: B2bCode, path: string | null, values: TextValues = {}): Finding {
  const { zh, en, law, hint, hintZh } = B2B_CODES[code];
  return { code, zh: filled(zh, values), en: filled(en, values), path, law, hint, hintZh };
}
