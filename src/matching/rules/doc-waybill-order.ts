import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** The waybill that the list names was made for the same order (DOC-2). */
export const waybillOrder: Rule<MatchContext> = {
  code: 'DOC-WAYBILL-ORDER',
  law: matchLaw('DOC-WAYBILL-ORDER'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybill } }) =>
    waybill.terms.orderNo === list.terms.orderNo
      ? null
      : matchFinding('DOC-WAYBILL-ORDER', 'LogisticsHead/orderNo'),
};
