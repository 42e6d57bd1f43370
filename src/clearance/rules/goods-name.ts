import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** An article on file is declared by its name; remarks of the list go by that name (CLS-6). */
export const goodsName: Rule<ClearanceContext> = {
  code: 'GOODS-NAME',
  law: lawOf('GOODS-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ line, goods }, path) => {
      if (goods === null || line.gname === goods.name) return null;
      return finding('GOODS-NAME', path('gname'), { item: goods.itemNo, filed: goods.name });
    }),
};
