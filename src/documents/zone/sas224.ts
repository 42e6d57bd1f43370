import { CHECK_INFO, HDE_APPR_RESULT } from './common.ts';
import { MAYBE, part, type ZoneTable, zoneAnswer } from './fields.ts';
import { SAS_PASSPORT_BSC } from './sas-passport.ts';

/** A gate slip is void. */
export const SAS224: ZoneTable = zoneAnswer({
  type: 'SAS224',
  zh: '核放单作废回执',
  en: 'Gate slip void',
  bodies: ['SAS224'],
  head: HDE_APPR_RESULT,
  parts: [HDE_APPR_RESULT, CHECK_INFO, part('SasPassportBsc', SAS_PASSPORT_BSC, MAYBE)],
  answer: { status: 'manageResult', info: 'rmk', at: 'manageDate' },
  key: ['etpsPreentNo'],
});
