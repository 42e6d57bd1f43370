import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The number is one that could have been issued (ID-1); another document type has none. */
export const identityChecksum: Rule<ClearanceContext> = {
  code: 'ID-CHECKSUM',
  law: lawOf('ID-CHECKSUM'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { idType, idValid } = list.terms.buyer;
    return idType !== '1' || idValid ? null : finding('ID-CHECKSUM', 'InventoryHead/buyerIdNumber');
  },
};
