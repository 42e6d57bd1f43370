import type { Finding } from '../../base/finding.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import { linePath, type Rule } from '../rule.ts';

/** Sums of money are zero or more, quantities and weights above zero. */
export const exportNegative: Rule<ExportMatchContext> = {
  code: 'DOC-NEGATIVE',
  law: exportMatchLaw('DOC-NEGATIVE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, collection, waybill } }) => {
    const findings: Finding[] = [];
    const at = (path: string) => findings.push(exportMatchFinding('DOC-NEGATIVE', path));
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
      if (line.qty2 !== null && line.qty2 <= 0n) at(linePath(i, 'qty2'));
    }
    if (order.terms.goodsValue < 0n) at('OrderHead/goodsValue');
    if (order.terms.freight < 0n) at('OrderHead/freight');
    if ((collection?.terms.charge ?? 0n) < 0n) at('Receipts/charge');
    if (waybill.terms.freight < 0n) at('Logistics/freight');
    if (waybill.terms.insuredFee < 0n) at('Logistics/insuredFee');
    return findings;
  },
};
