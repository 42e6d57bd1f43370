import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { isOpen } from '../../registry/export-channel.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Simplified declaration is open in comprehensive pilot zones only (EXP-3). */
export const simplifiedOpen: Rule<ExportContext> = {
  code: 'EXP-A-CLOSED',
  law: exportCodeLaw('EXP-A-CLOSED'),
  from: FROM_2016,
  until: null,
  check: ({ channel, law }) =>
    channel !== 'A' || isOpen(law, channel)
      ? null
      : exportFinding('EXP-A-CLOSED', 'InventoryHead/statisticsFlag'),
};
