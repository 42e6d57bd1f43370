import { formatScaled5 } from '../../base/fen.ts';
import { commonFinding, commonLaw } from '../common-codes.ts';
import { FROM_2016 } from '../law.ts';
import { linePath, type Rule } from '../rule.ts';
import { freeOf, type StockContext } from '../stock.ts';

/** What is there and not promised to other lists suffices; exactly enough is enough (STK-7). */
export const enoughStock: Rule<StockContext> = {
  code: 'STK-SHORT',
  law: commonLaw('STK-SHORT'),
  from: FROM_2016,
  until: null,
  check: ({ stock, case: { list } }) =>
    stock
      .filter(({ balance, quantity }) => quantity > freeOf(balance))
      .map(({ balance, quantity, recordNo, line }) =>
        commonFinding('STK-SHORT', linePath(line, 'qty'), {
          book: list.terms.emsNo ?? '',
          record: recordNo,
          asked: formatScaled5(quantity),
          free: formatScaled5(freeOf(balance)),
        }),
      ),
};
