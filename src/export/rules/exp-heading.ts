import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** A heading does not hide what needs a licence, pays duty or is inspected (EXP-2, B2B-4). */
export const headingFree: Rule<ExportContext> = {
  code: 'EXP-HEADING',
  law: exportCodeLaw('EXP-HEADING'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ heading, line: { gcode } }, path) => {
      if (heading === null || !(heading.licensed || heading.inspected)) return null;
      return exportFinding('EXP-HEADING', path('gcode'), { hs: gcode });
    }),
};
