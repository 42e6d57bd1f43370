import { CHECK_INFO, HDE_APPR_RESULT } from './common.ts';
import { MAYBE, part, type ZoneTable, zoneAnswer } from './fields.ts';
import { SAS_PASSPORT_BSC } from './sas-passport.ts';

/** A vehicle crossed the gate. */
export const SAS223: ZoneTable = zoneAnswer({
  type: 'SAS223',
  zh: '核放单过卡回执',
  en: 'Gate slip crossed',
  bodies: ['SAS223'],
  head: HDE_APPR_RESULT,
  parts: [HDE_APPR_RESULT, CHECK_INFO, part('SasPassportBsc', SAS_PASSPORT_BSC, MAYBE)],
  answer: { status: 'manageResult', info: 'rmk', at: 'manageDate' },
  key: ['etpsPreentNo'],
});
