import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { CHINA } from '../modes.ts';

/** An export goes abroad. */
export const destination: Rule<ExportContext> = {
  code: 'EXP-DESTINATION',
  law: exportCodeLaw('EXP-DESTINATION'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { country, lines } = list.terms;
    const look = (value: string, path: string) =>
      value === CHINA ? [exportFinding('EXP-DESTINATION', path)] : [];
    return [
      ...look(country, 'InventoryHead/country'),
      ...eachLine(lines, (line, path) => look(line.country, path('country'))),
    ];
  },
};
