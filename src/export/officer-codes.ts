import type { Finding } from '../base/finding.ts';
import { COMMON_OFFICER_CODES } from '../matching/officer-codes.ts';
import {
  findingOf,
  forcedFindingOf,
  type Outcome,
  type OutcomeValues,
} from '../matching/outcome.ts';

/** Outcomes of export lists that persons look at, and of what they say. */
export const EXPORT_OFFICER_CODES = {
  ...COMMON_OFFICER_CODES,
  'INSP-BACK': {
    zh: '查验后不准出境,退回发货人[{reason}]',
    en: 'after inspection the parcel may not leave and goes back to its seller: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'Fetch the parcel from the supervision site.',
    hintZh: '请至监管场所办理退回手续。',
    receiptCode: '2407',
    returnStatus: '700',
  },
  'INSP-DESTROYED': {
    zh: '查验后销毁[{reason}]',
    en: 'after inspection the parcel is destroyed: {reason}',
    law: 'LINE-5, LINE-6',
    hint: 'Nothing to do; the list is not declared again.',
    hintZh: '无需操作,该清单不再申报。',
    receiptCode: '2499',
    returnStatus: '599',
  },
} as const satisfies Record<string, Outcome>;

/** A finding of officers about an export list, or that they are asked. */
export function exportOfficerFinding(
  code: keyof typeof EXPORT_OFFICER_CODES,
  values?: OutcomeValues,
): Finding {
  return findingOf(code, EXPORT_OFFICER_CODES[code], null, values);
}

/**
 * That an order number of a sandbox asked for officers: what they are asked, and that it is forced.
 * @param code by which it asked
 */
export function forcedExportLook(look: 'INSPECT' | 'REVIEW', code: string): Finding[] {
  const forced = forcedFindingOf(look, EXPORT_OFFICER_CODES[look]);
  return [forced, exportOfficerFinding(`SBX-${look}`, { code })];
}
