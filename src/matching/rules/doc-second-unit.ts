import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** A second quantity needs its unit and a second unit its quantity. */
export const secondUnit: Rule<MatchContext> = {
  code: 'DOC-SECOND-UNIT',
  law: matchLaw('DOC-SECOND-UNIT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const findings: Finding[] = [];
    for (const [at, { qty2, unit2 }] of list.terms.lines.entries()) {
      const together = unit2 === null ? qty2 === null : qty2 !== null && qty2 > 0n;
      if (!together)
        findings.push(matchFinding('DOC-SECOND-UNIT', `InventoryList[${at + 1}]/qty2`));
    }
    return findings;
  },
};
