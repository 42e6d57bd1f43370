import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { arrivalGap } from '../arrival.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** A parcel of direct purchase is not released before the site says that it arrived (LINE-10). */
export const arrived: Rule<ClearanceContext> = {
  code: 'ARRIVAL-NONE',
  law: lawOf('ARRIVAL-NONE'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    if (arrivalGap(context) !== null) return null;
    return finding('ARRIVAL-NONE', 'InventoryHead/logisticsNo');
  },
};
