import type { Sql } from '../io/postgres.ts';
import type { Book, BookLine } from './book.ts';
import { type Written, write } from './store.ts';

/** Adds or changes books by their number. */
export function writeBooks(tx: Sql, rows: readonly Book[]): Promise<Written> {
  return write(tx, BOOKS, rows, [
    rows.map((row) => row.bookNo),
    rows.map((row) => row.enterpriseCode),
    rows.map((row) => row.areaCode),
    rows.map((row) => row.customsCode),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
  ]);
}

const BOOKS = `
  with written as (
    insert into registry.books as old
      (book_no, enterprise_code, area_code, customs_code, from_day, until_day)
    select book_no, enterprise_code, area_code, customs_code, from_day, until_day
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[])
         as given (book_no, enterprise_code, area_code, customs_code, from_day, until_day)
    order by book_no
    on conflict (book_no) do update set
      enterprise_code = excluded.enterprise_code, area_code = excluded.area_code,
      customs_code = excluded.customs_code, from_day = excluded.from_day,
      until_day = excluded.until_day
    where old is distinct from excluded
    returning book_no
  )
  select count(*) as written, count(before.book_no) as changed
  from written left join registry.books as before using (book_no)`;

/**
 * Adds lines of books, or changes their texts and prices. What a quantity of a line means stays:
 * item, code and units of a line that is there are not changed.
 */
export function writeBookLines(tx: Sql, rows: readonly BookLine[]): Promise<Written> {
  return write(tx, LINES, rows, [
    rows.map((row) => row.bookNo),
    rows.map((row) => row.recordNo),
    rows.map((row) => row.itemNo),
    rows.map((row) => row.hs),
    rows.map((row) => row.name),
    rows.map((row) => row.country),
    rows.map((row) => row.unit),
    rows.map((row) => row.unit1),
    rows.map((row) => row.perUnit1),
    rows.map((row) => row.unit2),
    rows.map((row) => row.perUnit2),
    rows.map((row) => row.price),
    rows.map((row) => row.currency),
  ]);
}

const LINES = `
  with written as (
    insert into registry.book_lines as old
      (book_no, record_no, item_no, hs, name, country, unit, unit1, per_unit1, unit2, per_unit2,
       price, currency)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
      $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[],
      $13::text[])
         as given (book_no, record_no, item_no, hs, name, country, unit, unit1, per_unit1, unit2,
                   per_unit2, price, currency)
    order by book_no, record_no
    on conflict (book_no, record_no) do update set
      name = excluded.name, price = excluded.price, currency = excluded.currency
    where (old.name, old.price, old.currency)
      is distinct from (excluded.name, excluded.price, excluded.currency)
    returning book_no, record_no
  )
  select count(*) as written, count(before.record_no) as changed
  from written left join registry.book_lines as before using (book_no, record_no)`;
