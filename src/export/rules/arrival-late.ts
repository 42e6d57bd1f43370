import { FROM_2016 } from '../../matching/law.ts';
import { waitsUntil } from '../../matching/match.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportArrivalGap } from '../arrival.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** A list waits for its arrival as long as for its documents, then it is returned (DOC-10). */
export const exportArrivedInTime: Rule<ExportContext> = {
  code: 'ARRIVAL-LATE',
  law: exportCodeLaw('ARRIVAL-LATE'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const { facts, parameters } = context;
    const { acceptedAt } = context.case.list;
    if (facts.at <= waitsUntil(acceptedAt, parameters.waitDays)) return null;
    if (exportArrivalGap(context)?.length === 0) return null;
    const days = String(parameters.waitDays);
    return exportFinding('ARRIVAL-LATE', 'InventoryHead/logisticsNo', { days });
  },
};
