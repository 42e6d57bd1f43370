import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Every article is on file, where the zone asks for that. */
export const goodsFiled: Rule<ClearanceContext> = {
  code: 'GOODS-RECORD',
  law: lawOf('GOODS-RECORD'),
  from: FROM_2016,
  until: null,
  check: ({ lines, parameters }) => {
    if (!parameters.goodsRecordRequired) return null;
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, goods } = lines[i]!;
      if (goods !== null) continue;
      const item = line.itemNo ?? '';
      findings.push(finding('GOODS-RECORD', linePath(i, 'itemNo'), { item }));
    }
    return findings;
  },
};
