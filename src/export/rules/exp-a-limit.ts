import { formatFen } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { limitAbove } from '../../registry/export-channel.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** A simplified ticket is worth no more than the limit, which is within (EXP-3). */
export const simplifiedLimit: Rule<ExportContext> = {
  code: 'EXP-A-LIMIT',
  law: exportCodeLaw('EXP-A-LIMIT'),
  from: FROM_2016,
  until: null,
  check: ({ channel, law, value }) => {
    if (channel !== 'A' || value === null) return null;
    const limit = limitAbove(law, channel, value.fob);
    if (limit === null) return null;
    return exportFinding('EXP-A-LIMIT', 'InventoryHead', {
      value: formatFen(value.fob),
      limit: formatFen(limit),
    });
  },
};
