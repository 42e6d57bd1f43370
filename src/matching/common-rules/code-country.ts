import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type Rule } from '../rule.ts';

/** Countries of departure, origin and destination stand in the code table. */
export const countryCodes: Rule<CommonContext> = {
  code: 'CODE-COUNTRY',
  law: commonLaw('CODE-COUNTRY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.country;
    if (table === undefined) return null;
    const look = (value: string, path: string) =>
      table.has(value) ? [] : [commonFinding('CODE-COUNTRY', path, { value })];
    const { country, lines } = list.terms;
    return [
      ...look(country, 'InventoryHead/country'),
      ...eachLine(lines, (line, path) => look(line.country, path('country'))),
    ];
  },
};
