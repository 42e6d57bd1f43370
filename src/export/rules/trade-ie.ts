import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** An export list says that it is one. */
export const exportFlag: Rule<ExportContext> = {
  code: 'TRADE-IE',
  law: exportCodeLaw('TRADE-IE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) =>
    list.terms.ieFlag === 'E' ? null : exportFinding('TRADE-IE', 'InventoryHead/ieFlag'),
};
