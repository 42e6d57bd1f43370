import { formatScaled5 } from '../../base/fen.ts';
import { FROM_2016 } from '../../matching/law.ts';
import { linePath, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { freeOf } from '../stock.ts';

/** What is there and not promised to other lists suffices; exactly enough is enough (STK-7). */
export const enoughStock: Rule<ClearanceContext> = {
  code: 'STK-SHORT',
  law: lawOf('STK-SHORT'),
  from: FROM_2016,
  until: null,
  check: ({ stock, case: { list } }) =>
    stock
      .filter(({ balance, quantity }) => quantity > freeOf(balance))
      .map(({ balance, quantity, recordNo, line }) =>
        finding('STK-SHORT', linePath(line, 'qty'), {
          book: list.terms.emsNo ?? '',
          record: recordNo,
          asked: formatScaled5(quantity),
          free: formatScaled5(freeOf(balance)),
        }),
      ),
};
