import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The mode is open for retail import here: 1210 in approved zones only (ENT-8). */
export const tradeMode: Rule<ClearanceContext> = {
  code: 'TRADE-MODE',
  law: lawOf('TRADE-MODE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, parameters: { importModes } }) => {
    const mode = list.terms.tradeMode;
    return importModes.includes(mode)
      ? null
      : finding('TRADE-MODE', 'InventoryHead/tradeMode', { mode, modes: importModes.join(' ') });
  },
};
