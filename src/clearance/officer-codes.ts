import type { Finding } from '../base/finding.ts';
import { COMMON_OFFICER_CODES } from '../matching/officer-codes.ts';
import { findingOf, type Outcome, type OutcomeValues } from '../matching/outcome.ts';

/** Outcomes of lists of import that persons look at, and of what they say. */
export const OFFICER_CODES = {
  ...COMMON_OFFICER_CODES,
  'INSP-ABROAD': {
    zh: '查验后退运出境[{reason}]',
    en: 'after inspection the parcel goes back abroad: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'Have the parcel sent back under customs control.',
    hintZh: '请在海关监管下办理退运。',
    receiptCode: '2407',
    returnStatus: '700',
  },
  'INSP-DESTROYED': {
    zh: '查验后销毁[{reason}]',
    en: 'after inspection the parcel is destroyed: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'Nothing to do; what was taken of quota and stock is free again.',
    hintZh: '无需操作,已占用的额度与库存已恢复。',
    receiptCode: '2499',
    returnStatus: '599',
  },
} as const satisfies Record<string, Outcome>;

/** A finding of officers, or that they are asked. */
export function officerFinding(code: keyof typeof OFFICER_CODES, values?: OutcomeValues): Finding {
  return findingOf(code, OFFICER_CODES[code], null, values);
}
