import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** What must not be exported does not leave in any channel. */
export const notProhibited: Rule<ExportContext> = {
  code: 'EXP-PROHIBITED',
  law: exportCodeLaw('EXP-PROHIBITED'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ goods, line: { gcode } }, path) =>
      goods?.prohibited === true
        ? exportFinding('EXP-PROHIBITED', path('gcode'), { hs: gcode })
        : null,
    ),
};
