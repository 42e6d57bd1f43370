import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { isControlled } from '../../registry/export-law.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Goods under licence, duty or inspection are never simplified (EXP-2). */
export const simplifiedGoods: Rule<ExportContext> = {
  code: 'EXP-A-GOODS',
  law: exportCodeLaw('EXP-A-GOODS'),
  from: FROM_2016,
  until: null,
  check: ({ channel, lines }) => {
    if (channel !== 'A') return null;
    return eachLine(lines, ({ goods, line: { gcode } }, path) =>
      goods !== null && isControlled(goods)
        ? exportFinding('EXP-A-GOODS', path('gcode'), { hs: gcode })
        : null,
    );
  },
};
