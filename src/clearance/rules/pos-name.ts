import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Of some codes only goods of certain names, such as ink for household printers (CLS-6). */
export const remarkName: Rule<ClearanceContext> = {
  code: 'POS-NAME',
  law: lawOf('POS-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ line, positive }, path) =>
      (positive?.remarks ?? []).flatMap((remark) => {
        if (remark.kind !== 'name') return [];
        if (remark.names.some((name) => line.gname.includes(name))) return [];
        const names = remark.names.join(' / ');
        return finding('POS-NAME', path('gname'), { hs: line.gcode, names, remark: remark.text });
      }),
    ),
};
