import type { Sql } from '../io/postgres.ts';
import type { ClosedList } from './exports-again.ts';
import type { Tally } from './law.ts';
import { pages } from './snapshot.ts';

/*
 * The sums of a month once more, from what the lists themselves say. Keys are written with a blank
 * between their parts, in the order of the columns.
 */

/** Sums of one row, in the order of the columns. */
export type Cell = readonly bigint[];

/** One table of statistics, worked out again. */
export type CubeSums = {
  /** With its schema. */
  readonly table: string;
  readonly keys: readonly string[];
  readonly sums: readonly string[];
  readonly cells: Map<string, Cell>;
};

const HEAD = ['month', 'customs_code', 'trade_mode', 'channel'];

/** Every table, with nothing in it. */
export function cubesOf(): readonly CubeSums[] {
  const cube = (table: string, keys: readonly string[], sums: readonly string[]): CubeSums => ({
    ...{ table: `export.statistics_${table}`, keys: [...HEAD, ...keys], sums, cells: new Map() },
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

/** Adds to one row. */
export function add(cube: CubeSums | undefined, key: string, more: Cell): void {
  const cell = cube?.cells.get(key);
  cube?.cells.set(key, cell === undefined ? more : cell.map((sum, i) => sum + more[i]!));
}

type Row = { keys: string[]; sums: string[] };

/** Compares every row of a table with what it should be, but for months that cannot be known. */
export async function compareSums(
  tally: Tally,
  sql: Sql,
  { table, keys, sums, cells }: CubeSums,
  gone: ReadonlySet<string>,
): Promise<void> {
  const due = new Map(cells);
  const nothing = sums.map(() => 0n);
  const told = (key: string, is: Cell, wanted: Cell) =>
    tally.check(is.join() === wanted.join(), () => {
      const [has, should] = [is.join(' '), wanted.join(' ')];
      return `${table} of ${key} have ${has} as ${sums.join(' ')}, not ${should}`;
    });
  const text = `
    select array[${keys.join(', ')}] as keys, array[${sums.map((one) => `${one}::text`)}] as sums
    from ${table}`;
  for await (const rows of pages<Row>(sql, `audit_${table.replace('.', '_')}`, text, 1_000)) {
    for (const row of rows.filter((one) => !gone.has(one.keys[0]!))) {
      const key = row.keys.join(' ');
      told(key, row.sums.map(BigInt), due.get(key) ?? nothing);
      due.delete(key);
    }
  }
  for (const [key, wanted] of due) {
    if (!gone.has(key.slice(0, 7))) told(key, nothing, wanted);
  }
}
