import { formatFen } from '../../base/fen.ts';
import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { limitAbove } from '../../registry/export-channel.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** A ticket above the limit needs a full declaration; the limit is within (B2B-4). */
export const b2bLimit: Rule<ExportContext> = {
  code: 'EXP-L-LIMIT',
  law: exportCodeLaw('EXP-L-LIMIT'),
  from: FROM_2020,
  until: null,
  check: ({ channel, law, value }) => {
    if (channel !== 'L' || value === null) return null;
    const limit = limitAbove(law, channel, value.fob);
    if (limit === null) return null;
    return exportFinding('EXP-L-LIMIT', 'InventoryHead', {
      value: formatFen(value.fob),
      limit: formatFen(limit),
    });
  },
};
