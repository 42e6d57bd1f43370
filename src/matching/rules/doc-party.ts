import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** Platform, seller and logistics firm have one code on all four documents (DOC-6). */
export const parties: Rule<MatchContext> = {
  code: 'DOC-PARTY',
  law: matchLaw('DOC-PARTY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, payment, waybill } }) => {
    const { ebpCode, ebcCode, logisticsCode } = list.terms;
    const findings: Finding[] = [];
    if (order.terms.ebpCode !== ebpCode || payment.terms.ebpCode !== ebpCode) {
      findings.push(matchFinding('DOC-PARTY', 'InventoryHead/ebpCode'));
    }
    if (order.terms.ebcCode !== ebcCode) {
      findings.push(matchFinding('DOC-PARTY', 'InventoryHead/ebcCode'));
    }
    if (waybill.terms.logisticsCode !== logisticsCode) {
      findings.push(matchFinding('DOC-PARTY', 'InventoryHead/logisticsCode'));
    }
    return findings;
  },
};
