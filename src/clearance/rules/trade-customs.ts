import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The list is declared at an office of this zone (ENT-8). */
export const customsOffice: Rule<ClearanceContext> = {
  code: 'TRADE-CUSTOMS',
  law: lawOf('TRADE-CUSTOMS'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const known = facts.index.profile.customs;
    const customs = list.terms.customsCode;
    return known.includes(customs)
      ? null
      : finding('TRADE-CUSTOMS', 'InventoryHead/customsCode', { customs, known: known.join(' ') });
  },
};
