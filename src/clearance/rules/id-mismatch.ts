import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The authority, where the zone asks one, knows the number under this name (ID-1). */
export const identityMatch: Rule<ClearanceContext> = {
  code: 'ID-MISMATCH',
  law: lawOf('ID-MISMATCH'),
  from: FROM_2016,
  until: null,
  check: ({ identity, parameters: { identityCheck } }) =>
    identityCheck !== 'checksum' && identity === 'mismatch'
      ? finding('ID-MISMATCH', 'InventoryHead/buyerName')
      : null,
};
