import { type BusinessDate, businessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { type CountScope, isCounted } from '../bonded/count-scope.ts';
import { mayKeep } from '../bonded/entry.ts';
import { openCounts } from '../bonded/freeze.ts';
import { isFresh, isOfSet, type Lot } from '../bonded/lot.ts';
import {
  type PaperPlace,
  pageOfOpenPapers,
  pageOfPapers,
  promisedToPapers,
} from '../bonded/paper-pages.ts';
import {
  type LotPlace,
  type MovementPlace,
  type MovementsOf,
  type PlaceFilter,
  pageOfLotsAt,
  pageOfLotsInTurn,
  pageOfMovements,
  pageOfPlaces,
} from '../bonded/stock-pages.ts';
import type { Sql } from '../io/postgres.ts';
import { bookLineKey } from '../registry/book.ts';
import { bookLinesFor, booksFor } from '../registry/book-facts.ts';
import { endOfLines, namedBook, pageOfBookLines, pageOfBooks } from '../registry/book-pages.ts';
import { type BookLineView, type LotView, withBalances } from './book-view.ts';
import { booksNow } from './books-now.ts';
import type { House } from './house.ts';

/** Rows behind `next`, which is null at the end. */
export type PageOf<Row, Place> = { readonly rows: readonly Row[]; readonly next: Place | null };

/** The first `limit` of rows of which one more was asked for. */
function pageOf<Row, Place>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Place,
): PageOf<Row, Place> {
  const last = rows[limit - 1];
  const isMore = rows.length > limit && last !== undefined;
  return { rows: rows.slice(0, limit), next: isMore ? placeOf(last) : null };
}

/** A line of a book, what of it is promised to papers, and whether a stock-take has it in hand. */
export type StandingLine = BookLineView & {
  readonly frozen: boolean;
  readonly toExports: Scaled5;
  readonly toDeeds: Scaled5;
};

/** Pages of bonded stock; see `stockViewsOn`. */
export type StockViews = ReturnType<typeof stockViewsOn>;

/**
 * What lies in the bonded centre and what is done with it, page by page. `viewer` is the enterprise
 * whose book it must be, or whose warehouse; null sees all. Null answers stand for what is not
 * there or not theirs.
 */
export function stockViewsOn({ db, clock }: House) {
  const today = (): BusinessDate => businessDate(clock.now());
  return { ...viewsOfBooks(db, today), ...viewsOfShelves(db) };
}

/** Whether the viewer may look at a book, which is there. */
async function isSeen(sql: Sql, bookNo: string, viewer: string | null): Promise<boolean> {
  const book = (await booksFor(sql, [bookNo])).get(bookNo);
  return book !== undefined && (viewer === null || mayKeep(book, viewer));
}

function viewsOfBooks(db: Sql, today: () => BusinessDate) {
  return {
    books: async (viewer: string | null, after: string, limit: number) => {
      const books = await pageOfBooks(db, viewer, after, limit + 1);
      const { rows, next } = pageOf(books, limit, ({ bookNo }) => bookNo);
      return { rows: await booksNow(db, rows, today(), viewer), next };
    },
    book: async (bookNo: string, viewer: string | null) => {
      const book = await namedBook(db, bookNo);
      if (book === null || (viewer !== null && !mayKeep(book, viewer))) return null;
      return (await booksNow(db, [book], today(), viewer))[0] ?? null;
    },
    lines: async (
      bookNo: string,
      viewer: string | null,
      asked: { find: string; after: string; limit: number },
    ): Promise<PageOf<StandingLine, string> | null> => {
      if (!(await isSeen(db, bookNo, viewer))) return null;
      const { limit } = asked;
      const lines = await pageOfBookLines(db, bookNo, { ...asked, limit: limit + 1 });
      const { rows, next } = pageOf(lines, limit, ({ recordNo }) => recordNo);
      const end = asked.find === '' ? null : await endOfLines(db, bookNo, asked.after);
      return { rows: await standing(db, bookNo, rows), next: next ?? end };
    },
    line: async (
      bookNo: string,
      recordNo: string,
      viewer: string | null,
      asked: { after: LotPlace | null; limit: number },
    ) => {
      const key = bookLineKey(bookNo, recordNo);
      const booked = (await bookLinesFor(db, [key])).get(key);
      if (booked === undefined || (viewer !== null && !mayKeep(booked.book, viewer))) return null;
      const [line] = await standing(db, bookNo, [booked.line]);
      if (line === undefined) return null;
      const { rows, next } = await lotsInTurn(db, { bookNo, recordNo }, today(), asked);
      const scope = await scopeInHand(db, bookNo);
      return { line, rows: rows.map((lot) => ({ ...lot, frozen: isFrozen(scope, lot) })), next };
    },
    papers: async (
      bookNo: string,
      viewer: string | null,
      asked: { isOpen: boolean; after: PaperPlace; limit: number },
    ) => {
      if (!(await isSeen(db, bookNo, viewer))) return null;
      const { isOpen, after, limit } = asked;
      const papers = await (isOpen ? pageOfOpenPapers : pageOfPapers)(db, bookNo, after, limit + 1);
      return pageOf(papers, limit, ({ kind, paperNo }): PaperPlace => ({ kind, paperNo }));
    },
  };
}

/** What moved, and what lies at which place. */
function viewsOfShelves(db: Sql) {
  return {
    movements: async (
      of: MovementsOf,
      viewer: string | null,
      asked: { after: MovementPlace | null; limit: number },
    ) => {
      if (!(await isSeen(db, of.bookNo, viewer))) return null;
      const rows = await pageOfMovements(db, of, asked.after, asked.limit + 1);
      return pageOf(rows, asked.limit, (row): MovementPlace => row);
    },
    places: async (
      bookNo: string,
      viewer: string | null,
      filter: PlaceFilter,
      { after, limit }: { after: string; limit: number },
    ) => {
      if (!(await isSeen(db, bookNo, viewer))) return null;
      const page = { after, limit: limit + 1 };
      const frozen = await scopeInHand(db, bookNo);
      const rows = await pageOfPlaces(db, bookNo, filter, frozen, page);
      return pageOf(rows, limit, ({ location }) => location);
    },
    lotsAt: async (
      bookNo: string,
      viewer: string | null,
      location: string,
      asked: { after: Pick<Lot, 'recordNo' | 'lotNo'>; limit: number },
    ) => {
      if (!(await isSeen(db, bookNo, viewer))) return null;
      const { after, limit } = asked;
      const rows = await pageOfLotsAt(db, bookNo, location, after, limit + 1);
      const scope = await scopeInHand(db, bookNo);
      const shown = rows.map((lot) => ({ ...lot, frozen: isFrozen(scope, lot) }));
      return pageOf(shown, limit, ({ recordNo, lotNo }) => ({ recordNo, lotNo }));
    },
  };
}

/** What the open stock-take of a book has in hand; null when there is none. */
async function scopeInHand(sql: Sql, bookNo: string): Promise<CountScope | null> {
  return (await openCounts(sql, [bookNo]))[0]?.scope ?? null;
}

const isFrozen = (scope: CountScope | null, lot: Pick<Lot, 'recordNo' | 'location'>): boolean =>
  scope !== null && isCounted(scope, lot);

async function standing(
  sql: Sql,
  bookNo: string,
  lines: Parameters<typeof withBalances>[1],
): Promise<StandingLine[]> {
  const records = lines.map(({ recordNo }) => recordNo);
  const [shown, promised, scope] = await Promise.all([
    withBalances(sql, lines),
    promisedToPapers(sql, bookNo, records),
    scopeInHand(sql, bookNo),
  ]);
  return shown.map((line) => {
    const { exports: toExports = 0n, deeds: toDeeds = 0n } = promised.get(line.recordNo) ?? {};
    // A count of places has goods of any line in hand there, and no line as a whole.
    const isWhole = scope !== null && scope.locations === null;
    const frozen = isWhole && (scope.records?.includes(line.recordNo) ?? true);
    return { ...line, frozen, toExports, toDeeds };
  });
}

async function lotsInTurn(
  sql: Sql,
  of: Pick<Lot, 'bookNo' | 'recordNo'>,
  date: BusinessDate,
  { after, limit }: { after: LotPlace | null; limit: number },
): Promise<PageOf<LotView, LotPlace>> {
  const lots = await pageOfLotsInTurn(sql, of, after, limit + 1);
  const rows = lots.map((lot) => {
    return { ...lot, sellable: lot.status === 'bonded' && isFresh(lot, date) };
  });
  return pageOf(rows, limit, (lot) => {
    const { expiresOn, openedAt, lotNo } = lot;
    return { expiresOn, openedAt, lotNo, inSet: isOfSet(lot) };
  });
}
