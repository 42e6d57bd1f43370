import { FROM_2019 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { FIRST_IMPORT_MODE } from '../modes.ts';

/** 1210 and 9610 are personal use and need no permit; 1239 needs what tail notes ask (CLS-7). */
export const firstImport: Rule<ClearanceContext> = {
  code: 'CLS-FIRST-IMPORT',
  law: lawOf('CLS-FIRST-IMPORT'),
  from: FROM_2019,
  until: null,
  check: ({ lines, case: { list } }) => {
    if (list.terms.tradeMode !== FIRST_IMPORT_MODE) return null;
    return eachLine(lines, ({ positive }, path) => {
      const permits = positive?.firstImport ?? [];
      if (permits.length === 0) return null;
      return finding('CLS-FIRST-IMPORT', path('gcode'), { permits: permits.join(' / ') });
    });
  },
};
