import { formatFen } from '../../base/fen.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** What was paid is what the order says was paid, to the fen (DOC-4). */
export const amountPaid: Rule<MatchContext> = {
  code: 'DOC-AMOUNT-PAID',
  law: matchLaw('DOC-AMOUNT-PAID'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, payment } }) => {
    const stated = order.terms.acturalPaid;
    const paid = payment.terms.amountPaid;
    if (stated === paid) return null;
    return matchFinding('DOC-AMOUNT-PAID', 'PaymentHead/amountPaid', {
      stated: formatFen(stated),
      paid: formatFen(paid),
    });
  },
};
