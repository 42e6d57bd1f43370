import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { OverdueDisplay } from '../bonded/display.ts';
import { mayKeep } from '../bonded/entry.ts';
import { byTurn, isFresh, type Lot } from '../bonded/lot.ts';
import { lotsOf } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import {
  type Book,
  type BookLine,
  bookLineKey,
  STOCK_STATUSES,
  type StockStatus,
  stockAccount,
} from '../registry/book.ts';
import { bookLinesFor, booksFor, linesOfBook } from '../registry/book-facts.ts';
import { overdueDisplays } from './overdue-displays.ts';

/** What stands in a book of one line in one status; in 0.00001 of its declared unit. */
export type LineBalance = {
  readonly status: StockStatus;
  /** What came in, with what lay there at the beginning. */
  readonly in: Scaled5;
  readonly out: Scaled5;
  readonly remain: Scaled5;
  /** Promised to accepted lists, and still there. */
  readonly reserved: Scaled5;
};

/** A line of a book with its balances; statuses in which it never had anything are left out. */
export type BookLineView = BookLine & { readonly balances: readonly LineBalance[] };
export type BookView = { readonly book: Book; readonly lines: readonly BookLineView[] };

/**
 * A book with the balance of each line, in three statements; null when there is none, or it is none
 * of the viewer's. @param viewer null for the authority
 */
export async function viewBook(
  sql: Sql,
  bookNo: string,
  viewer: string | null,
): Promise<BookView | null> {
  const book = await bookFor(sql, bookNo, viewer);
  if (book === null) return null;
  return { book, lines: await withBalances(sql, await linesOfBook(sql, bookNo)) };
}

/** Lines of books with what stands there of each; one statement or none. */
export async function withBalances(sql: Sql, lines: readonly BookLine[]): Promise<BookLineView[]> {
  const accounts = lines.flatMap(({ bookNo, recordNo }) =>
    STOCK_STATUSES.map((status) => stockAccount(bookNo, recordNo, status)),
  );
  const standing = await balances(sql, accounts);
  const balancesOf = ({ bookNo, recordNo }: BookLine): LineBalance[] =>
    STOCK_STATUSES.flatMap((status) => {
      const account = standing.get(accountKey(stockAccount(bookNo, recordNo, status)));
      if (account === undefined) return [];
      const { limit, pending: reserved, posted: out } = account;
      return [{ status, in: limit ?? 0n, out, remain: (limit ?? 0n) - out, reserved }];
    });
  return lines.map((line) => ({ ...line, balances: balancesOf(line) }));
}

/** A book with what of it is on display past its last day. */
export type BookOnDay = BookView & { readonly overdue: readonly OverdueDisplay[] };

/** A book as `viewBook` shows it, and what is overdue on a day; at most two statements more. */
export async function viewBookOn(
  sql: Sql,
  bookNo: string,
  viewer: string | null,
  today: BusinessDate,
): Promise<BookOnDay | null> {
  const view = await viewBook(sql, bookNo, viewer);
  return view && { ...view, overdue: await overdueDisplays(sql, today, bookNo) };
}

async function bookFor(sql: Sql, bookNo: string, viewer: string | null): Promise<Book | null> {
  const book = (await booksFor(sql, [bookNo])).get(bookNo) ?? null;
  return book !== null && (viewer === null || mayKeep(book, viewer)) ? book : null;
}

/** A lot, and whether it may still be sold. */
export type LotView = Lot & { readonly sellable: boolean };

/** The lots of a line in the order in which they should be taken; null when there is no line. */
export async function viewLots(
  sql: Sql,
  { bookNo, recordNo }: Pick<BookLine, 'bookNo' | 'recordNo'>,
  viewer: string | null,
  date: BusinessDate,
): Promise<LotView[] | null> {
  const key = bookLineKey(bookNo, recordNo);
  const booked = (await bookLinesFor(sql, [key])).get(key);
  if (booked === undefined || (viewer !== null && !mayKeep(booked.book, viewer))) return null;
  const lots = (await lotsOf(sql, [key])).get(key) ?? [];
  return [...lots]
    .sort(byTurn)
    .map((lot) => ({ ...lot, sellable: lot.status === 'bonded' && isFresh(lot, date) }));
}
