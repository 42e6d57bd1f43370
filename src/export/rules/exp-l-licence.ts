import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Who names a licence says that the goods need one (B2B-4). */
export const b2bLicence: Rule<ExportContext> = {
  code: 'EXP-L-LICENCE',
  law: exportCodeLaw('EXP-L-LICENCE'),
  from: FROM_2020,
  until: null,
  check: ({ channel, case: { list } }) =>
    channel !== 'L' || list.terms.licenseNo === null
      ? null
      : exportFinding('EXP-L-LICENCE', 'InventoryHead/licenseNo'),
};
