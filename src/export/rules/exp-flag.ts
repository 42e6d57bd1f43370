import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Lists of sales to firms are not merged, so they never ask for it (B2B-5). */
export const b2bFlag: Rule<ExportContext> = {
  code: 'EXP-FLAG',
  law: exportCodeLaw('EXP-FLAG'),
  from: FROM_2020,
  until: null,
  check: ({ case: { list }, channel }) =>
    channel !== 'L' || list.terms.statisticsFlag === 'A'
      ? null
      : exportFinding('EXP-FLAG', 'InventoryHead/statisticsFlag'),
};
