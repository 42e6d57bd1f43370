import { formatFen } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { chooseChannel } from '../tax/channel.ts';

/** Above the single limit passes one article alone, and pays in full (TAX-10). */
export const singleLimit: Rule<ClearanceContext> = {
  code: '-621005',
  law: lawOf('-621005'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, dutiable, parameters }) => {
    const { lines } = list.terms;
    const channel = chooseChannel({
      total: dutiable,
      lineCount: lines.length,
      firstQty: lines[0]?.qty ?? 0n,
      singleLimit: parameters.singleLimit,
      annualRemaining: null,
    });
    if (channel !== 'split') return null;
    return finding('-621005', 'InventoryHead', {
      preNo: list.preNo,
      total: formatFen(dutiable),
      limit: formatFen(parameters.singleLimit),
    });
  },
};
