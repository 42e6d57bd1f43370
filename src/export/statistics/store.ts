import { businessDate, type Instant } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import { addSums, monthOf, noteRevisions } from '../../statistics/sums.ts';
import { type CountedList, checkCounted, deltasOf, type Placed } from './counted.ts';
import { EXPORTS } from './trade.ts';

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
  const day = businessDate(at);
  const late = placed.filter(({ month }) => month < monthOf(at));
  await noteRevisions(
    tx,
    EXPORTS,
    late.map(({ list, month }) => ({
      ...{ month, day, lists: 1, lines: list.terms.lines.length, value: list.value.fob },
    })),
  );
}

async function addUp(tx: Sql, placed: readonly Placed[], sign: 1n | -1n): Promise<void> {
  if (placed.length === 0) return;
  checkCounted(placed.map(({ list }) => list));
  await addSums(tx, EXPORTS, deltasOf(placed, sign));
}
