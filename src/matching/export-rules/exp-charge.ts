import { formatFen } from '../../base/fen.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** What came in is what the order says: its goods and its freight (EXP-9). */
export const charge: Rule<ExportMatchContext> = {
  code: 'EXP-CHARGE',
  law: exportMatchLaw('EXP-CHARGE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, collection } }) => {
    const computed = order.terms.goodsValue + order.terms.freight;
    if (collection === null || collection.terms.charge === computed) return null;
    return exportMatchFinding('EXP-CHARGE', 'Receipts/charge', {
      charge: formatFen(collection.terms.charge),
      computed: formatFen(computed),
    });
  },
};
