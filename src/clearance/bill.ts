import type { Fen } from '../base/fen.ts';
import { divideHalfUp } from '../base/rounding.ts';
import type { ListTerms } from '../documents/terms.ts';
import { type EarlierRefund, returnedOf } from './refund.ts';
import type { LineTax, Verdict } from './verdict.ts';

/** One line of a tax bill: what is left to pay after what came back, fen. */
export type BillLine = LineTax & { readonly gcode: string };

/** What a tax bill asks for. */
export type BillSums = {
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
};

/** The tax of a released list less what refunds have given back (TAX-13, TAX-14). */
export type BillContent = BillSums & { readonly lines: readonly BillLine[] };

/**
 * What a released list has to pay: of each line its tax less the share of what came back of it,
 * rounded as the refunds were (`reliefOf`), so that bill and reliefs add up to the tax. Lines of
 * which nothing is left are left out.
 */
export function billContent(
  list: ListTerms,
  verdict: Verdict,
  refunds: readonly EarlierRefund[],
): BillContent {
  const lines = list.lines.flatMap(({ gnum, gcode, qty }): BillLine[] => {
    const tax = verdict.tax?.lines.find((one) => one.gnum === gnum);
    const returned = returnedOf(refunds, gnum);
    if (tax === undefined || returned >= qty) return [];
    const left = (total: Fen): Fen => total - divideHalfUp(total * returned, qty);
    return [
      {
        ...{ gnum, gcode, dutiablePrice: left(tax.dutiablePrice), duty: left(tax.duty) },
        ...{ consumptionTax: left(tax.consumptionTax), vat: left(tax.vat) },
      },
    ];
  });
  return { ...sumsOf(lines), lines };
}

/** The sums of what bills, or lines of one, ask for. */
export function sumsOf(parts: readonly BillSums[]): BillSums {
  const sum = (part: keyof BillSums): Fen => parts.reduce((all, one) => all + one[part], 0n);
  return { duty: sum('duty'), consumptionTax: sum('consumptionTax'), vat: sum('vat') };
}

/** What a bill asks for altogether. */
export function billTotal({ duty, consumptionTax, vat }: BillSums): Fen {
  return duty + consumptionTax + vat;
}

/** The number of a bill: that of its list, and which of the list's bills it is. */
export function taxNoOf(listNo: string, serial: number): string {
  return `${listNo}${String(serial).padStart(2, '0')}`;
}
