import { present } from '../base/assert.ts';
import type { Sql } from '../io/postgres.ts';
import { REVISIONS } from './sums.ts';
import { cubeFor, measuresFor, type StatisticsRow, type StatisticsTable } from './table.ts';
import { DIMENSIONS, type Dimension, type Month, type Trade, tableOf } from './trade.ts';

/**
 * Enterprises that a number which everybody may read is of, at least. With two, each would learn
 * the other's by taking its own away; three is what most statistical offices ask.
 */
export const FEWEST_ENTERPRISES = 3;

/** The code of what is shown together because it may not be shown apart. */
export const OTHERS = '_O';

/** A row with the enterprises that it is of. */
type Cell = { readonly key: string; readonly sellers: ReadonlySet<string> } & Pick<
  StatisticsRow,
  'sums'
>;

/**
 * The table of a month by one dimension as everybody may see it. Rows of fewer than three
 * enterprises are shown as one row of others; if that is of fewer than three, the smallest further
 * rows go into it, so that nobody finds out by taking what is shown from the total. Headings are
 * hidden within their chapter, for the same reason. A month of fewer than three enterprises has
 * neither rows nor total.
 */
export async function readPublicStatistics(
  sql: Sql,
  trade: Trade,
  month: Month,
  by: Dimension,
): Promise<StatisticsTable> {
  const cube = present(cubeFor(trade, [by]), by);
  // Rows are summed here, and a list with lines of two headings would count twice.
  const measures = measuresFor(cube, []);
  const column = DIMENSIONS[by].column;
  const found = await sql.query<{
    key: string;
    seller: string;
    sums: string[];
    revised: string | null;
  }>(
    `select ${column} as key, ebc_code as seller,
       array[${measures.map((one) => `sum(${one})::text`).join(', ')}] as sums,
       (select max(revised_on)::text from ${tableOf(trade, REVISIONS)} where month = $1)
         as revised
     from ${tableOf(trade, cube)} where month = $1
     group by ${column}, ebc_code having sum(lines) <> 0`,
    [month],
  );
  const cells = found.map(({ key, seller, sums }): Cell => {
    return { key, sellers: new Set([seller]), sums: sums.map(BigInt) };
  });
  const whole = merged(OTHERS, cells);
  const isShown = whole.sellers.size >= FEWEST_ENTERPRISES;
  const rows = isShown ? veiled(byKey(cells), by, measures.indexOf(trade.value)) : [];
  return {
    ...{ trade, month, dimensions: [by], measures },
    rows: rows.map(({ key, sums }) => ({ keys: [key], sums })),
    total: isShown ? whole.sums : measures.map(() => null),
    revisedOn: found[0]?.revised ?? null,
  };
}

function veiled(cells: readonly Cell[], by: Dimension, value: number): Cell[] {
  if (by !== 'heading') {
    const { shown, hidden } = veil(cells, value);
    return [...shown, ...othersOf(OTHERS, hidden)];
  }
  const headings = Map.groupBy(cells, ({ key }) => key.slice(0, 2));
  const chapters = veil(
    [...headings].map(([chapter, own]) => merged(chapter, own)),
    value,
  );
  const rows = chapters.shown.flatMap(({ key: chapter }) => {
    const { shown, hidden } = veil(headings.get(chapter) ?? [], value);
    return [...shown, ...othersOf(`${chapter}${OTHERS}`, hidden)];
  });
  return [...rows, ...othersOf(OTHERS, chapters.hidden)];
}

/** Which cells may be shown, and which are to be shown together. */
function veil(cells: readonly Cell[], value: number) {
  const [few, many] = [
    cells.filter(({ sellers }) => sellers.size < FEWEST_ENTERPRISES),
    cells.filter(({ sellers }) => sellers.size >= FEWEST_ENTERPRISES),
  ];
  const smallest = many.toSorted((a, b) => (a.sums[value]! < b.sums[value]! ? -1 : 1));
  while (few.length > 0 && smallest.length > 0) {
    if (merged(OTHERS, few).sellers.size >= FEWEST_ENTERPRISES) break;
    few.push(smallest.shift()!);
  }
  return { shown: many.filter((cell) => smallest.includes(cell)), hidden: few };
}

const othersOf = (key: string, hidden: readonly Cell[]): Cell[] =>
  hidden.length === 0 ? [] : [merged(key, hidden)];

function merged(key: string, cells: readonly Cell[]): Cell {
  const [first, ...rest] = cells;
  const sums = (first?.sums ?? []).map((sum, i) =>
    rest.reduce((all, one) => all + one.sums[i]!, sum),
  );
  return { key, sellers: new Set(cells.flatMap(({ sellers }) => [...sellers])), sums };
}

function byKey(cells: readonly Cell[]): Cell[] {
  const groups = [...Map.groupBy(cells, ({ key }) => key)];
  groups.sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([key, own]) => merged(key, own));
}
