import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { levelsOf } from '../line-view.ts';

/** Headings only where the channel of the list takes them (EXP-2, B2B-5). */
export const codeLevel: Rule<ExportContext> = {
  code: 'EXP-LEVEL',
  law: exportCodeLaw('EXP-LEVEL'),
  from: FROM_2016,
  until: null,
  check: ({ lines, channel }) =>
    eachLine(lines, ({ level, line: { gcode } }, path) => {
      if (level) return null;
      const levels = levelsOf(channel);
      return exportFinding('EXP-LEVEL', path('gcode'), { hs: gcode, levels });
    }),
};
