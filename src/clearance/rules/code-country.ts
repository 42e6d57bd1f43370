import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Countries of departure and origin stand in the code table. */
export const countryCodes: Rule<ClearanceContext> = {
  code: 'CODE-COUNTRY',
  law: lawOf('CODE-COUNTRY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.country;
    if (table === undefined) return null;
    const look = (value: string, path: string) =>
      table.has(value) ? [] : [finding('CODE-COUNTRY', path, { value })];
    const { country, lines } = list.terms;
    return [
      ...look(country, 'InventoryHead/country'),
      ...eachLine(lines, (line, path) => look(line.country, path('country'))),
    ];
  },
};
