import { SANDBOX } from './law.ts';
import type { Outcome } from './outcome.ts';

/**
 * Outcomes of lists of either direction that persons look at, and of what they say. Of the 24xx
 * only 2400 is known from real receipts.
 */
export const COMMON_OFFICER_CODES = {
  INSPECT: {
    zh: '查验',
    en: 'the parcel is to be inspected',
    law: 'LINE-1, LINE-5, RAND-1',
    hint: 'Nothing to do; the parcel is opened once for customs and quarantine.',
    hintZh: '无需操作,海关与检疫将一次开箱查验。',
    receiptCode: '2400',
    returnStatus: '500',
  },
  REVIEW: {
    zh: '待人工审核',
    en: 'an officer looks at the documents',
    law: 'CLS-8, LINE-5',
    hint: 'Nothing to do; an officer decides within the time of the zone.',
    hintZh: '无需操作,海关将在规定时限内人工审核。',
    receiptCode: '1200',
    returnStatus: '300',
  },
  'REVIEW-RETURNED': {
    zh: '人工审核退单[{reason}]',
    en: 'returned after the documents were looked at: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'Correct what is said and declare again.',
    hintZh: '请按退单原因更正后重新申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'INSP-AMEND': {
    zh: '查验后退单,需修改后重新申报[{reason}]',
    en: 'returned after inspection, to be declared again as it is: {reason}',
    law: 'LINE-6, LINE-7',
    hint: 'Declare again what is in the parcel.',
    hintZh: '请按实际货物更正后重新申报。',
    receiptCode: '1300',
    returnStatus: '100',
  },
  'INSP-DETAINED': {
    zh: '查验后扣留[{reason}]',
    en: 'the parcel is detained after inspection: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'The declarant turns to the office that detains it.',
    hintZh: '请申报单位联系扣留海关。',
    receiptCode: '2401',
    returnStatus: '501',
  },
  'INSP-TRANSFERRED': {
    zh: '查验后移送缉私部门[{reason}]',
    en: 'the parcel is handed to the anti-smuggling office: {reason}',
    law: 'ENT-7, LINE-5, LINE-7',
    hint: 'The declarant turns to the anti-smuggling office.',
    hintZh: '请申报单位联系缉私部门。',
    receiptCode: '2402',
    returnStatus: '502',
  },
  'SBX-INSPECT': {
    zh: '沙箱：订单编号指定查验[{code}]',
    en: 'sandbox: the order number asked for an inspection with {code}',
    law: SANDBOX,
    hint: 'Wait: stand-ins of the sandbox end it.',
    hintZh: '请等待，沙箱替身将完成查验。',
    receiptCode: '2400',
    returnStatus: '500',
  },
  'SBX-REVIEW': {
    zh: '沙箱：订单编号指定人工审核[{code}]',
    en: 'sandbox: the order number asked for a review with {code}',
    law: SANDBOX,
    hint: 'Wait: a stand-in of the sandbox decides.',
    hintZh: '请等待，沙箱替身将完成审核。',
    receiptCode: '1200',
    returnStatus: '300',
  },
} as const satisfies Record<string, Outcome>;
