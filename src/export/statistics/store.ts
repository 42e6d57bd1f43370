import { assert } from '../../base/assert.ts';
import { businessDate, type Instant } from '../../base/dates.ts';
import { inKeyOrder } from '../../base/keys.ts';
import type { Sql } from '../../io/postgres.ts';
import {
  type CountedList,
  checkCounted,
  type Delta,
  deltasOf,
  type Month,
  monthOf,
  type Placed,
} from './counted.ts';
import {
  CUBE_NAMES,
  CUBES,
  type CubeName,
  DIMENSIONS,
  MEASURES,
  type Measure,
  tableOf,
} from './cubes.ts';

/**
 * Counts lists that customs closes at `at`, in the month of that instant in Shanghai: the day on
 * which the formalities of an export are over is its day in the statistics (Regulations on
 * Customs Statistics, art. 13). Four statements, whatever the number of lists.
 *
 * Many transactions touch the same rows, so it comes last in the transaction that closes: the rows
 * are then held from here to the commit only, and the order of their keys keeps two transactions
 * from a deadlock.
 * @throws Bug when a list comes twice, or its lines are not worth what the list is
 */
export async function countClosed(
  tx: Sql,
  lists: readonly CountedList[],
  at: Instant,
): Promise<void> {
  const month = monthOf(at);
  await addUp(
    tx,
    lists.map((list) => ({ list, month })),
    1n,
  );
}

/** A list that was counted, and when it was closed. */
export type UncountedList = CountedList & { readonly closedAt: Instant };

/**
 * Takes lists out of the statistics at `at` that should not have been closed, of the month in which
 * they were: customs statistics are revised, and what did not leave the country in October is in no
 * number of October. Terms and value are those with which they were counted; what they should have
 * been is counted like any other. A month that was over is marked as revised. At most five
 * statements. Goods that come back are not this: they were exported.
 * @throws Bug when more is taken out than was counted
 */
export async function uncountClosed(
  tx: Sql,
  lists: readonly UncountedList[],
  at: Instant,
): Promise<void> {
  const placed = lists.map((list) => ({ list, month: monthOf(list.closedAt) }));
  await addUp(tx, placed, -1n);
  await noteRevisions(
    tx,
    placed.filter(({ month }) => month < monthOf(at)),
    at,
  );
}

async function addUp(tx: Sql, placed: readonly Placed[], sign: 1n | -1n): Promise<void> {
  if (placed.length === 0) return;
  checkCounted(placed.map(({ list }) => list));
  // One after the other in a fixed order, and all in one round trip.
  const deltas = deltasOf(placed, sign);
  const below = await Promise.all(
    CUBE_NAMES.map((cube) => {
      return tx.query<{ below: bigint }>(STATEMENTS[cube], columnsOf(cube, deltas[cube]));
    }),
  );
  assert(
    below.every(([row]) => row?.below === 0n),
    'more is taken out of the statistics than was counted',
  );
}

function columnsOf(cube: CubeName, deltas: readonly Delta[]): unknown[] {
  const { dimensions, measures } = CUBES[cube];
  return [
    ...['month', ...dimensions].map((_, i) => deltas.map(({ keys }) => keys[i])),
    ...measures.map((_, i) => deltas.map(({ sums }) => sums[i])),
  ];
}

const typeOf = (measure: Measure) => (MEASURES[measure].form === 'count' ? 'bigint' : 'numeric');

/** Adds rows to a cube, and says how many of them came to less than nothing. */
function upsert(cube: CubeName): string {
  const { dimensions, measures } = CUBES[cube];
  const keys = ['month', ...dimensions.map((one) => DIMENSIONS[one].column)];
  const types = [...keys.map(() => 'text'), ...measures.map(typeOf)];
  const given = types.map((type, i) => `$${i + 1}::${type}[]`);
  const columns = [...keys, ...measures].join(', ');
  const added = measures.map((one) => `${one} = kept.${one} + excluded.${one}`);
  return `
    with moved as (
      insert into ${tableOf(cube)} as kept (${columns})
      select ${columns} from unnest(${given.join(', ')}) as given (${columns})
      on conflict (${keys.join(', ')}) do update set ${added.join(', ')}
      returning lines
    )
    select count(*) filter (where lines < 0) as below from moved`;
}

const STATEMENTS: Readonly<Record<CubeName, string>> = {
  lists: upsert('lists'),
  headings: upsert('headings'),
  goods: upsert('goods'),
  currencies: upsert('currencies'),
};

const REVISE = `
  insert into export.statistics_revisions as kept (month, revised_on, lists, lines, fob)
  select month, $1::date, lists, lines, fob
  from unnest($2::text[], $3::bigint[], $4::bigint[], $5::numeric[])
    as given (month, lists, lines, fob)
  on conflict (month, revised_on) do update set lists = kept.lists + excluded.lists,
    lines = kept.lines + excluded.lines, fob = kept.fob + excluded.fob`;

async function noteRevisions(tx: Sql, placed: readonly Placed[], at: Instant): Promise<void> {
  if (placed.length === 0) return;
  const byMonth = Map.groupBy(placed, ({ month }) => month);
  const rows = inKeyOrder(byMonth, ([month]) => month).map(([month, own]) =>
    revisionOf(month, own),
  );
  await tx.execute(REVISE, [
    businessDate(at),
    rows.map(({ month }) => month),
    rows.map(({ lists }) => lists),
    rows.map(({ lines }) => lines),
    rows.map(({ fob }) => fob),
  ]);
}

function revisionOf(month: Month, placed: readonly Placed[]) {
  return {
    month,
    lists: placed.length,
    lines: placed.reduce((sum, { list }) => sum + list.terms.lines.length, 0),
    fob: placed.reduce((sum, { list }) => sum + list.value.fob, 0n),
  };
}
