import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Goods that a remark excludes do not pass; nobody here can see that they are harmless (CLS-6). */
export const notExcluded: Rule<ClearanceContext> = {
  code: 'POS-EXCLUDE',
  law: lawOf('POS-EXCLUDE'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) => {
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, positive } = lines[i]!;
      for (const remark of positive?.remarks ?? []) {
        if (remark.kind !== 'exclude') continue;
        const values = { hs: line.gcode, remark: remark.text };
        findings.push(finding('POS-EXCLUDE', linePath(i, 'gcode'), values));
      }
    }
    return findings;
  },
};
