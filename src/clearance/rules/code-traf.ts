import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The transport mode stands in the code table. */
export const transportCode: Rule<ClearanceContext> = {
  code: 'CODE-TRAF',
  law: lawOf('CODE-TRAF'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const value = list.terms.trafMode;
    return facts.index.profile.codes.trafMode?.has(value) === false
      ? finding('CODE-TRAF', 'InventoryHead/trafMode', { value })
      : null;
  },
};
