import { formatFen } from '../../base/fen.ts';
import type { LineTax, TaxBill } from '../verdict.ts';

/** A bill as answers and reports show it: every amount is yuan with two decimals. */
export function billJson({ channel, dutiablePrice, total, lines }: TaxBill) {
  return {
    channel,
    dutiablePrice: formatFen(dutiablePrice),
    total: formatFen(total),
    lines: lines.map((line) => ({
      gnum: line.gnum,
      dutiablePrice: formatFen(line.dutiablePrice),
      ...sumsJson(line),
    })),
  };
}

/** The three taxes in yuan. */
export function sumsJson({ duty, consumptionTax, vat }: Omit<LineTax, 'gnum' | 'dutiablePrice'>) {
  return {
    duty: formatFen(duty),
    consumptionTax: formatFen(consumptionTax),
    vat: formatFen(vat),
  };
}
