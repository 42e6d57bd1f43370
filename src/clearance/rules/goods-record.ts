import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Every article is on file, where the zone asks for that. */
export const goodsFiled: Rule<ClearanceContext> = {
  code: 'GOODS-RECORD',
  law: lawOf('GOODS-RECORD'),
  from: FROM_2016,
  until: null,
  check: ({ lines, parameters }) => {
    if (!parameters.goodsRecordRequired) return null;
    return eachLine(lines, ({ line, goods }, path) =>
      goods === null ? finding('GOODS-RECORD', path('itemNo'), { item: line.itemNo ?? '' }) : null,
    );
  },
};
