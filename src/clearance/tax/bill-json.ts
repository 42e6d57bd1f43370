import { formatFen } from '../../base/fen.ts';
import type { TaxBill } from '../verdict.ts';

/** A bill as answers and reports show it: every amount is yuan with two decimals. */
export function billJson({ channel, dutiablePrice, total, lines }: TaxBill) {
  return {
    channel,
    dutiablePrice: formatFen(dutiablePrice),
    total: formatFen(total),
    lines: lines.map((line) => ({
      gnum: line.gnum,
      dutiablePrice: formatFen(line.dutiablePrice),
      duty: formatFen(line.duty),
      consumptionTax: formatFen(line.consumptionTax),
      vat: formatFen(line.vat),
    })),
  };
}
