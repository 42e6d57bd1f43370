import { CHECK_INFO, HDE_APPR_RESULT } from './common.ts';
import { ANY, MAYBE, part, type ZoneTable, zoneAnswer } from './fields.ts';
import { SAS_PASSPORT_BSC, SAS_PASSPORT_DT, SAS_PASSPORT_RLT } from './sas-passport.ts';

/** What customs decided on a gate slip. */
export const SAS221: ZoneTable = zoneAnswer({
  type: 'SAS221',
  zh: '核放单审核回执',
  en: 'Decision on a gate slip',
  bodies: ['SAS221'],
  head: HDE_APPR_RESULT,
  parts: [
    HDE_APPR_RESULT,
    CHECK_INFO,
    part('SasPassportBsc', SAS_PASSPORT_BSC, MAYBE),
    part('SasPassportDt', SAS_PASSPORT_DT, ANY),
    part('SasPassportRlt', SAS_PASSPORT_RLT, ANY),
  ],
  answer: { status: 'manageResult', info: 'rmk', at: 'manageDate' },
  key: ['etpsPreentNo'],
});
