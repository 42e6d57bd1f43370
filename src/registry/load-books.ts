import type { Book, BookLine, OpeningLot } from './book.ts';
import type { Reader } from './load-cells.ts';
import * as cells from './load-cells.ts';

/** A row of books. */
export function readBook(reader: Reader): Book | null {
  const bookNo = cells.numberCell(reader, 'book');
  const enterpriseCode = cells.codeCell(reader, 'enterprise');
  const areaCode = cells.codeCell(reader, 'area');
  const customsCode = cells.digitsCell(reader, 'customs', 4);
  const period = cells.periodCells(reader);
  if (bookNo === null || enterpriseCode === null || areaCode === null) return null;
  if (customsCode === null || period === null) return null;
  return { bookNo, enterpriseCode, areaCode, customsCode, ...period };
}

/** A row of the lines of books. */
export function readBookLine(reader: Reader): BookLine | null {
  const bookNo = cells.numberCell(reader, 'book');
  const recordNo = cells.numberCell(reader, 'record');
  const itemNo = cells.requiredCell(reader, 'itemNo');
  const hs = cells.digitsCell(reader, 'hs', 10);
  const name = cells.requiredCell(reader, 'name');
  const units = readUnits(reader);
  const country = cells.digitsCell(reader, 'country', 3);
  const price = cells.textCell(reader, 'price') === '' ? 0n : cells.fenCell(reader, 'price');
  const currency = cells.textCell(reader, 'currency') || '142';
  if (bookNo === null || recordNo === null || itemNo === null || hs === null) return null;
  if (name === null || units === null || country === null || price === null) return null;
  return { bookNo, recordNo, itemNo, hs, name, country, ...units, price, currency };
}

type Units = Pick<BookLine, 'unit' | 'unit1' | 'perUnit1' | 'unit2' | 'perUnit2'>;

function readUnits(reader: Reader): Units | null {
  const unit = cells.digitsCell(reader, 'unit', 3);
  const unit1 = cells.digitsCell(reader, 'unit1', 3);
  const perUnit1 = cells.quantityCell(reader, 'perUnit1');
  if (unit === null || unit1 === null || perUnit1 === null) return null;
  const [second, per] = [cells.textCell(reader, 'unit2'), cells.textCell(reader, 'perUnit2')];
  if (second === '' && per === '') return { unit, unit1, perUnit1, unit2: null, perUnit2: null };
  const unit2 = cells.digitsCell(reader, 'unit2', 3);
  const perUnit2 = cells.quantityCell(reader, 'perUnit2');
  if (unit2 === null || perUnit2 === null) return null;
  return { unit, unit1, perUnit1, unit2, perUnit2 };
}

/** A row of the stock that lay in the warehouse when a book was taken over. */
export function readOpeningLot(reader: Reader): OpeningLot | null {
  const bookNo = cells.numberCell(reader, 'book');
  const recordNo = cells.numberCell(reader, 'record');
  const lotNo = cells.numberCell(reader, 'lot');
  const quantity = cells.quantityCell(reader, 'quantity');
  const owner = cells.codeCell(reader, 'owner');
  const location = cells.requiredCell(reader, 'location');
  const expiresOn = cells.dayCell(reader, 'expires');
  if (bookNo === null || recordNo === null || lotNo === null || quantity === null) return null;
  if (owner === null || location === null || expiresOn === undefined) return null;
  return { bookNo, recordNo, lotNo, quantity, owner, location, expiresOn };
}
