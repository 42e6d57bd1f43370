import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Declared and statutory units stand in the code table. */
export const unitCodes: Rule<ClearanceContext> = {
  code: 'CODE-UNIT',
  law: lawOf('CODE-UNIT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.unit;
    if (table === undefined) return null;
    const findings: Finding[] = [];
    const look = (value: string | null, i: number, element: string) => {
      if (value === null || table.has(value)) return;
      findings.push(finding('CODE-UNIT', linePath(i, element), { value }));
    };
    const { lines } = list.terms;
    for (let i = 0; i < lines.length; i += 1) {
      const { unit, unit1, unit2 } = lines[i]!;
      look(unit, i, 'unit');
      look(unit1, i, 'unit1');
      look(unit2, i, 'unit2');
    }
    return findings;
  },
};
