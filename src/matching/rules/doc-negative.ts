import type { Finding } from '../../base/finding.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import { linePath, type MatchContext, type Rule } from '../rule.ts';

/** Sums of money are zero or more, quantities and weights above zero; a gift costs zero. */
export const negative: Rule<MatchContext> = {
  code: 'DOC-NEGATIVE',
  law: matchLaw('DOC-NEGATIVE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, payment, waybill } }) => {
    const findings: Finding[] = [];
    const at = (path: string) => findings.push(matchFinding('DOC-NEGATIVE', path));
    const head = list.terms;
    if (head.freight < 0n) at('InventoryHead/freight');
    if (head.insuredFee < 0n) at('InventoryHead/insuredFee');
    if (head.grossWeight <= 0n) at('InventoryHead/grossWeight');
    if (head.netWeight <= 0n) at('InventoryHead/netWeight');
    for (const [i, line] of head.lines.entries()) {
      if (line.totalPrice < 0n) at(linePath(i, 'totalPrice'));
      if (line.price < 0n) at(linePath(i, 'price'));
      if (line.qty <= 0n) at(linePath(i, 'qty'));
      if (line.qty1 <= 0n) at(linePath(i, 'qty1'));
    }
    const paid = order.terms;
    if (paid.goodsValue < 0n) at('OrderHead/goodsValue');
    if (paid.freight < 0n) at('OrderHead/freight');
    if (paid.discount < 0n) at('OrderHead/discount');
    if (paid.taxTotal < 0n) at('OrderHead/taxTotal');
    if (payment.terms.amountPaid < 0n) at('PaymentHead/amountPaid');
    if ((waybill.terms.freight ?? 0n) < 0n) at('LogisticsHead/freight');
    if ((waybill.terms.insuredFee ?? 0n) < 0n) at('LogisticsHead/insuredFee');
    return findings;
  },
};
