import { openStock } from '../../src/flows/open-stock.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { writeBookLines, writeBooks } from '../../src/registry/book-store.ts';
import { CATALOG } from '../../src/sandbox/world/catalog.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';

/** The book that the parcels of the paper mill name. */
export const BOOK_NO = 'T4612W000046';

/** The book, and so much of each article on the shelf. */
export async function writeStock(tx: Sql): Promise<void> {
  await writeBook(tx);
  const lots = CATALOG.map(({ itemNo }, i) => ({
    ...{ bookNo: BOOK_NO, recordNo: recordNoOf(itemNo), lotNo: `L${i}`, quantity: 10_000_000n },
    ...{ owner: AREAS[0]!.code, location: 'A-01-1', expiresOn: null },
  }));
  await openStock(tx, lots, Date.parse('2026-01-01T00:00:00Z'));
}

/** The line of the book that has an article. */
function recordNoOf(itemNo: string): string {
  return String(Number(itemNo.slice(-4)) + 100);
}

/** Opens the book with a line for every article. */
export async function writeBook(tx: Sql, bookNo = BOOK_NO): Promise<void> {
  const [area] = AREAS;
  await writeBooks(tx, [
    {
      ...{ bookNo, enterpriseCode: area!.code, areaCode: area!.code },
      ...{ customsCode: '4612', from: '2016-04-08', until: null },
    },
  ]);
  await writeBookLines(
    tx,
    CATALOG.map(({ itemNo, hs, name, country, unit, unit1, perUnit1, unit2, perUnit2, price }) => ({
      ...{ bookNo, recordNo: recordNoOf(itemNo), itemNo, hs, name },
      ...{ country, unit, unit1, perUnit1, unit2, perUnit2, price, currency: '142' },
    })),
  );
}
