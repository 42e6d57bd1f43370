import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** One list, one waybill, one parcel. */
export const packNo: Rule<MatchContext> = {
  code: 'DOC-PACK-NO',
  law: matchLaw('DOC-PACK-NO'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybill } }) => {
    const findings: Finding[] = [];
    if (list.terms.packNo !== 1) findings.push(matchFinding('DOC-PACK-NO', 'InventoryHead/packNo'));
    if (waybill.terms.packNo !== 1) {
      findings.push(matchFinding('DOC-PACK-NO', 'LogisticsHead/packNo'));
    }
    return findings;
  },
};
