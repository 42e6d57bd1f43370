import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The orderer of the list is the orderer of the order: identity and name (DOC-5). */
export const listBuyer: Rule<MatchContext> = {
  code: '13127',
  law: matchLaw('13127'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) => {
    const declared = list.terms.buyer;
    const ordered = order.terms.buyer;
    const findings: Finding[] = [];
    if (declared.idType !== ordered.idType || declared.idKey !== ordered.idKey) {
      findings.push(matchFinding('13127', 'InventoryHead/buyerIdNumber'));
    }
    if (declared.nameKey !== ordered.nameKey) {
      findings.push(matchFinding('13127', 'InventoryHead/buyerName'));
    }
    return findings;
  },
};
