import { formatFen } from '../../base/fen.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { EitherContext, Rule } from '../rule.ts';

/**
 * goodsValue is the sum of the lines. Tax is computed from the lines and the payment is checked
 * against the head; without this identity a low line would go untaxed (DOC-3).
 */
export const goodsSum: Rule<EitherContext> = {
  code: 'DOC-GOODS-SUM',
  law: matchLaw('DOC-GOODS-SUM'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order } }) => {
    let computed = 0n;
    for (const line of order.terms.lines) computed += line.totalPrice;
    const stated = order.terms.goodsValue;
    if (stated === computed) return null;
    return matchFinding('DOC-GOODS-SUM', 'OrderHead/goodsValue', {
      stated: formatFen(stated),
      computed: formatFen(computed),
    });
  },
};
