import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Where the zone wants every orderer confirmed, a list waits for the authority (ID-1). */
export const identityUnknown: Rule<ClearanceContext> = {
  code: 'ID-UNKNOWN',
  law: lawOf('ID-UNKNOWN'),
  from: FROM_2016,
  until: null,
  check: ({ identity, parameters: { identityCheck } }) =>
    identityCheck === 'strict' && identity === 'unknown'
      ? finding('ID-UNKNOWN', 'InventoryHead/buyerIdNumber')
      : null,
};
