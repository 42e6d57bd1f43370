import { assert } from '../../base/assert.ts';
import type { Fen } from '../../base/fen.ts';
import type { ExportListTerms } from '../../documents/export-terms.ts';
import type { ExportChannel } from '../../registry/export-channel.ts';
import { type Delta, newRows } from '../../statistics/sums.ts';
import type { Month } from '../../statistics/trade.ts';

/** As much of a list as statistics count. */
type CountedTerms = Pick<
  ExportListTerms,
  'customsCode' | 'tradeMode' | 'country' | 'ebcCode' | 'packNo' | 'grossWeight' | 'netWeight'
> & {
  readonly lines: readonly Pick<
    ExportListTerms['lines'][number],
    'gnum' | 'gcode' | 'country' | 'unit1' | 'qty1' | 'currency' | 'totalPrice'
  >[];
};

/** A closed list, or a customs declaration in the form of one, as statistics count it. */
export type CountedList = {
  readonly listNo: string;
  readonly terms: CountedTerms;
  readonly value: {
    readonly channel: ExportChannel;
    /** FOB in yuan; the sum of the lines. */
    readonly fob: Fen;
    /** In the order of the list. */
    readonly lines: readonly { readonly gnum: number; readonly fob: Fen }[];
  };
};

/** A list and the month in which it was closed. */
export type Placed = { readonly list: CountedList; readonly month: Month };

/** @throws Bug when a list comes twice, or its lines are not worth what the list is */
export function checkCounted(lists: readonly CountedList[]): void {
  const names = new Set(lists.map(({ listNo }) => listNo));
  assert(names.size === lists.length, 'a list is counted twice');
  for (const { listNo, terms, value } of lists) {
    const sum = value.lines.reduce((all, { fob }) => all + fob, 0n);
    const isWhole =
      value.lines.length === terms.lines.length &&
      value.lines.every(({ gnum }, i) => gnum === terms.lines[i]?.gnum);
    assert(isWhole && sum === value.fob, `the value of list ${listNo} is not that of its lines`);
  }
}

/**
 * What lists add to the cubes of `EXPORTS`, in their order, or with `sign` -1n take out of them.
 * One pass over the lines without objects for them: this is paid for each parcel that leaves.
 */
export function deltasOf(placed: readonly Placed[], sign: 1n | -1n): Delta[][] {
  const [lists, headings, goods, currencies] = [newRows(), newRows(), newRows(), newRows()];
  for (const { list, month } of placed) {
    const { customsCode, tradeMode, country, ebcCode, packNo, lines } = list.terms;
    const head = [month, customsCode, tradeMode, list.value.channel];
    const weights = [BigInt(packNo), list.terms.grossWeight, list.terms.netWeight];
    const sums = [1n, BigInt(lines.length), ...weights, list.value.fob];
    lists.add([...head, country, ebcCode], sums);
    const seen = new Set<string>();
    for (const [i, line] of lines.entries()) {
      const { fob } = list.value.lines[i]!;
      const heading = line.gcode.slice(0, 4);
      // The first line of a heading brings the list with it.
      headings.add([...head, heading, ebcCode], [seen.has(heading) ? 0n : 1n, 1n, fob]);
      seen.add(heading);
      goods.add([...head, line.country, heading, line.unit1], [1n, line.qty1, fob]);
      currencies.add([...head, line.currency], [1n, line.totalPrice, fob]);
    }
  }
  return [lists, headings, goods, currencies].map((rows) => rows.deltas(sign));
}
