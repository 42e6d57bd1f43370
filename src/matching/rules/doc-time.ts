import { DAY } from '../../base/dates.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/**
 * The message has no time of ordering, only the time the order was filed, and platforms file an
 * order once it is paid: an evening's orders often on the next day. So a payment up to a day
 * before the first filing is in order, and a changed order, filed again later, says nothing.
 */
const FILING_LAG = DAY;
/** Message times carry no zone and clocks differ: only a day ahead of the list is the future. */
const CLOCK_SKEW = DAY;

/** Ordered, then paid, then declared (DOC-10). */
export const timeOrder: Rule<MatchContext> = {
  code: 'DOC-TIME',
  law: matchLaw('DOC-TIME'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, payment } }) => {
    const paid = payment.terms.payTime;
    const early = order.version === 1 && paid < order.terms.orderTime - FILING_LAG;
    const late = paid > list.acceptedAt + CLOCK_SKEW;
    return early || late ? matchFinding('DOC-TIME', 'PaymentHead/payTime') : null;
  },
};
