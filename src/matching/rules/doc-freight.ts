import { formatFen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/**
 * Freight and insurance of the list = freight of the order, which includes insurance, = freight
 * and insurance of the waybill when it states any; the schema leaves them optional (DOC-8).
 */
export const freight: Rule<MatchContext> = {
  code: 'DOC-FREIGHT',
  law: matchLaw('DOC-FREIGHT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, waybill } }) => {
    const declared = list.terms.freight + list.terms.insuredFee;
    const findings: Finding[] = [];
    const look = (document: string, other: bigint) => {
      if (declared === other) return;
      const values = { document, list: formatFen(declared), other: formatFen(other) };
      findings.push(matchFinding('DOC-FREIGHT', 'InventoryHead/freight', values));
    };
    look('CEB311', order.terms.freight);
    const { freight: carried, insuredFee: insured } = waybill.terms;
    if (carried !== null || insured !== null) look('CEB511', (carried ?? 0n) + (insured ?? 0n));
    return findings;
  },
};
