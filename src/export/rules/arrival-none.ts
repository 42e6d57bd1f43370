import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportArrivalGap } from '../arrival.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** No parcel is released before the site says that it is there (EXP-1). */
export const exportArrived: Rule<ExportContext> = {
  code: 'ARRIVAL-NONE',
  law: exportCodeLaw('ARRIVAL-NONE'),
  from: FROM_2016,
  until: null,
  check: (context) =>
    exportArrivalGap(context) === null
      ? exportFinding('ARRIVAL-NONE', 'InventoryHead/logisticsNo')
      : null,
};
