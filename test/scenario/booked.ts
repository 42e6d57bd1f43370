import { balanceKey } from '../../src/ledger/running-balances.ts';
import type { Balance } from '../../src/ledger/transfer.ts';
import type { StockLine } from '../../src/matching/stock.ts';
import { bookLineKey, stockAccount } from '../../src/registry/book.ts';
import type { Statement } from './parse.ts';
import { fieldsOf, setField } from './values.ts';

const BOOK = 'T4612W000046';

/** What stands in the books of a scenario: `booked 101 quantity 10 promised 3 sold 2 unit 122`. */
export function booksOf(world: readonly Statement[]): {
  readonly books: Map<string, StockLine>;
  readonly balances: Map<string, Balance>;
} {
  const books = new Map<string, StockLine>();
  const balances = new Map<string, Balance>();
  for (const { word, rest } of world) {
    if (word !== 'booked') continue;
    const [recordNo = '', ...words] = rest;
    const line: Record<string, unknown> = {
      ...{ bookNo: BOOK, recordNo, itemNo: 'FORMULA', hs: '1901101000' },
      ...{ unit: '122', unit1: '035', perUnit1: 90_000n, unit2: null, perUnit2: null },
      ...{ areaCode: 'AREA', customsCode: '4612', from: '2016-01-01', until: null },
      ...{ quantity: 0n, promised: 0n, sold: 0n },
    };
    for (const [field, value] of fieldsOf(words)) setField(line, field, value);
    const { quantity, promised, sold, ...booked } = line;
    books.set(bookLineKey(BOOK, recordNo), booked as unknown as StockLine);
    balances.set(balanceKey(stockAccount(BOOK, recordNo)), {
      limit: quantity as bigint,
      pending: promised as bigint,
      posted: sold as bigint,
    });
  }
  return { books, balances };
}
