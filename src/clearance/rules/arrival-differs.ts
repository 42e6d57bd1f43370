import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { arrivalGap } from '../arrival.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** What arrived came as the list says: bill, voyage, mode and means of transport (LINE-10). */
export const arrivalAgrees: Rule<ClearanceContext> = {
  code: 'ARRIVAL-DIFFERS',
  law: lawOf('ARRIVAL-DIFFERS'),
  from: FROM_2016,
  until: null,
  check: (context) => {
    const gap = arrivalGap(context) ?? [];
    if (gap.length === 0) return null;
    const elements = gap.join(', ');
    return finding('ARRIVAL-DIFFERS', `InventoryHead/${gap[0]}`, { elements });
  },
};
