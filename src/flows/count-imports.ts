import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { holdProgress, readProgress, writeProgress } from '../clearance/progress-store.ts';
import { returnedOf } from '../clearance/refund.ts';
import { type Refund, refundsOf } from '../clearance/refund-store.ts';
import {
  type Back,
  type Change,
  type CountedImport,
  deltasOf,
} from '../clearance/statistics/counted.ts';
import {
  type ClosedRefund,
  type Release,
  refundedAfter,
  releasedAfter,
} from '../clearance/statistics/store.ts';
import { IMPORTS } from '../clearance/statistics/trade.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import type { Sql } from '../io/postgres.ts';
import { addSums, monthOf, noteRevisions, type Revision } from '../statistics/sums.ts';
import type { House } from './house.ts';
import { standingLists } from './standing-lists.ts';

const NOTHING: Back = new Map();
/** Milliseconds for which nobody looks again, so that nothing is written while nothing happens. */
const COUNTED_EVERY = 60_000;
const PLACES = ['imports', 'import-returns'] as const;

/**
 * Counts released lists in the monthly statistics of imports, about `limit` at a time and in the
 * order of their release, then takes out what came back of them. It goes on from where it ended:
 * sums and place are written together, so each list and each refund counts once, whoever counts
 * and whatever dies. It stays behind by as long as clocks may differ and a transaction may take,
 * after which nothing can be decided before its place any more.
 * @returns how many lists and refunds were counted; none when all are
 */
export async function countImports(house: House, limit: number): Promise<number> {
  const until = house.clock.now() - LIMITS.skewMilliseconds;
  const places = await Promise.all(PLACES.map((name) => readProgress(house.db, name)));
  if (until - Math.min(...places) < COUNTED_EVERY) return 0;
  return house.db.transaction(async (tx) => {
    const from = await holdProgress(tx, 'imports');
    const released = await releasedAfter(tx, from, until, limit);
    if (released.length > 0) {
      const lists = await standingLists(tx, house, numbersOf(released));
      const changes = released.map(({ listNo }): Change => {
        return { of: countedOf(lists, listNo), back: NOTHING, sign: 1n };
      });
      await addSums(tx, IMPORTS, deltasOf(changes));
      await writeProgress(tx, released.at(-1)!.at, 'imports');
      return released.length;
    }
    await writeProgress(tx, until, 'imports');
    return countReturns(tx, house, Math.max(from, until), limit);
  });
}

async function countReturns(tx: Sql, house: House, until: Instant, limit: number): Promise<number> {
  const from = await holdProgress(tx, 'import-returns');
  const closed = await refundedAfter(tx, from, until, limit);
  if (closed.length === 0) {
    await writeProgress(tx, until, 'import-returns');
    return 0;
  }
  const lists = await standingLists(tx, house, numbersOf(closed));
  const refunds = await refundsOf(tx, numbersOf(closed));
  const pairs = closed.map((one) => changesBy(one, countedOf(lists, one.listNo), refunds));
  await addSums(tx, IMPORTS, deltasOf(pairs.flat()));
  await noteRevisions(
    tx,
    IMPORTS,
    closed.flatMap((one, i) => revisionOf(one, pairs[i]!)),
  );
  await writeProgress(tx, closed.at(-1)!.at, 'import-returns');
  return closed.length;
}

const numbersOf = (some: readonly Release[]): string[] => [
  ...new Set(some.map(({ listNo }) => listNo)),
];

function countedOf(lists: ReadonlyMap<string, StandingList>, listNo: string): CountedImport {
  const { list, verdict, decidedAt } = present(lists.get(listNo), 'a released list');
  const { lines } = present(verdict.tax, 'the tax of a released list');
  return { month: monthOf(decidedAt), terms: list, taxes: lines };
}

/** A list as it was before a refund, taken out, and as it is since. */
function changesBy(
  { listNo, preNo }: ClosedRefund,
  of: CountedImport,
  refunds: readonly Refund[],
): readonly [Change, Change] {
  const own = refunds.filter((one) => one.listNo === listNo && one.state === 'closed');
  // Several may be closed at one instant: those are in the order of their numbers.
  const inTurn = own.sort((a, b) => endOf(a) - endOf(b) || (a.preNo < b.preNo ? -1 : 1));
  const place = inTurn.findIndex((one) => one.preNo === preNo);
  const backOf = (some: readonly Refund[]): Back =>
    new Map(of.terms.lines.map(({ gnum }) => [gnum, returnedOf(some, gnum)]));
  return [
    { of, back: backOf(inTurn.slice(0, place)), sign: -1n },
    { of, back: backOf(inTurn.slice(0, place + 1)), sign: 1n },
  ];
}

const endOf = ({ endedAt }: Refund): Instant => present(endedAt, 'the end of a closed refund');

/** What a refund takes out of a month that was over. */
function revisionOf({ at }: ClosedRefund, pair: readonly [Change, Change]): Revision[] {
  const { month } = pair[0].of;
  if (month >= monthOf(at)) return [];
  // The first cube has whole lists: lists, lines, packages, two weights, and the value.
  const sums = deltasOf(pair)[0]!.map((delta) => delta.sums);
  const taken = (place: number) => -sums.reduce((all, own) => all + own[place]!, 0n);
  return [
    {
      ...{ month, day: businessDate(at), lists: Number(taken(0)), lines: Number(taken(1)) },
      value: taken(VALUE),
    },
  ];
}

const VALUE = IMPORTS.cubes[0].measures.indexOf('dutiable');
