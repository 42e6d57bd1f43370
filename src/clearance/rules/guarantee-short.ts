import { formatFen } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { guaranteeInForce, guaranteeLeft, mustGuarantee } from '../guarantee.ts';

/** What is left of the guarantee covers the tax; just enough is enough (TAX-11). */
export const guaranteeEnough: Rule<ClearanceContext> = {
  code: 'GUARANTEE-SHORT',
  law: lawOf('GUARANTEE-SHORT'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const { bill } = context;
    const guarantee = guaranteeInForce(context);
    if (bill === null || guarantee === null || !mustGuarantee(context)) return null;
    const left = guaranteeLeft(context, guarantee);
    if (bill.total <= left) return null;
    return finding('GUARANTEE-SHORT', 'InventoryHead/assureCode', {
      code: guarantee.enterpriseCode,
      left: formatFen(left),
      tax: formatFen(bill.total),
    });
  },
};
