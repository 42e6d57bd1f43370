import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** An article on file is declared under its code; a filing of eight digits leaves the last two. */
export const goodsCode: Rule<ClearanceContext> = {
  code: 'GOODS-HS',
  law: lawOf('GOODS-HS'),
  from: FROM_2016,
  until: null,
  check: ({ lines }) =>
    eachLine(lines, ({ line, goods }, path) => {
      if (goods === null || line.gcode.startsWith(goods.hs)) return null;
      return finding('GOODS-HS', path('gcode'), { item: goods.itemNo, filed: goods.hs });
    }),
};
