import type { Finding } from '../../src/base/finding.ts';
import type { Result } from '../../src/base/result.ts';
import type { CrossingSaid } from '../../src/bonded/crossing.ts';
import type { Lot } from '../../src/bonded/lot.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { lotsOf } from '../../src/bonded/store.ts';
import { cross } from '../../src/flows/crossings.ts';
import type { House } from '../../src/flows/house.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { stockOn } from '../../src/flows/stock.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { accountKey } from '../../src/ledger/movement.ts';
import { balances } from '../../src/ledger/store.ts';
import { bookLineKey, type StockStatus, stockAccount } from '../../src/registry/book.ts';
import { writeBookLines, writeBooks } from '../../src/registry/book-store.ts';
import { writeOverseasWarehouses } from '../../src/registry/warehouse-store.ts';
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

/**
 * Opens a book with a line for every article, whose firm has a warehouse abroad on file, and one
 * that is on file no more. @returns whose it is
 */
export async function writeBook(
  tx: Sql,
  owner = AREAS[0]!.code,
  bookNo = BOOK_NO,
): Promise<string> {
  const [area] = AREAS;
  await writeBooks(tx, [
    {
      ...{ bookNo, enterpriseCode: owner, areaCode: area!.code },
      ...{ customsCode: '4612', from: '2016-04-08', until: null },
    },
  ]);
  await writeLines(tx, bookNo);
  const days = { from: '2016-04-08', until: null };
  const filed = { enterpriseCode: owner, name: 'Newark', country: '502', proof: 'own' } as const;
  await writeOverseasWarehouses(tx, [
    { ...filed, ...days, number: 'OVERSEAS01' },
    { ...filed, ...days, number: 'OVERSEAS02', until: '2020-09-01' },
  ]);
  return area!.code;
}

/** A line for every article in a book that is there. */
export async function writeLines(tx: Sql, bookNo: string): Promise<void> {
  await writeBookLines(
    tx,
    CATALOG.map(({ itemNo, hs, name, country, unit, unit1, perUnit1, unit2, perUnit2, price }) => ({
      ...{ bookNo, recordNo: recordNoOf(itemNo), itemNo, hs, name },
      ...{ country, unit, unit1, perUnit1, unit2, perUnit2, price, currency: '142' },
    })),
  );
}

/** A book of a neighbour in the zone and one of another zone, each with two lines. */
export async function writeOtherBooks(tx: Sql) {
  const books = [
    { bookNo: 'T4612W000099', owner: '4101W60099', customsCode: '4612' },
    { bookNo: 'T4619W000001', owner: '4101W60098', customsCode: '4619' },
  ] as const;
  for (const { bookNo, owner, customsCode } of books) {
    const open = { from: '2016-04-08', until: null };
    await writeBooks(tx, [
      { bookNo, enterpriseCode: owner, areaCode: owner, customsCode, ...open },
    ]);
    await writeBookLines(
      tx,
      CATALOG.slice(0, 2).map((article, i) => {
        const { itemNo, hs, name, country, unit, unit1, perUnit1, unit2, perUnit2, price } =
          article;
        const units = { unit, unit1, perUnit1, unit2, perUnit2 };
        const terms = { itemNo, hs, name, country, price, currency: '142' };
        return { bookNo, recordNo: String(i + 1), ...terms, ...units };
      }),
    );
  }
  return books;
}

/** What remains of a line in one status, and what of it is not promised. */
export async function balanceOf(
  sql: Sql,
  bookNo: string,
  recordNo: string,
  status: StockStatus = 'bonded',
): Promise<{ readonly remain: bigint; readonly free: bigint }> {
  const account = stockAccount(bookNo, recordNo, status);
  const balance = (await balances(sql, [account])).get(accountKey(account));
  const { limit, pending, posted } = balance ?? { limit: 0n, pending: 0n, posted: 0n };
  const remain = (limit ?? 0n) - posted;
  return { remain, free: remain - pending };
}

/** The lots of a line with something in them, by number. */
export async function lotsIn(sql: Sql, bookNo: string, recordNo: string): Promise<Lot[]> {
  const key = bookLineKey(bookNo, recordNo);
  const lots = (await lotsOf(sql, [key])).get(key) ?? [];
  return lots.sort((a, b) => (a.lotNo < b.lotNo ? -1 : 1));
}

/** What was done. @throws when it was refused */
export async function must<T>(work: Promise<Result<T, readonly Finding[]>>): Promise<T> {
  const done = await work;
  if (!done.ok) throw new Error(done.error.map(({ en }) => en).join('; '));
  return done.value;
}

/** The codes with which something was refused; none when it was done. */
export function codesOf(done: Result<unknown, readonly Finding[]>): string[] {
  return done.ok ? [] : done.error.map(({ code }) => code);
}

let vehicles = 0;

/** A released parcel leaves by exit list, slip and gate. */
export async function gateOut(house: House, owner: string, listNo: string): Promise<void> {
  const { passed } = await must(cross(house, await loaded(house, owner, listNo)));
  if (!passed) throw new Error(`${listNo} did not pass the gate`);
}

/** A released parcel on its vehicle, and what the gate will report of it. */
export async function loaded(house: House, owner: string, listNo: string): Promise<CrossingSaid> {
  vehicles += 1;
  const [ownNo, vehicleNo] = [`OUT${vehicles}`, `豫A${vehicles}`];
  const exit = { bookNo: BOOK_NO, ownNo, lists: [listNo], lines: null };
  const { paper } = await must(stockOn(house).exit(exit, owner));
  const said: SlipSaid = {
    ...{ bookNo: BOOK_NO, ownNo, way: 'E', type: '3', binding: '1', papers: [paper.paperNo] },
    ...{ vehicleNo, vehicleIc: null, shares: [], lists: [], goods: [] },
    weights: { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n },
  };
  const slip = await must(stockOn(house).slip(said, owner));
  return {
    ...{ crossingId: ownNo, gate: 'ZZ09', slipNo: slip.paper.paperNo, vehicleNo },
    ...{ vehicleIc: null, weight: null, sealOk: true, at: house.clock.now() },
  };
}
