import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** An article on file is declared under its code; a filing of eight digits leaves the last two. */
export const goodsCode: Rule<ClearanceContext> = {
  code: 'GOODS-HS',
  law: lawOf('GOODS-HS'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) => {
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, goods } = lines[i]!;
      if (goods === null || line.gcode.startsWith(goods.hs)) continue;
      const values = { item: goods.itemNo, filed: goods.hs };
      findings.push(finding('GOODS-HS', linePath(i, 'gcode'), values));
    }
    return findings;
  },
};
