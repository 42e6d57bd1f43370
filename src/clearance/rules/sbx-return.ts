import { commonFinding, commonLaw } from '../../matching/common-codes.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import type { ClearanceContext } from '../context.ts';
import { askedOutcome, forcedFinding } from '../forced.ts';

/** In a sandbox the order number may ask for a return; the asked code gives the receipt its own. */
export const sandboxReturn: Rule<ClearanceContext> = {
  code: 'SBX-RETURN',
  law: commonLaw('SBX-RETURN'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const asked = askedOutcome(context);
    if (asked?.kind !== 'returned' && asked?.kind !== 'unclear') return null;
    const code = asked.kind === 'returned' ? asked.code : '?';
    const own = commonFinding('SBX-RETURN', 'InventoryHead/orderNo', { code });
    return asked.kind === 'returned' ? [forcedFinding(code), own] : own;
  },
};
