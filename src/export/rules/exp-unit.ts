import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Goods of a full code are counted in its legal units. */
export const legalUnits: Rule<ExportContext> = {
  code: 'EXP-UNIT',
  law: exportCodeLaw('EXP-UNIT'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ goods, line }, path) => {
      if (goods === null) return null;
      const units = [goods.unit1, ...(goods.unit2 === null ? [] : [goods.unit2])].join(' + ');
      const say = (element: string) =>
        exportFinding('EXP-UNIT', path(element), { hs: line.gcode, units });
      if (line.unit1 !== goods.unit1) return say('unit1');
      if (goods.unit2 === null) return null;
      if (line.unit2 !== goods.unit2) return say('unit2');
      return line.qty2 === null ? say('qty2') : null;
    }),
};
