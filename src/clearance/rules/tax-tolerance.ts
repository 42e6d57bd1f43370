import { formatFen } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** What the order withheld is near enough to the tax due: |stated - due| <= share x due (DOC-9). */
export const taxTolerance: Rule<ClearanceContext> = {
  code: 'TAX-TOLERANCE',
  law: lawOf('TAX-TOLERANCE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order }, bill, parameters: { taxTolerance: share } }) => {
    if (bill === null) return null;
    const stated = order.terms.taxTotal;
    const apart = stated > bill.total ? stated - bill.total : bill.total - stated;
    if (apart * share.d <= bill.total * share.n) return null;
    return finding('TAX-TOLERANCE', 'OrderHead/taxTotal', {
      stated: formatFen(stated),
      computed: formatFen(bill.total),
    });
  },
};
