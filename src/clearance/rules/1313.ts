import { formatFen } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The orderer's calendar year stays within the annual limit; the limit itself is within (ID-4). */
export const annualLimit: Rule<ClearanceContext> = {
  code: '1313',
  law: lawOf('1313'),
  from: FROM_2016,
  until: null,
  check: ({ dutiable, quota: { used, limit } }) => {
    const total = used + dutiable;
    if (total <= limit) return null;
    return finding('1313', 'InventoryHead/buyerIdNumber', {
      total: formatFen(total),
      limit: formatFen(limit),
    });
  },
};
