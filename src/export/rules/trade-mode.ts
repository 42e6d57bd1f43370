import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** The mode is open on the day: 9710 and 9810 from 1 July 2020 (B2B-1). */
export const exportMode: Rule<ExportContext> = {
  code: 'TRADE-MODE',
  law: exportCodeLaw('TRADE-MODE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, law: { modes } }) => {
    const mode = list.terms.tradeMode;
    return modes.includes(mode)
      ? null
      : exportFinding('TRADE-MODE', 'InventoryHead/tradeMode', { mode, modes: modes.join(' ') });
  },
};
