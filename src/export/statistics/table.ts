import { present } from '../../base/assert.ts';
import type { BusinessDate } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import type { Month } from './counted.ts';
import {
  CUBE_NAMES,
  CUBES,
  type CubeName,
  DIMENSIONS,
  type Dimension,
  type Measure,
  tableOf,
} from './cubes.ts';

/** One row: a code for each dimension, a sum for each measure. */
export type StatisticsRow = { readonly keys: readonly string[]; readonly sums: readonly bigint[] };

/** Sums of the lists that were closed in a month. */
export type StatisticsTable = {
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

/** What a sum has to be told apart by to mean anything, in cubes where it is not at once. */
const NEEDS: Readonly<Partial<Record<`${CubeName} ${Measure}`, Dimension>>> = {
  'headings lists': 'heading',
  'goods quantity': 'unit',
  'currencies amount': 'currency',
};

/** The cube that has all of the dimensions, the smallest first; null when none has. */
export function cubeFor(by: readonly Dimension[]): CubeName | null {
  const kept = by.map((one) => (one === 'chapter' ? 'heading' : one));
  const hasAll = (cube: CubeName) => {
    const own: readonly Dimension[] = CUBES[cube].dimensions;
    return kept.every((one) => own.includes(one));
  };
  return CUBE_NAMES.find(hasAll) ?? null;
}

/** What a cube can say of rows by these dimensions. */
export function measuresFor(cube: CubeName, by: readonly Dimension[]): Measure[] {
  return CUBES[cube].measures.filter((one) => {
    const needed = NEEDS[`${cube} ${one}`];
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
  month: Month,
  by: readonly Dimension[],
): Promise<StatisticsTable> {
  const cube = present(cubeFor(by), `a cube by ${by}`);
  const measures = measuresFor(cube, by);
  const found = await sql.query<Row>(statementFor(cube, by, measures), [month]);
  const ofKind = (kind: string) => found.filter((row) => row.kind === kind);
  const rows = ofKind('row').map(({ keys, sums }) => ({ keys, sums: sums.map(BigInt) }));
  const [total] = ofKind('total');
  const inAll = new Map(TOTALS.map((one, i) => [one, BigInt(total?.sums[i] ?? 0)]));
  const counted: readonly Measure[] = cube === 'lists' ? measures : ['lists', 'lines', 'fob'];
  return {
    ...{ month, dimensions: by, measures },
    rows: rows.sort((a, b) => compare(a.keys, b.keys)),
    total: measures.map((one) => (counted.includes(one) ? present(inAll.get(one), one) : null)),
    revisedOn: ofKind('revised')[0]?.keys[0] ?? null,
  };
}

const TOTALS: readonly Measure[] = CUBES.lists.measures;

const sumsOf = (measures: readonly Measure[]): string =>
  `array[${measures.map((one) => `coalesce(sum(${one}), 0)::text`).join(', ')}]`;

function statementFor(
  cube: CubeName,
  by: readonly Dimension[],
  measures: readonly Measure[],
): string {
  const columns = by.map((one) => DIMENSIONS[one].column).join(', ');
  return `
    select 'row' as kind, array[${columns}] as keys, ${sumsOf(measures)} as sums
    from ${tableOf(cube)} where month = $1 group by ${columns} having sum(lines) <> 0
    union all
    select 'total', '{}', ${sumsOf(TOTALS)} from ${tableOf('lists')} where month = $1
    union all
    select 'revised', array[max(revised_on)::text], '{}'
    from export.statistics_revisions where month = $1 having count(*) > 0`;
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((code, i) => code !== b[i]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
