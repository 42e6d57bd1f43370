import { assert } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { inKeyOrder } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';
import {
  type Cube,
  DIMENSIONS,
  MEASURES,
  type Measure,
  type Month,
  type Trade,
  tableOf,
} from './trade.ts';

/** The month of an instant in Shanghai. */
export function monthOf(at: Instant): Month {
  return businessDate(at).slice(0, 7);
}

/** What is added to one row of a cube: month and keys, and sums, in the order of the cube. */
export type Delta = { readonly keys: readonly string[]; readonly sums: readonly bigint[] };

/** Rows of one cube while they are added up. */
export type CubeRows = {
  add(keys: readonly string[], sums: readonly bigint[]): void;
  /** In the order of the keys. */
  deltas(sign: 1n | -1n): Delta[];
};

/** No rows yet. */
export function newRows(): CubeRows {
  const rows = new Map<string, { readonly keys: readonly string[]; readonly sums: bigint[] }>();
  return {
    add: (keys, sums) => {
      const text = keys.join('\u0001');
      const row = rows.get(text);
      if (row === undefined) rows.set(text, { keys, sums: [...sums] });
      else for (let i = 0; i < sums.length; i += 1) row.sums[i] = row.sums[i]! + sums[i]!;
    },
    deltas: (sign) =>
      inKeyOrder(rows, ([text]) => text).map(([, { keys, sums }]) => {
        return { keys, sums: sign === 1n ? sums : sums.map((sum) => -sum) };
      }),
  };
}

/**
 * Adds rows to the cubes of a trade, in the order of its cubes: one statement each, in one round
 * trip. The rows are held until the commit, so this comes last in a transaction; the order of
 * cubes and keys keeps two transactions from a deadlock.
 * @throws Bug when more is taken out than was counted
 */
export async function addSums(
  tx: Sql,
  trade: Trade,
  deltas: readonly (readonly Delta[])[],
): Promise<void> {
  const below = await Promise.all(
    trade.cubes.map((cube, i) =>
      tx.query<{ below: bigint }>(upsert(trade, cube), columnsOf(cube, deltas[i]!)),
    ),
  );
  assert(
    below.every(([row]) => row?.below === 0n),
    'more is taken out of the statistics than was counted',
  );
}

function columnsOf({ dimensions, measures }: Cube, deltas: readonly Delta[]): unknown[] {
  return [
    ...['month', ...dimensions].map((_, i) => deltas.map(({ keys }) => keys[i])),
    ...measures.map((_, i) => deltas.map(({ sums }) => sums[i])),
  ];
}

const typeOf = (measure: Measure) => (MEASURES[measure].form === 'count' ? 'bigint' : 'numeric');

/** Adds rows to a cube, and says how many of them came to less than nothing. */
function upsert(trade: Trade, cube: Cube): string {
  const { dimensions, measures } = cube;
  const keys = ['month', ...dimensions.map((one) => DIMENSIONS[one].column)];
  const types = [...keys.map(() => 'text'), ...measures.map(typeOf)];
  const given = types.map((type, i) => `$${i + 1}::${type}[]`);
  const columns = [...keys, ...measures].join(', ');
  const added = measures.map((one) => `${one} = kept.${one} + excluded.${one}`);
  return `
    with moved as (
      insert into ${tableOf(trade, cube)} as kept (${columns})
      select ${columns} from unnest(${given.join(', ')}) as given (${columns})
      on conflict (${keys.join(', ')}) do update set ${added.join(', ')}
      returning lines
    )
    select count(*) filter (where lines < 0) as below from moved`;
}

/** What was taken out of a month after it was over, on a day. */
export type Revision = {
  readonly month: Month;
  readonly day: BusinessDate;
  readonly lists: number;
  readonly lines: number;
  readonly value: bigint;
};

/** Notes that months were revised. One statement or none. */
export async function noteRevisions(
  tx: Sql,
  trade: Trade,
  revisions: readonly Revision[],
): Promise<void> {
  if (revisions.length === 0) return;
  const by = Map.groupBy(revisions, ({ month, day }) => `${month} ${day}`);
  const rows = inKeyOrder(by, ([key]) => key).map(([, own]) => ({
    ...own[0]!,
    lists: own.reduce((sum, { lists }) => sum + lists, 0),
    lines: own.reduce((sum, { lines }) => sum + lines, 0),
    value: own.reduce((sum, { value }) => sum + value, 0n),
  }));
  const value = trade.value;
  await tx.execute(
    `insert into ${tableOf(trade, REVISIONS)} as kept (month, revised_on, lists, lines, ${value})
     select month, day, lists, lines, value
     from unnest($1::text[], $2::date[], $3::bigint[], $4::bigint[], $5::numeric[])
       as given (month, day, lists, lines, value)
     on conflict (month, revised_on) do update set lists = kept.lists + excluded.lists,
       lines = kept.lines + excluded.lines, ${value} = kept.${value} + excluded.${value}`,
    [
      rows.map(({ month }) => month),
      rows.map(({ day }) => day),
      rows.map(({ lists }) => lists),
      rows.map(({ lines }) => lines),
      rows.map((row) => row.value),
    ],
  );
}

/** The table of revisions, named as cubes are. */
export const REVISIONS = { name: 'revisions' };
