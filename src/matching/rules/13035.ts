import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The payment firm is the one that the order names, when it names one (DOC-6). */
export const paymentFirm: Rule<MatchContext> = {
  code: '13035',
  law: matchLaw('13035'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, payment } }) => {
    const named = order.terms.payCode;
    return named === null || named === payment.terms.payCode
      ? null
      : matchFinding('13035', 'OrderHead/payCode');
  },
};
