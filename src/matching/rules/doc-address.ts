import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The list carries the delivery address of the order (DOC-5). */
export const address: Rule<MatchContext> = {
  code: 'DOC-ADDRESS',
  law: matchLaw('DOC-ADDRESS'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) =>
    list.terms.addressKey === order.terms.consignee.addressKey
      ? null
      : matchFinding('DOC-ADDRESS', 'InventoryHead/consigneeAddress'),
};
