import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** An article on file is declared by its name; remarks of the list go by that name (CLS-6). */
export const goodsName: Rule<ClearanceContext> = {
  code: 'GOODS-NAME',
  law: lawOf('GOODS-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) => {
    const findings: Finding[] = [];
    for (let i = 0; i < lines.length; i += 1) {
      const { line, goods } = lines[i]!;
      if (goods === null || line.gname === goods.name) continue;
      const values = { item: goods.itemNo, filed: goods.name };
      findings.push(finding('GOODS-NAME', linePath(i, 'gname'), values));
    }
    return findings;
  },
};
