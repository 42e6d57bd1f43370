import { formatFen } from '../../base/fen.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** acturalPaid = goodsValue + freight + taxTotal - discount, to the fen (DOC-3). */
export const paidSum: Rule<MatchContext> = {
  code: 'DOC-PAID-SUM',
  law: matchLaw('DOC-PAID-SUM'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order } }) => {
    const { goodsValue, freight, taxTotal, discount, acturalPaid } = order.terms;
    const computed = goodsValue + freight + taxTotal - discount;
    if (acturalPaid === computed) return null;
    return matchFinding('DOC-PAID-SUM', 'OrderHead/acturalPaid', {
      stated: formatFen(acturalPaid),
      computed: formatFen(computed),
    });
  },
};
