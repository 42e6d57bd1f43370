import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The annual quota is kept by ID card number, so nothing else will do (ID-1). */
export const identityType: Rule<ClearanceContext> = {
  code: 'ID-TYPE',
  law: lawOf('ID-TYPE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) =>
    list.terms.buyer.idType === '1' ? null : finding('ID-TYPE', 'InventoryHead/buyerIdType'),
};
