import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import type { ExportChannel } from '../../registry/export-channel.ts';
import { needsLicence } from '../../registry/export-law.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Channels whose goods are declared in full. */
const DECLARED: readonly ExportChannel[] = ['B', 'D'];

/** Goods under a licence are declared in full, with its number. */
export const licensed: Rule<ExportContext> = {
  code: 'EXP-LICENCE',
  law: exportCodeLaw('EXP-LICENCE'),
  from: FROM_2016,
  until: null,
  check: ({ channel, case: { list }, lines }) => {
    if (!DECLARED.includes(channel) || list.terms.licenseNo !== null) return null;
    return eachLine(lines, ({ goods, line: { gcode } }, path) => {
      // What is prohibited has its own finding, and no licence helps it.
      if (goods === null || goods.prohibited || !needsLicence(goods)) return null;
      return exportFinding('EXP-LICENCE', path('gcode'), { hs: gcode });
    });
  },
};
