import { distinctColumns } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import { type Book, type BookedLine, type BookLine, bookLineKey } from './book.ts';

const BOOK = `
  book_no as "bookNo", enterprise_code as "enterpriseCode", area_code as "areaCode",
  customs_code as "customsCode", from_day as "from", until_day as "until"`;

const LINE = `
  l.record_no as "recordNo", l.item_no as "itemNo", l.hs, l.name, l.country, l.unit, l.unit1,
  l.per_unit1 as "perUnit1", l.unit2, l.per_unit2 as "perUnit2", l.price, l.currency`;

const LINES = `
  select ${BOOK}, ${LINE}
  from (select * from ${byKeys('registry.book_lines', ['book_no', 'record_no'])}) l
  join registry.books b using (book_no)`;

/** The lines with these keys and their books, by `bookLineKey`; one statement or none. */
export async function bookLinesFor(
  sql: Sql,
  keys: readonly string[],
): Promise<Map<string, BookedLine>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<Book & BookLine>(LINES, distinctColumns(keys));
  return new Map(rows.map((row) => [bookLineKey(row.bookNo, row.recordNo), bookedLine(row)]));
}

function bookedLine(row: Book & BookLine): BookedLine {
  const { bookNo, enterpriseCode, areaCode, customsCode, from, until, ...line } = row;
  const book = { bookNo, enterpriseCode, areaCode, customsCode, from, until };
  return { book, line: { bookNo, ...line } };
}

const OF = `select ${BOOK} from registry.books where book_no = any($1::text[]) order by book_no`;

/** The books with these numbers; one statement or none. */
export async function booksFor(sql: Sql, bookNos: readonly string[]): Promise<Map<string, Book>> {
  if (bookNos.length === 0) return new Map();
  const rows = await sql.query<Book>(OF, [[...new Set(bookNos)]]);
  return new Map(rows.map((row) => [row.bookNo, row]));
}

const LINES_OF = `
  select ${LINE}, l.book_no as "bookNo" from registry.book_lines l where l.book_no = $1
  order by length(l.record_no), l.record_no`;

/** All lines of one book, in the order of their numbers. */
export function linesOfBook(sql: Sql, bookNo: string): Promise<BookLine[]> {
  return sql.query<BookLine>(LINES_OF, [bookNo]);
}
