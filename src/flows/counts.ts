import { type BusinessDate, businessDate, yearOf } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { nineDigits } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  type Compared,
  type Count,
  type CountBody,
  type CountSaid,
  compare,
  countFindings,
  NEW_COUNT,
} from '../bonded/count.ts';
import { inHand } from '../bonded/count-scope.ts';
import { lotsOfBook, scansOf } from '../bonded/count-store.ts';
import { mayKeep } from '../bonded/entry.ts';
import { countHolds } from '../bonded/freeze.ts';
import { documentOf } from '../bonded/paper.ts';
import { holderOf, papersIn } from '../bonded/paper-store.ts';
import { type Notice, noticeFor } from '../clearance/notice-store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { type Book, bookLineKey, stockAccount } from '../registry/book.ts';
import { bookLinesFor, booksFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { countOf, entryOf, loadCounts, slipOf } from './stock-facts.ts';
import { inTurn, type Taken, takeIn, yy } from './stock-papers.ts';

/** Opens a stock-take: from now on its goods do not move. */
export function declareCount(
  house: House,
  said: CountSaid,
  declarant: string,
): Promise<Result<Taken<Count>, Finding[]>> {
  return inTurn(house, (tx) =>
    takeIn(tx, house, declarant, said, {
      kind: 'count',
      read: countOf,
      judge: async (_, __, book, date) => {
        const { bookNo, records, locations, blind } = said;
        const holds = countHolds(bookNo);
        const keys = (records ?? []).map((recordNo) => bookLineKey(bookNo, recordNo));
        const open = (await holderOf(tx, holds))?.paperNo ?? null;
        const facts = { date, declarant, book, open, lines: await bookLinesFor(tx, keys) };
        const findings = countFindings(said, facts);
        if (findings.length > 0) return fail(findings);
        const body: CountBody = { ...NEW_COUNT, scope: { records, locations }, blind };
        return ok({ ...NUMBERS, body, holds, store: async () => {} });
      },
    }),
  );
}

const NUMBERS = {
  // PD (盘点) + customs + year + 9 digits.
  numberOf: ({ customsCode }: Book, sequence: bigint, date: BusinessDate) =>
    `PD${customsCode}${yy(date)}${nineDigits(sequence)}`,
  series: ({ customsCode }: Book, date: BusinessDate) => `count:${customsCode}:${yearOf(date)}`,
};

/** A count with its book. */
export type FoundCount = { readonly count: Count; readonly book: Book };

/**
 * A count of the viewer's with its book; null when there is none.
 * @param viewer null for the authority
 */
export async function countFor(
  sql: Sql,
  countNo: string,
  viewer: string | null,
): Promise<FoundCount | null> {
  const count = (await loadCounts(sql, [countNo])).get(countNo);
  const book = count && (await booksFor(sql, [count.bookNo])).get(count.bookNo);
  if (count === undefined || book === undefined) return null;
  return viewer === null || mayKeep(book, viewer) ? { count, book } : null;
}

/** Goods of a line of the book, and what of them is neither on the shelf nor missing. */
export type Pending = {
  readonly recordNo: string;
  readonly itemNo: string;
  readonly name: string;
  readonly unit: string;
  /** Promised to accepted lists. */
  readonly promised: Scaled5;
  /** Through the gate and not declared or released yet. */
  readonly undeclared: Scaled5;
  /** On slips that have not crossed. */
  readonly onSlips: Scaled5;
};

export type CountView = {
  readonly count: Count;
  /** What its shortage is billed with; null when nothing is. */
  readonly notice: Notice | null;
  readonly today: BusinessDate;
  readonly rows: readonly Compared[];
  readonly pending: readonly Pending[];
};

/** Shelf, warehouse and book side by side; null when there is no such count of the viewer's. */
export async function viewCount(
  house: Pick<House, 'db' | 'clock'>,
  countNo: string,
  viewer: string | null,
): Promise<CountView | null> {
  const found = await countFor(house.db, countNo, viewer);
  if (found === null) return null;
  const { count } = found;
  const { rows } = await rowsOf(house.db, count);
  const isBlind = viewer !== null && count.body.blind && count.state === 'approved';
  const shown = isBlind ? rows.filter(({ shelf }) => shelf !== null) : rows;
  const notice = await noticeFor(house.db, documentOf(count));
  const pending = await pendingOf(house.db, count, rows);
  return { count, notice, rows: shown, pending, today: businessDate(house.clock.now()) };
}

/** The rows of a count with the scans and lots that they are made of. */
export async function rowsOf(sql: Sql, { paperNo, bookNo, body }: Count) {
  const scans = await scansOf(sql, paperNo);
  const named = [...new Set(scans.map(({ lotNo }) => lotNo))];
  const scope = inHand(body);
  const lots = await lotsOfBook(sql, bookNo, scope.records, named);
  return { lots, scans, rows: compare(scope, lots, scans) };
}

async function pendingOf(sql: Sql, count: Count, rows: readonly Compared[]): Promise<Pending[]> {
  const records = [...new Set(rows.map(({ recordNo }) => recordNo))];
  const standing = await balances(
    sql,
    records.flatMap((record) => [
      stockAccount(count.bookNo, record),
      stockAccount(count.bookNo, record, 'undeclared'),
    ]),
  );
  const slips = await onSlips(sql, count.bookNo);
  const goods = await bookLinesFor(
    sql,
    records.map((record) => bookLineKey(count.bookNo, record)),
  );
  return records.map((recordNo) => {
    const bonded = standing.get(accountKey(stockAccount(count.bookNo, recordNo)));
    const ahead = standing.get(accountKey(stockAccount(count.bookNo, recordNo, 'undeclared')));
    const {
      itemNo = '',
      name = '',
      unit = '',
    } = goods.get(bookLineKey(count.bookNo, recordNo))?.line ?? {};
    return {
      ...{ recordNo, itemNo, name, unit, promised: bonded?.pending ?? 0n },
      undeclared: (ahead?.limit ?? 0n) - (ahead?.posted ?? 0n),
      onSlips: slips.get(recordNo) ?? 0n,
    };
  });
}

/** What is on its way in, by record number. */
async function onSlips(sql: Sql, bookNo: string): Promise<Map<string, Scaled5>> {
  const sums = new Map<string, Scaled5>();
  const add = (recordNo: string, quantity: Scaled5) =>
    sums.set(recordNo, (sums.get(recordNo) ?? 0n) + quantity);
  for (const entry of await papersIn(sql, bookNo, 'entry', ['approved', 'released'])) {
    for (const { recordNo, bound } of entryOf(entry).body.lines) add(recordNo, bound);
  }
  for (const slip of await papersIn(sql, bookNo, 'slip', ['approved'])) {
    for (const { recordNo, quantity } of slipOf(slip).body.goods) add(recordNo, quantity);
  }
  return sums;
}
