import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The packaging, when declared, stands in the code table. */
export const wrapCode: Rule<ClearanceContext> = {
  code: 'CODE-WRAP',
  law: lawOf('CODE-WRAP'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const value = list.terms.wrapType;
    if (value === null) return null;
    return facts.index.profile.codes.wrapType?.has(value) === false
      ? finding('CODE-WRAP', 'InventoryHead/wrapType', { value })
      : null;
  },
};
