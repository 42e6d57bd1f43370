import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Who names a licence says that the goods need one (EXP-2). */
export const simplifiedLicence: Rule<ExportContext> = {
  code: 'EXP-A-LICENCE',
  law: exportCodeLaw('EXP-A-LICENCE'),
  from: FROM_2016,
  until: null,
  check: ({ channel, case: { list } }) =>
    channel !== 'A' || list.terms.licenseNo === null
      ? null
      : exportFinding('EXP-A-LICENCE', 'InventoryHead/licenseNo'),
};
