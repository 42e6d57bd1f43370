import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** The packaging, when declared, stands in the code table. */
export const wrapCode: Rule<CommonContext> = {
  code: 'CODE-WRAP',
  law: commonLaw('CODE-WRAP'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const value = list.terms.wrapType;
    if (value === null) return null;
    return facts.index.profile.codes.wrapType?.has(value) === false
      ? commonFinding('CODE-WRAP', 'InventoryHead/wrapType', { value })
      : null;
  },
};
