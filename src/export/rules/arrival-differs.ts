import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportArrivalGap } from '../arrival.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** What arrived is at the office, with the carrier and the transport of the list (EXP-1). */
export const exportArrivalAgrees: Rule<ExportContext> = {
  code: 'ARRIVAL-DIFFERS',
  law: exportCodeLaw('ARRIVAL-DIFFERS'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const gap = exportArrivalGap(context) ?? [];
    if (gap.length === 0) return null;
    const elements = gap.join(', ');
    return exportFinding('ARRIVAL-DIFFERS', `InventoryHead/${gap[0]}`, { elements });
  },
};
