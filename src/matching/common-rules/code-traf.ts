import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** The transport mode stands in the code table. */
export const transportCode: Rule<CommonContext> = {
  code: 'CODE-TRAF',
  law: commonLaw('CODE-TRAF'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const value = list.terms.trafMode;
    return facts.index.profile.codes.trafMode?.has(value) === false
      ? commonFinding('CODE-TRAF', 'InventoryHead/trafMode', { value })
      : null;
  },
};
