import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { rateOf } from '../value.ts';

/** Each currency that goods are priced in has a rate on the day (EXP-9). */
export const rateOfDay: Rule<ExportContext> = {
  code: 'EXP-NO-RATE',
  law: exportCodeLaw('EXP-NO-RATE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts: { rates, index }, date }) => {
    const table = index.profile.codes.currency;
    return eachLine(list.terms.lines, ({ currency }, path) => {
      // A currency that is none has its own finding.
      if (table?.has(currency) === false || rateOf(currency, rates) !== null) return null;
      return exportFinding('EXP-NO-RATE', path('currency'), { currency, date });
    });
  },
};
