import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { readFacts } from '../clearance/facts-store.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import { firstDecisions } from '../export/case-lookup.ts';
import type { CountedList } from '../export/statistics/counted.ts';
import { countClosed, uncountClosed } from '../export/statistics/store.ts';
import type { Sql } from '../io/postgres.ts';
import { decodeKeptExport } from './export-codec.ts';
import type { House } from './house.ts';

/** A list that was just closed. */
export type ClosedExport = { readonly listNo: string; readonly terms: ExportListTerms };

/**
 * Counts closed lists in the statistics of the month, with the value that they were accepted with:
 * that of the rates of that day, as it is kept with the decision. Two statements and those of
 * `countClosed`; the last writes of the transaction that closes them.
 * @param declared customs declarations that left with them
 */
export async function countDeparted(
  tx: Sql,
  house: Pick<House, 'archive'>,
  closed: readonly ClosedExport[],
  at: Instant,
  declared: readonly CountedList[] = [],
): Promise<void> {
  if (closed.length + declared.length === 0) return;
  const counted = closed.length === 0 ? [] : await countedOf(tx, house, closed);
  await countClosed(tx, [...counted, ...declared], at);
}

/**
 * Takes a list whose closing is taken back out of the statistics of the month in which it was
 * closed. Two statements and those of `uncountClosed`; the last writes of the transaction.
 */
export async function uncountDeparted(
  tx: Sql,
  house: Pick<House, 'archive'>,
  closed: ClosedExport & { readonly closedAt: Instant },
  at: Instant,
): Promise<void> {
  const counted = await countedOf(tx, house, [closed]);
  await uncountClosed(
    tx,
    counted.map((list) => ({ ...list, closedAt: closed.closedAt })),
    at,
  );
}

async function countedOf(
  tx: Sql,
  { archive }: Pick<House, 'archive'>,
  closed: readonly ClosedExport[],
): Promise<CountedList[]> {
  const first = await firstDecisions(
    tx,
    closed.map(({ listNo }) => listNo),
  );
  const places = closed.map(({ listNo }) => present(first.get(listNo), `decisions on ${listNo}`));
  const texts = await readFacts(tx, places, archive);
  return closed.map((list, i) => {
    const { value } = decodeKeptExport(texts[i]!).verdict;
    return { ...list, value: present(value, `the value of list ${list.listNo}`) };
  });
}
