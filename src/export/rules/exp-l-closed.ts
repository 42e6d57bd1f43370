import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { isOpen } from '../../registry/export-channel.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** Lists of sales to firms are open in the system of lists only where the law has them (B2B-4). */
export const b2bOpen: Rule<ExportContext> = {
  code: 'EXP-L-CLOSED',
  law: exportCodeLaw('EXP-L-CLOSED'),
  from: FROM_2020,
  until: null,
  check: ({ channel, law }) =>
    channel !== 'L' || isOpen(law, channel)
      ? null
      : exportFinding('EXP-L-CLOSED', 'InventoryHead/tradeMode'),
};
