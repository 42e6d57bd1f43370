import type { Finding } from '../base/finding.ts';

type Text = {
  readonly zh: string;
  readonly en: string;
  readonly hint: string;
  readonly hintZh: string;
};

const LAW = 'RULES CLS-1, CLS-4; 海关企业信用管理办法';

/** Why a credit event of an enterprise is not taken. */
export const CREDIT_CODES = {
  'CREDIT-ENTERPRISE': {
    zh: '企业未登记',
    en: 'no such enterprise is registered',
    hint: 'Register it first: onestep load DIR.',
    hintZh: '请先办理登记（onestep load DIR）。',
  },
  'CREDIT-DAY': {
    zh: '日期尚未到来',
    en: 'the day has not come yet',
    hint: 'Enter the event when it has happened.',
    hintZh: '请于事件发生后录入。',
  },
  'CREDIT-CONFLICT': {
    zh: '该文书编号已用于同类但内容不同的事件',
    en: 'an event of this kind with other content was entered under this number',
    hint: 'Check the number of the paper; what was entered stays, and a new paper corrects it.',
    hintZh: '请核对文书编号；已录入的事件不可更改，应以新文书更正。',
  },
  'CREDIT-CLASS': {
    zh: '当日施行的信用管理办法没有该等级',
    en: 'the order on credit of that day does not know this class',
    hint: 'Enter a class of the order of that day.',
    hintZh: '请录入当日办法规定的等级。',
  },
  'CREDIT-DISHONEST': {
    zh: '失信企业未经信用修复不得上调等级',
    en: 'the enterprise is dishonest, and nothing but a rehabilitation moves it up',
    hint: 'Enter the rehabilitation first.',
    hintZh: '请先录入信用修复决定。',
  },
  'CREDIT-NOT-DISHONEST': {
    zh: '企业当日不是失信企业',
    en: 'the enterprise was not dishonest on that day',
    hint: 'See its history: onestep credit show ENTERPRISE.',
    hintZh: '请查看其等级变更记录（onestep credit show）。',
  },
  'CREDIT-NOT-CERTIFIED': {
    zh: '企业不是认证企业',
    en: 'the enterprise is not certified',
    hint: 'See its history: onestep credit show ENTERPRISE.',
    hintZh: '请查看其等级变更记录（onestep credit show）。',
  },
  'CREDIT-TAX-OPEN': {
    zh: '尚有拖欠的税款',
    en: 'tax of the enterprise is still overdue',
    hint: 'Enter the payment of its notices first.',
    hintZh: '请先录入欠缴税款的缴纳情况。',
  },
  'CREDIT-TAX-UNKNOWN': {
    zh: '没有该编号的欠税记录，或缴款日早于欠税日',
    en: 'no tax under this number was unpaid on that day',
    hint: 'Give the number of the notice as it was entered as unpaid.',
    hintZh: '请填写录入欠税时的缴款书编号。',
  },
} as const satisfies Record<string, Text>;

export type CreditCode = keyof typeof CREDIT_CODES;

/** The finding for a code; `path` names the part of the event. */
export function creditFinding(code: CreditCode, path: string): Finding {
  const { zh, en, hint, hintZh } = CREDIT_CODES[code];
  return { code, zh, en, path, law: LAW, hint, hintZh };
}
