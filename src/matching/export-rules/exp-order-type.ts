import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { orderTypeOf } from '../export-modes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** A retail list has a retail order, a sale to a firm and a stock order have theirs (B2B-3). */
export const orderType: Rule<ExportMatchContext> = {
  code: 'EXP-ORDER-TYPE',
  law: exportMatchLaw('EXP-ORDER-TYPE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) => {
    const mode = list.terms.tradeMode;
    const type = orderTypeOf(mode);
    return order.terms.orderType === type
      ? null
      : exportMatchFinding('EXP-ORDER-TYPE', 'OrderHead/orderType', { mode, type });
  },
};
