import { FROM_2020 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { isControlled } from '../../registry/export-law.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Goods under licence, duty or inspection need a full declaration (B2B-4). */
export const b2bGoods: Rule<ExportContext> = {
  code: 'EXP-L-GOODS',
  law: exportCodeLaw('EXP-L-GOODS'),
  from: FROM_2020,
  until: null,
  check: ({ channel, lines }) => {
    if (channel !== 'L') return null;
    return eachLine(lines, ({ goods, line: { gcode } }, path) =>
      goods !== null && isControlled(goods)
        ? exportFinding('EXP-L-GOODS', path('gcode'), { hs: gcode })
        : null,
    );
  },
};
