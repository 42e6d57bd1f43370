import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** The list is declared at an office of this zone (ENT-8). */
export const customsOffice: Rule<CommonContext> = {
  code: 'TRADE-CUSTOMS',
  law: commonLaw('TRADE-CUSTOMS'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const known = facts.index.profile.customs;
    const customs = list.terms.customsCode;
    return known.includes(customs)
      ? null
      : commonFinding('TRADE-CUSTOMS', 'InventoryHead/customsCode', {
          customs,
          known: known.join(' '),
        });
  },
};
