import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type Rule } from '../rule.ts';

/**
 * Goods are in the currency of the order on every document, freight and insurance in that of the
 * waybill, so that sums can be compared without a rate (EXP-9). The currency of nothing is not
 * asked for.
 */
export const exportCurrencies: Rule<ExportMatchContext> = {
  code: 'EXP-CURRENCY',
  law: exportMatchLaw('EXP-CURRENCY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, collection, waybill } }) => {
    const look = (found: string, wanted: string, other: string, path: string) =>
      found === wanted ? [] : [exportMatchFinding('EXP-CURRENCY', path, { found, wanted, other })];
    const sold = (found: string, path: string) => look(found, order.terms.currency, 'CEB303', path);
    const sent = (found: string, path: string) =>
      look(found, waybill.terms.currency, 'CEB505', path);
    const { freight, freightCurrency, insuredFee, insuranceCurrency, lines } = list.terms;
    return [
      ...order.terms.lines.flatMap(({ currency }, at) =>
        sold(currency, `OrderList[${at + 1}]/currency`),
      ),
      ...(collection === null ? [] : sold(collection.terms.currency, 'Receipts/currency')),
      ...(freight === 0n ? [] : sent(freightCurrency, 'InventoryHead/fCurrency')),
      ...(insuredFee === 0n ? [] : sent(insuranceCurrency, 'InventoryHead/iCurrency')),
      ...eachLine(lines, ({ currency }, path) => sold(currency, path('currency'))),
    ];
  },
};
