import { FROM_2016 } from '../../matching/law.ts';
import { linePath, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Sugar, rice and the like by weight for each person and year; the limit itself is within. */
export const weightLimit: Rule<ClearanceContext> = {
  code: 'POS-WEIGHT',
  law: lawOf('POS-WEIGHT'),
  from: FROM_2016,
  until: null,
  check: ({ weights }) => {
    const over = weights.filter(({ used, grams, limit }) => used + grams > limit);
    return over.map(({ counter, used, grams, limit, line }) =>
      finding('POS-WEIGHT', linePath(line, 'qty'), {
        counter,
        total: String(used + grams),
        limit: String(limit),
      }),
    );
  },
};
