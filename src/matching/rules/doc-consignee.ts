import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The parcel goes to whom the order says; that may be another person than the orderer (DOC-5). */
export const consignee: Rule<MatchContext> = {
  code: 'DOC-CONSIGNEE',
  law: matchLaw('DOC-CONSIGNEE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, waybill } }) => {
    const ordered = order.terms.consignee;
    const carried = waybill.terms.consignee;
    const findings: Finding[] = [];
    if (ordered.nameKey !== carried.nameKey) {
      findings.push(matchFinding('DOC-CONSIGNEE', 'LogisticsHead/consignee'));
    }
    if (ordered.phoneKey !== carried.phoneKey) {
      findings.push(matchFinding('DOC-CONSIGNEE', 'LogisticsHead/consigneeTelephone'));
    }
    if (ordered.addressKey !== carried.addressKey) {
      findings.push(matchFinding('DOC-CONSIGNEE', 'LogisticsHead/consigneeAddress'));
    }
    return findings;
  },
};
