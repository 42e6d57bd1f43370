import { FROM_2019 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Nobody buys who was barred for resale (ENT-6, ENT-7), however identity is checked. */
export const buyerBlocked: Rule<ClearanceContext> = {
  code: 'ID-BLOCKED',
  law: lawOf('ID-BLOCKED'),
  from: FROM_2019,
  until: null,
  check: ({ identity }) =>
    identity === 'blocked' ? finding('ID-BLOCKED', 'InventoryHead/buyerIdNumber') : null,
};
