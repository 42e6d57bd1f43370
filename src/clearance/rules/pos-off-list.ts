import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Only goods of the positive list are imported this way (CLS-5). */
export const onPositiveList: Rule<ClearanceContext> = {
  code: 'POS-OFF-LIST',
  law: lawOf('POS-OFF-LIST'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ line, positive }, path) =>
      positive === null ? finding('POS-OFF-LIST', path('gcode'), { hs: line.gcode }) : null,
    ),
};
