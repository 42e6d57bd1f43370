import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** The currencies of goods, freight and insurance stand in the code table. */
export const currencyCodes: Rule<ExportContext> = {
  code: 'CODE-CURRENCY',
  law: exportCodeLaw('CODE-CURRENCY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const table = facts.index.profile.codes.currency;
    if (table === undefined) return null;
    const look = (value: string, path: string) =>
      table.has(value) ? [] : [exportFinding('CODE-CURRENCY', path, { value })];
    const { freightCurrency, insuranceCurrency, lines } = list.terms;
    return [
      ...look(freightCurrency, 'InventoryHead/fCurrency'),
      ...look(insuranceCurrency, 'InventoryHead/iCurrency'),
      ...eachLine(lines, ({ currency }, path) => look(currency, path('currency'))),
    ];
  },
};
