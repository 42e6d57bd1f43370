import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The payment is the one that the order names, when it names one (DOC-2). */
export const paymentNo: Rule<MatchContext> = {
  code: 'DOC-PAYMENT-NO',
  law: matchLaw('DOC-PAYMENT-NO'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, payment } }) => {
    const named = order.terms.payTransactionId;
    return named === null || named === payment.terms.payTransactionId
      ? null
      : matchFinding('DOC-PAYMENT-NO', 'OrderHead/payTransactionId');
  },
};
