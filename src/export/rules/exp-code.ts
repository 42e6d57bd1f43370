import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Every code is one of the day, at whatever level it is declared (EXP-2). */
export const codeKnown: Rule<ExportContext> = {
  code: 'EXP-CODE',
  law: exportCodeLaw('EXP-CODE'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ level, goods, heading, line: { gcode } }, path) => {
      if (!level || goods !== null || heading !== null) return null;
      return exportFinding('EXP-CODE', path('gcode'), { hs: gcode });
    }),
};
