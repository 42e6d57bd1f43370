import { addDays, type BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { displaysPast } from '../bonded/display-store.ts';
import { openCounts } from '../bonded/freeze.ts';
import { countOpenPapers, type OpenPapers } from '../bonded/paper-pages.ts';
import { type Expiring, expiringOf } from '../bonded/stock-pages.ts';
import { guaranteeAccount } from '../clearance/facts.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { isOpen } from '../registry/book.ts';
import type { NamedBook } from '../registry/book-pages.ts';

/** A book, what waits on it, and what of it comes to an end. */
export type BookNow = NamedBook & {
  readonly isOpen: boolean;
  /** Papers on which somebody has still to act, by kind and state. */
  readonly waiting: readonly Omit<OpenPapers, 'bookNo'>[];
  /** Bonded lots whose last day of sale is near. */
  readonly expiring: Omit<Expiring, 'bookNo'> | null;
  /** Papers by which goods are on display past their last day. */
  readonly overdue: number;
  /** The stock-take that has goods of it in hand. */
  readonly countNo: string | null;
  /** Of the enterprise of the book, fen; null for others to see, or where none is lodged. */
  readonly guarantee: { readonly amount: Fen; readonly used: Fen } | null;
};

/** Days in which goods that reach their last day of sale are told of beforehand. */
const SOON = 30;

/** Books as they stand on a day; five statements or none. @param viewer null for the authority */
export async function booksNow(
  sql: Sql,
  books: readonly NamedBook[],
  today: BusinessDate,
  viewer: string | null,
): Promise<BookNow[]> {
  if (books.length === 0) return [];
  const bookNos = books.map(({ bookNo }) => bookNo);
  const lodged = books.filter(
    ({ enterpriseCode }) => (viewer ?? enterpriseCode) === enterpriseCode,
  );
  const [papers, expiring, displays, counts, guarantees] = await Promise.all([
    countOpenPapers(sql, bookNos),
    expiringOf(sql, bookNos, today, addDays(today, SOON)),
    displaysPast(sql, today, null),
    openCounts(sql, bookNos),
    balances(
      sql,
      lodged.map(({ enterpriseCode }) => guaranteeAccount(enterpriseCode)),
    ),
  ]);
  const past = [...displays.values()].map(([row]) => row?.bookNo);
  return books.map((book) => {
    const own = <Row extends { readonly bookNo: string }>({ bookNo }: Row) =>
      bookNo === book.bookNo;
    const {
      limit = null,
      posted = 0n,
      pending = 0n,
    } = lodged.includes(book)
      ? (guarantees.get(accountKey(guaranteeAccount(book.enterpriseCode))) ?? {})
      : {};
    return {
      ...book,
      isOpen: isOpen(book, today),
      waiting: papers.filter(own),
      expiring: expiring.get(book.bookNo) ?? null,
      overdue: past.filter((bookNo) => bookNo === book.bookNo).length,
      countNo: counts.find(own)?.countNo ?? null,
      guarantee: limit === null ? null : { amount: limit, used: posted + pending },
    };
  });
}
