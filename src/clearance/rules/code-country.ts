import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import { type ClearanceContext, linePath } from '../context.ts';

/** Countries of departure and origin stand in the code table. */
export const countryCodes: Rule<ClearanceContext> = {
  code: 'CODE-COUNTRY',
  law: lawOf('CODE-COUNTRY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.country;
    if (table === undefined) return null;
    const findings: Finding[] = [];
    const { country, lines } = list.terms;
    if (!table.has(country)) {
      findings.push(finding('CODE-COUNTRY', 'InventoryHead/country', { value: country }));
    }
    for (let i = 0; i < lines.length; i += 1) {
      const value = lines[i]!.country;
      if (!table.has(value)) {
        findings.push(finding('CODE-COUNTRY', linePath(i, 'country'), { value }));
      }
    }
    return findings;
  },
};
