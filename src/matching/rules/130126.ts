import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** Another phone alone is already a return (DOC-5). */
export const buyerPhone: Rule<MatchContext> = {
  code: '130126',
  law: matchLaw('130126'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) =>
    list.terms.buyer.phoneKey === order.terms.buyer.phoneKey
      ? null
      : matchFinding('130126', 'InventoryHead/buyerTelephone'),
};
