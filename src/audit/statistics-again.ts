import type { ClosedList } from './exports-again.ts';

/*
 * The sums of a month once more, from what the lists themselves say. Keys are written with a blank
 * between their parts, in the order of the columns.
 */

/** Sums of one row, in the order of the columns. */
export type Cell = readonly bigint[];

/** One table of statistics, worked out again. */
export type CubeSums = {
  readonly table: string;
  readonly keys: readonly string[];
  readonly sums: readonly string[];
  readonly cells: Map<string, Cell>;
};

const HEAD = ['month', 'customs_code', 'trade_mode', 'channel'];

/** Every table, with nothing in it. */
export function cubesOf(): readonly CubeSums[] {
  const cube = (table: string, keys: readonly string[], sums: readonly string[]): CubeSums => ({
    ...{ table, keys: [...HEAD, ...keys], sums, cells: new Map() },
  });
  return [
    cube('lists', ['country', 'ebc_code'], ['lists', 'lines', 'packs', 'gross', 'net', 'fob']),
    cube('headings', ['heading', 'ebc_code'], ['lists', 'lines', 'fob']),
    cube('goods', ['destination', 'heading', 'unit'], ['lines', 'quantity', 'fob']),
    cube('currencies', ['currency'], ['lines', 'amount', 'fob']),
  ];
}

/** Counts one list in every table. */
export function addTo([lists, headings, goods, currencies]: readonly CubeSums[], list: ClosedList) {
  const { month, office, mode, channel, country, seller, packs, gross, net, lines } = list;
  const head = [month, office, mode, channel].join(' ');
  const all = lines.reduce((sum, { fob }) => sum + fob, 0n);
  const count = BigInt(lines.length);
  add(lists, `${head} ${country} ${seller}`, [1n, count, packs, gross, net, all]);
  const seen = new Set<string>();
  for (const line of lines) {
    const { heading, destination, unit, currency, quantity, amount, fob } = line;
    // The first line of a heading brings the list with it.
    add(headings, `${head} ${heading} ${seller}`, [seen.has(heading) ? 0n : 1n, 1n, fob]);
    seen.add(heading);
    add(goods, `${head} ${destination} ${heading} ${unit}`, [1n, quantity, fob]);
    add(currencies, `${head} ${currency}`, [1n, amount, fob]);
  }
}

function add(cube: CubeSums | undefined, key: string, more: Cell): void {
  const cell = cube?.cells.get(key);
  cube?.cells.set(key, cell === undefined ? more : cell.map((sum, i) => sum + more[i]!));
}
