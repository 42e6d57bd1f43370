import { FROM_2016 } from '../../matching/law.ts';
import { waitsUntil } from '../../matching/match.ts';
import type { Rule } from '../../matching/rule.ts';
import { arrivalGap } from '../arrival.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** A list waits for its arrival as long as for its documents (DOC-10), then it is returned. */
export const arrivedInTime: Rule<ClearanceContext> = {
  code: 'ARRIVAL-LATE',
  law: lawOf('ARRIVAL-LATE'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const { facts, parameters } = context;
    const { acceptedAt } = context.case.list;
    if (facts.at <= waitsUntil(acceptedAt, parameters.waitDays)) return null;
    if (arrivalGap(context)?.length === 0) return null;
    const days = String(parameters.waitDays);
    return finding('ARRIVAL-LATE', 'InventoryHead/logisticsNo', { days });
  },
};
