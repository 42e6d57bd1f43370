import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { EitherContext, Rule } from '../rule.ts';

/** List and order write the names of platform and seller alike (DOC-6). */
export const partyNames: Rule<EitherContext> = {
  code: 'DOC-PARTY-NAME',
  law: matchLaw('DOC-PARTY-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) => {
    const findings: Finding[] = [];
    if (list.terms.ebpName !== order.terms.ebpName) {
      findings.push(matchFinding('DOC-PARTY-NAME', 'InventoryHead/ebpName'));
    }
    if (list.terms.ebcName !== order.terms.ebcName) {
      findings.push(matchFinding('DOC-PARTY-NAME', 'InventoryHead/ebcName'));
    }
    return findings;
  },
};
