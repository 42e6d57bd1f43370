import { assert } from '../../base/assert.ts';
import { businessDate, type Instant } from '../../base/dates.ts';
import type { Fen } from '../../base/fen.ts';
import { inKeyOrder } from '../../base/keys.ts';
import type { ExportListTerms } from '../../documents/export-terms.ts';
import type { ExportChannel } from '../../registry/export-channel.ts';
import type { CubeName } from './cubes.ts';

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

/** `2026-10`. */
export type Month = string;

/** The month of an instant in Shanghai. */
export function monthOf(at: Instant): Month {
  return businessDate(at).slice(0, 7);
}

/** A list and the month in which it was closed. */
export type Placed = { readonly list: CountedList; readonly month: Month };

/** What is added to one row of a cube: month and keys, and sums, in the order of the cube. */
export type Delta = { readonly keys: readonly string[]; readonly sums: readonly bigint[] };

/** What changes in every cube: a row for each key that is touched, in the order of the keys. */
export type Deltas = Readonly<Record<CubeName, readonly Delta[]>>;

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
 * What lists add to the statistics, or with `sign` -1n take out of them. In one pass over the lines
 * and without objects for them: this is paid for each parcel that leaves.
 */
export function deltasOf(placed: readonly Placed[], sign: 1n | -1n): Deltas {
  const [lists, headings, goods, currencies] = [newRows(), newRows(), newRows(), newRows()];
  for (const { list, month } of placed) {
    const { customsCode, tradeMode, country, ebcCode, packNo, lines } = list.terms;
    const head = [month, customsCode, tradeMode, list.value.channel];
    const weights = [BigInt(packNo), list.terms.grossWeight, list.terms.netWeight];
    const sums = [1n, BigInt(lines.length), ...weights, list.value.fob];
    add(lists, [...head, country, ebcCode], sums);
    const seen = new Set<string>();
    for (const [i, line] of lines.entries()) {
      const { fob } = list.value.lines[i]!;
      const heading = line.gcode.slice(0, 4);
      // The first line of a heading brings the list with it.
      add(headings, [...head, heading, ebcCode], [seen.has(heading) ? 0n : 1n, 1n, fob]);
      seen.add(heading);
      add(goods, [...head, line.country, heading, line.unit1], [1n, line.qty1, fob]);
      add(currencies, [...head, line.currency], [1n, line.totalPrice, fob]);
    }
  }
  return {
    lists: inOrder(lists, sign),
    headings: inOrder(headings, sign),
    goods: inOrder(goods, sign),
    currencies: inOrder(currencies, sign),
  };
}

type Rows = Map<string, { readonly keys: readonly string[]; readonly sums: bigint[] }>;

const newRows = (): Rows => new Map();

function add(rows: Rows, keys: readonly string[], sums: bigint[]): void {
  const text = keys.join('\u0001');
  const row = rows.get(text);
  if (row === undefined) rows.set(text, { keys, sums });
  else for (let i = 0; i < sums.length; i += 1) row.sums[i] = row.sums[i]! + sums[i]!;
}

function inOrder(rows: Rows, sign: 1n | -1n): Delta[] {
  const ordered = inKeyOrder(rows, ([text]) => text).map(([, row]) => row);
  if (sign === 1n) return ordered;
  return ordered.map(({ keys, sums }) => ({ keys, sums: sums.map((sum) => -sum) }));
}
