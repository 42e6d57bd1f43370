import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** An import list says that it is one. */
export const importFlag: Rule<ClearanceContext> = {
  code: 'TRADE-IE',
  law: lawOf('TRADE-IE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) =>
    list.terms.ieFlag === 'I' ? null : finding('TRADE-IE', 'InventoryHead/ieFlag'),
};
