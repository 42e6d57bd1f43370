import { formatFen, formatScaled5 } from '../../base/fen.ts';
import { type Article, CATALOG } from './catalog.ts';
import { AREAS, type Party } from './parties.ts';

/** The book of the first warehouse, where worlds share it; the next ones follow in number. */
export const FIRST_BOOK = 46;

/**
 * The account book of a bonded warehouse.
 * @param first number of the book of the first one; see `WorldFrame`
 */
export function bookNoOf(area: Party, first = FIRST_BOOK): string {
  const place = AREAS.findIndex(({ code }) => code === area.code);
  return `T4612W${String(first + Math.max(0, place)).padStart(6, '0')}`;
}

/** The line of every book that has an article. */
export function recordNoOf({ itemNo }: Article): string {
  return String(Number(itemNo.slice(-4)) + 100);
}

/** What books and papers say of an article, whichever way it goes. */
export type StockedArticle = Pick<
  Article,
  | ('itemNo' | 'hs' | 'name' | 'model' | 'country' | 'unit' | 'price' | 'grams')
  | ('unit1' | 'perUnit1' | 'unit2' | 'perUnit2')
>;

/** A line of a book beside those of every article, with what lies there, in declared units. */
export type Shelf = {
  readonly bookNo: string;
  readonly recordNo: string;
  readonly article: StockedArticle;
  readonly quantity: bigint;
  /** Where it lies at the beginning; a place of its own unless told. */
  readonly location?: string;
  /** What an entry list brings before most of its parcels are declared. */
  readonly comes?: { readonly ownNo: string; readonly quantity: bigint };
};

/** Declared units of every article in every warehouse: more than any world or load sells. */
const PLENTY = 100_000_000n;

type Rows = readonly (readonly string[])[];

/** Rows of `books.csv`: one book for each warehouse. */
export function bookRows(first?: number): Rows {
  const head = ['book', 'enterprise', 'area', 'customs', 'from', 'until'];
  return [
    head,
    ...AREAS.map((area) => [bookNoOf(area, first), area.code, area.code, '4612', '2016-04-08', '']),
  ];
}

/** Every article in every warehouse, and the shelves that a world has beside them. */
export function allShelves(own: readonly (Shelf | null)[], first?: number): Shelf[] {
  const shelves = AREAS.flatMap((area) =>
    CATALOG.map((article): Shelf => {
      const recordNo = recordNoOf(article);
      return { bookNo: bookNoOf(area, first), recordNo, article, quantity: PLENTY };
    }),
  );
  const more = own.filter((shelf) => shelf !== null);
  return [...shelves, ...new Map(more.map((shelf) => [shelf.recordNo, shelf])).values()];
}

/** Rows of `book-lines.csv`. */
export function bookLineRows(shelves: readonly Shelf[]): Rows {
  const head = ['book', 'record', 'itemNo', 'hs', 'name', 'country', 'unit', 'unit1', 'perUnit1'];
  const rows = shelves.map(({ bookNo, recordNo, article }) => [
    ...[bookNo, recordNo, article.itemNo, article.hs, article.name],
    ...[article.country, article.unit, article.unit1, formatScaled5(article.perUnit1)],
    article.unit2 ?? '',
    article.perUnit2 === null ? '' : formatScaled5(article.perUnit2),
    formatFen(article.price),
    '142',
  ]);
  return [[...head, 'unit2', 'perUnit2', 'price', 'currency'], ...rows];
}

/** The lot in which the goods of a line lie at the beginning. */
export const lotOf = (recordNo: string): string => `OPEN${recordNo}`;

/** Rows of `opening-stock.csv`, one lot a shelf on which something lies. */
export function openingRows(shelves: readonly Shelf[], first?: number): Rows {
  const head = ['book', 'record', 'lot', 'quantity', 'owner', 'location', 'expires'];
  const owners = new Map(AREAS.map((area) => [bookNoOf(area, first), area.code]));
  const rows = shelves.map(({ bookNo, recordNo, quantity, location = '' }, i) => [
    ...[bookNo, recordNo, lotOf(recordNo), String(quantity), owners.get(bookNo) ?? ''],
    ...[location || `A-01-${i + 1}`, ''],
  ]);
  return [head, ...rows.filter((_, i) => shelves[i]!.quantity > 0n)];
}
