import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { askedOutcome, forcedFinding, isOver } from '../forced.ts';

/** In a sandbox the order number may ask for a hold, which ends by itself. */
export const sandboxHold: Rule<ClearanceContext> = {
  code: 'SBX-HOLD',
  law: lawOf('SBX-HOLD'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const asked = askedOutcome(context);
    if (asked?.kind !== 'held') return null;
    const { code, minutes } = asked;
    if (isOver(minutes, context.case.list.acceptedAt, context.facts.at)) return null;
    const values = { code, minutes: String(minutes) };
    return [forcedFinding(code), finding('SBX-HOLD', 'InventoryHead/orderNo', values)];
  },
};
