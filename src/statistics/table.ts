import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { REVISIONS } from './sums.ts';
import {
  type Cube,
  DIMENSIONS,
  type Dimension,
  type Measure,
  type Month,
  type Trade,
  tableOf,
} from './trade.ts';

/** One row: a code for each dimension, a sum for each measure. */
export type StatisticsRow = { readonly keys: readonly string[]; readonly sums: readonly bigint[] };

/** Sums of the lists that are counted in a month. */
export type StatisticsTable = {
  readonly trade: Trade;
  readonly month: Month;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
  /** In the order of their codes. */
  readonly rows: readonly StatisticsRow[];
  /**
   * Of all lists of the month; null for what has no sum over all rows. A list with lines of several
   * headings is in a row of each and counts once here.
   */
  readonly total: readonly (bigint | null)[];
  /** The last day on which something was taken out after the month was over. */
  readonly revisedOn: BusinessDate | null;
};

/** The cube of a trade that has all of the dimensions, the first of them; null when none has. */
export function cubeFor({ cubes }: Trade, by: readonly Dimension[]): Cube | null {
  const kept = by.map((one) => (one === 'chapter' ? 'heading' : one));
  const hasAll = ({ dimensions }: Cube) => kept.every((one) => dimensions.includes(one));
  return cubes.find(hasAll) ?? null;
}

/** What a cube can say of rows by these dimensions. */
export function measuresFor({ measures, needs }: Cube, by: readonly Dimension[]): Measure[] {
  return measures.filter((one) => {
    const needed = needs[one];
    return needed === undefined || by.includes(needed);
  });
}

type Row = { readonly kind: string; readonly keys: string[]; readonly sums: string[] };

/**
 * The table of a month by some dimensions, which one cube must have. One statement, so rows and
 * total are of one moment.
 */
export async function readStatistics(
  sql: Sql,
  trade: Trade,
  month: Month,
  by: readonly Dimension[],
): Promise<StatisticsTable> {
  const cube = present(cubeFor(trade, by), `a cube by ${by}`);
  const measures = measuresFor(cube, by);
  const found = await sql.query<Row>(statementFor(trade, cube, by, measures), [month]);
  const ofKind = (kind: string) => found.filter((row) => row.kind === kind);
  const rows = ofKind('row').map(({ keys, sums }) => ({ keys, sums: sums.map(BigInt) }));
  const [total] = ofKind('total');
  const inAll = new Map(
    trade.cubes[0].measures.map((one, i) => [one, BigInt(total?.sums[i] ?? 0)]),
  );
  return {
    ...{ trade, month, dimensions: by, measures },
    rows: rows.sort((a, b) => compare(a.keys, b.keys)),
    total: measures.map((one) => inAll.get(one) ?? null),
    revisedOn: ofKind('revised')[0]?.keys[0] ?? null,
  };
}

const sumsOf = (measures: readonly Measure[]): string =>
  `array[${measures.map((one) => `coalesce(sum(${one}), 0)::text`).join(', ')}]`;

function statementFor(
  trade: Trade,
  cube: Cube,
  by: readonly Dimension[],
  measures: readonly Measure[],
): string {
  const columns = by.map((one) => DIMENSIONS[one].column).join(', ');
  const [whole] = trade.cubes;
  return `
    select 'row' as kind, array[${columns}] as keys, ${sumsOf(measures)} as sums
    from ${tableOf(trade, cube)} where month = $1 group by ${columns} having sum(lines) <> 0
    union all
    select 'total', '{}', ${sumsOf(whole.measures)} from ${tableOf(trade, whole)} where month = $1
    union all
    select 'revised', array[max(revised_on)::text], '{}'
    from ${tableOf(trade, REVISIONS)} where month = $1 having count(*) > 0`;
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((code, i) => code !== b[i]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
