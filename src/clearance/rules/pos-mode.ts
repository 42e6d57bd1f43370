import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Goods open in some modes only, such as frozen seafood from bonded stock (CLS-6). */
export const remarkMode: Rule<ClearanceContext> = {
  code: 'POS-MODE',
  law: lawOf('POS-MODE'),
  from: FROM_2016,
  until: null,
  check: ({ lines, case: { list } }) => {
    const mode = list.terms.tradeMode;
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, positive } = lines[i]!;
      for (const remark of positive?.remarks ?? []) {
        if (remark.kind !== 'mode' || remark.modes.includes(mode)) continue;
        const modes = remark.modes.join(' ');
        const values = { hs: line.gcode, mode, modes, remark: remark.text };
        findings.push(finding('POS-MODE', linePath(i, 'gcode'), values));
      }
    }
    return findings;
  },
};
