import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Goods open in some modes only, such as frozen seafood from bonded stock (CLS-6). */
export const remarkMode: Rule<ClearanceContext> = {
  code: 'POS-MODE',
  law: lawOf('POS-MODE'),
  from: FROM_2016,
  until: null,
  check: ({ lines, case: { list } }) => {
    const mode = list.terms.tradeMode;
    return eachLine(lines, ({ line, positive }, path) =>
      (positive?.remarks ?? []).flatMap((remark) => {
        if (remark.kind !== 'mode' || remark.modes.includes(mode)) return [];
        const modes = remark.modes.join(' ');
        const values = { hs: line.gcode, mode, modes, remark: remark.text };
        return finding('POS-MODE', path('gcode'), values);
      }),
    );
  },
};
