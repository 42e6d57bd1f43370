import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** One order has one payment (DOC-2); which of several is meant nobody can tell. */
export const severalPayments: Rule<MatchContext> = {
  code: '-401003',
  law: matchLaw('-401003'),
  from: FROM_2016,
  until: null,
  check: ({ case: { payments, order } }) =>
    payments.length === 1
      ? null
      : matchFinding('-401003', 'PaymentHead/orderNo', {
          orderNo: order.terms.orderNo,
          count: String(payments.length),
        }),
};
