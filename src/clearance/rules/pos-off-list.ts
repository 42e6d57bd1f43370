import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Only goods of the positive list are imported this way (CLS-5). */
export const onPositiveList: Rule<ClearanceContext> = {
  code: 'POS-OFF-LIST',
  law: lawOf('POS-OFF-LIST'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) => {
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, positive } = lines[i]!;
      if (positive !== null) continue;
      findings.push(finding('POS-OFF-LIST', linePath(i, 'gcode'), { hs: line.gcode }));
    }
    return findings;
  },
};
