import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** Heads and lines of all documents are in the profile's currency (DOC-3). */
export const currencies: Rule<MatchContext> = {
  code: 'DOC-CURRENCY',
  law: matchLaw('DOC-CURRENCY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, payment, waybill }, currency }) => {
    const findings: Finding[] = [];
    const look = (found: string, path: string) => {
      if (found !== currency) findings.push(matchFinding('DOC-CURRENCY', path, { currency }));
    };
    look(list.terms.currency, 'InventoryHead/currency');
    look(order.terms.currency, 'OrderHead/currency');
    look(payment.terms.currency, 'PaymentHead/currency');
    look(waybill.terms.currency, 'LogisticsHead/currency');
    for (let i = 0; i < list.terms.lines.length; i += 1) {
      const line = list.terms.lines[i]!;
      if (line.currency !== currency) look(line.currency, `InventoryList[${i + 1}]/currency`);
    }
    return findings;
  },
};
