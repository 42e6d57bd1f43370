import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type Rule } from '../rule.ts';

/** Declared and statutory units stand in the code table. */
export const unitCodes: Rule<CommonContext> = {
  code: 'CODE-UNIT',
  law: commonLaw('CODE-UNIT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.unit;
    if (table === undefined) return null;
    const look = (value: string | null, path: string) =>
      value === null || table.has(value) ? [] : [commonFinding('CODE-UNIT', path, { value })];
    return eachLine(list.terms.lines, ({ unit, unit1, unit2 }, path) => [
      ...look(unit, path('unit')),
      ...look(unit1, path('unit1')),
      ...look(unit2, path('unit2')),
    ]);
  },
};
