import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type MatchContext, type Rule } from '../rule.ts';

/** Heads and lines of all documents are in the profile's currency (DOC-3). */
export const currencies: Rule<MatchContext> = {
  code: 'DOC-CURRENCY',
  law: matchLaw('DOC-CURRENCY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, payment, waybill }, currency }) => {
    const look = (found: string, path: string) =>
      found === currency ? [] : [matchFinding('DOC-CURRENCY', path, { currency })];
    return [
      ...look(list.terms.currency, 'InventoryHead/currency'),
      ...look(order.terms.currency, 'OrderHead/currency'),
      ...look(payment.terms.currency, 'PaymentHead/currency'),
      ...look(waybill.terms.currency, 'LogisticsHead/currency'),
      ...eachLine(list.terms.lines, (line, path) => look(line.currency, path('currency'))),
    ];
  },
};
