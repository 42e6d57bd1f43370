import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Of some codes only goods of certain names, such as ink for household printers (CLS-6). */
export const remarkName: Rule<ClearanceContext> = {
  code: 'POS-NAME',
  law: lawOf('POS-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) => {
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, positive } = lines[i]!;
      for (const remark of positive?.remarks ?? []) {
        if (remark.kind !== 'name') continue;
        if (remark.names.some((name) => line.gname.includes(name))) continue;
        const names = remark.names.join(' / ');
        const values = { hs: line.gcode, names, remark: remark.text };
        findings.push(finding('POS-NAME', linePath(i, 'gname'), values));
      }
    }
    return findings;
  },
};
