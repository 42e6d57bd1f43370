import { present } from '../../base/assert.ts';
import type { Scaled5 } from '../../base/fen.ts';
import { divideHalfUp } from '../../base/rounding.ts';
import type { ListTerms } from '../../documents/terms.ts';
import { type Delta, newRows } from '../../statistics/sums.ts';
import type { Month } from '../../statistics/trade.ts';
import type { LineTax } from '../verdict.ts';

/** A released list as statistics count it, with its tax by line. */
export type CountedImport = {
  /** The month of its release in Shanghai. */
  readonly month: Month;
  readonly terms: ListTerms;
  readonly taxes: readonly LineTax[];
};

/** What came back of each line, by its number, in 0.00001 units. */
export type Back = ReadonlyMap<number, Scaled5>;

/** What statistics count of a list or line: once or not any more. */
type Left = { readonly isLeft: boolean; readonly sums: readonly bigint[] };

/**
 * A change of the statistics: a list as far as its goods stayed, added with `sign` 1n and taken
 * out with -1n. A release adds a list of which nothing is back; a refund takes the list out as it
 * was before it, and adds it as it is since.
 */
export type Change = { readonly of: CountedImport; readonly back: Back; readonly sign: 1n | -1n };

/** What changes add to the cubes of `IMPORTS`, in their order. */
export function deltasOf(changes: readonly Change[]): Delta[][] {
  const [lists, headings, origins] = [newRows(), newRows(), newRows()];
  for (const { of, back, sign } of changes) {
    const { month, terms } = of;
    const { customsCode, tradeMode, portCode, ebcCode } = terms;
    const head = [month, customsCode, tradeMode];
    const left = terms.lines.map((line) => leftOf(line, of.taxes, back));
    const seen = new Set<string>();
    const once = (name: string, { isLeft }: Left): bigint => {
      // The first line of a heading or an origin that has goods brings the list with it.
      if (!isLeft || seen.has(name)) return 0n;
      seen.add(name);
      return sign;
    };
    for (const [i, line] of terms.lines.entries()) {
      const one = left[i]!;
      const heading = line.gcode.slice(0, 4);
      const own = [one.isLeft ? sign : 0n, ...one.sums.map((sum) => sign * sum)];
      const weights = [BigInt(terms.packNo), terms.grossWeight, terms.netWeight];
      const count = once('list', one);
      const [lines, ...money] = own as [bigint, ...bigint[]];
      lists.add(
        [...head, portCode, ebcCode],
        [count, lines, ...weights.map((weight) => count * weight), ...money],
      );
      headings.add([...head, heading, ebcCode], [once(`h ${heading}`, one), ...own]);
      origins.add([...head, line.country, ebcCode], [once(`o ${line.country}`, one), ...own]);
    }
  }
  return [lists, headings, origins].map((rows) => rows.deltas(1n));
}

/** A line less what a refund gives back of it, which is rounded as `reliefOf` does (RET-1). */
function leftOf(
  { gnum, qty }: ListTerms['lines'][number],
  taxes: readonly LineTax[],
  back: Back,
): Left {
  const tax = present(
    taxes.find((one) => one.gnum === gnum),
    'the tax of a released line',
  );
  const gone = back.get(gnum) ?? 0n;
  const left = (total: bigint) => total - divideHalfUp(total * gone, qty === 0n ? 1n : qty);
  return {
    isLeft: gone === 0n || gone < qty,
    sums: [tax.dutiablePrice, tax.duty, tax.consumptionTax, tax.vat].map(left),
  };
}
