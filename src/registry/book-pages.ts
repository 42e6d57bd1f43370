import type { Sql } from '../io/postgres.ts';
import type { Book, BookLine } from './book.ts';

/** A book with the names of its firms. */
export type NamedBook = Book & { readonly enterpriseName: string; readonly areaName: string };

const BOOKS = `
  select b.book_no as "bookNo", b.enterprise_code as "enterpriseCode", b.area_code as "areaCode",
    b.customs_code as "customsCode", b.from_day as "from", b.until_day as "until",
    coalesce(e.name, '') as "enterpriseName", coalesce(a.name, '') as "areaName"
  from registry.books b
  left join registry.enterprises e on e.code = b.enterprise_code
  left join registry.enterprises a on a.code = b.area_code`;

const PAGE = `${BOOKS}
  where b.book_no > $1 and ($2::text is null or $2 in (b.enterprise_code, b.area_code))
  order by b.book_no limit $3`;

/**
 * Books in the order of their numbers, behind one. One statement.
 * @param keeper whose goods they are of, or who keeps their warehouse; null for all
 */
export function pageOfBooks(
  sql: Sql,
  keeper: string | null,
  after: string,
  limit: number,
): Promise<NamedBook[]> {
  return sql.query<NamedBook>(PAGE, [after, keeper, limit]);
}

/** One book, or null. */
export async function namedBook(sql: Sql, bookNo: string): Promise<NamedBook | null> {
  return (await sql.query<NamedBook>(`${BOOKS} where b.book_no = $1`, [bookNo]))[0] ?? null;
}

/** Lines of a book that one page looks at for those that fit. */
const LOOKED_AT = 20_000;

const END = `
  select record_no as "recordNo" from registry.book_lines
  where book_no = $1 and (length(record_no), record_no) > (length($2::text), $2::text)
  order by length(record_no), record_no offset ${LOOKED_AT - 1} limit 1`;

/** The last line that a search behind `after` looks at; null when it looks at all. */
export async function endOfLines(sql: Sql, bookNo: string, after: string): Promise<string | null> {
  return (await sql.query<{ recordNo: string }>(END, [bookNo, after]))[0]?.recordNo ?? null;
}

const LINES = `
  select book_no as "bookNo", record_no as "recordNo", item_no as "itemNo", hs, name, country, unit,
    unit1, per_unit1 as "perUnit1", unit2, per_unit2 as "perUnit2", price, currency
  from (
    select *, length(record_no) as digits from registry.book_lines
    where book_no = $1 and (length(record_no), record_no) > (length($2::text), $2::text)
    order by length(record_no), record_no
    limit case when $3::text = '' then $4 else ${LOOKED_AT} end
  ) l
  where ($3::text = '' or starts_with(record_no, $3) or starts_with(hs, $3)
      or position(lower($3) in lower(item_no)) > 0 or position(lower($3) in lower(name)) > 0)
  order by digits, record_no limit $4`;

/**
 * Lines of a book in the order of their numbers, behind one; of a search those of as many lines as
 * one page looks at: see `endOfLines`. One statement.
 * @param find how the record number or heading begins, or part of the item number or name; '': all
 */
export function pageOfBookLines(
  sql: Sql,
  bookNo: string,
  { find, after, limit }: { find: string; after: string; limit: number },
): Promise<BookLine[]> {
  return sql.query<BookLine>(LINES, [bookNo, after, find, limit]);
}
