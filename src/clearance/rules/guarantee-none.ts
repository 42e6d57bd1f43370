import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { guaranteeInForce, mustGuarantee } from '../guarantee.ts';

/** No release without a guarantee in force, where tax is due (TAX-11). */
export const guaranteeValid: Rule<ClearanceContext> = {
  code: 'GUARANTEE-NONE',
  law: lawOf('GUARANTEE-NONE'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    if (!mustGuarantee(context) || guaranteeInForce(context) !== null) return null;
    const code = context.case.list.terms.assureCode;
    return finding('GUARANTEE-NONE', 'InventoryHead/assureCode', { code });
  },
};
