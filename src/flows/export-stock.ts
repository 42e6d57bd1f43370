import { present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { frozenFindings, openCounts } from '../bonded/freeze.ts';
import { parcelLeft, stayed } from '../bonded/leaving.ts';
import type { Lot } from '../bonded/lot.ts';
import { noteLeft, noteStayed } from '../bonded/outgoing-store.ts';
import { together } from '../bonded/stock.ts';
import { applyStock, lotsOf } from '../bonded/store.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import type { ExportDecision } from '../export/case-lookup.ts';
import type { ExportFacts } from '../export/facts.ts';
import { takeBackRef } from '../export/take-back-store.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balanceKey } from '../ledger/running-balances.ts';
import { applyTransfers, balances } from '../ledger/store.ts';
import type { AccountId, Transfer } from '../ledger/transfer.ts';
import type { DeclaredExportList } from '../matching/export-case.ts';
import { bookLinesOf, promiseGoods, stockAccountsOf, takesStock } from '../matching/stock.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';
import { goneEvents, releaseEvents, withdrawnEvents } from './book-events.ts';
import type { RegistryView } from './registry-watch.ts';
import { stayedGoods } from './stayed-goods.ts';
import { stockLinesFor } from './stock-lines.ts';
import { promisedTo } from './stocked-exports.ts';

/**
 * Lines of books that lists of a batch name, and what is there: two statements of one turn, or
 * none where no list takes from a book.
 */
export async function loadExportStock(
  tx: Sql,
  declared: readonly Pick<DeclaredExportList, 'terms'>[],
  { index, bookLines }: RegistryView,
  date: BusinessDate,
): Promise<Pick<ExportFacts, 'books' | 'balances'>> {
  const law = index.at(date);
  const lists = declared.map(({ terms }) => terms).filter((terms) => takesStock(terms, law));
  const accounts = new Map<string, AccountId>(
    lists.flatMap(stockAccountsOf).map((account) => [balanceKey(account), account]),
  );
  const [books, standing] = await Promise.all([
    stockLinesFor(tx, bookLines, lists.flatMap(bookLinesOf)),
    balances(tx, [...accounts.values()]),
  ]);
  const seen = [...accounts].flatMap(([key, account]) => {
    const balance = standing.get(accountKey(account));
    return balance === undefined ? [] : [[key, balance] as const];
  });
  return { books, balances: new Map(seen) };
}

/** A list with its customs number and a verdict on it. */
export type StockedVerdict = {
  readonly listNo: string;
  readonly list: FiledExportList;
  readonly verdict: ExportVerdict;
};

/**
 * Promises the goods of lists that were accepted just now.
 * @throws LedgerConflict when another process took them: read again and decide again
 */
export async function promiseExports(
  tx: Sql,
  decided: readonly StockedVerdict[],
  at: Instant,
): Promise<void> {
  const accepted = decided.filter(({ verdict }) => verdict.status !== '100');
  const transfers = accepted.flatMap(({ listNo, verdict }) =>
    promiseGoods(verdict.stock ?? [], listNo),
  );
  await applyTransfers(tx, transfers, at);
}

/** A list that moves on, and what it was before. */
export type MovedStock = StockedVerdict & {
  readonly row: Pick<ExportDecision, 'state'>;
  /** Number of the departure that closes it. */
  readonly departureNo?: string;
  /** Of one whose closing is taken back: how often that was done, with this time. */
  readonly takenBack?: number;
};

/** Verdicts after which the goods of a list are free again. */
const FREEING: readonly string[] = ['100', '430', '599', '700'];

/**
 * What becomes of the goods of lists that move on: what came to nothing gives them back. A
 * departure (CEB509) proves that the parcel left: what no gate has reported as gone is booked out
 * with it (docs/adr/2026-11-29-export-stock.md), and put back when that closing is taken back.
 * Four statements when no list has anything promised.
 * @returns events for the books, to be filed with the receipts
 * @throws StockRace or LedgerConflict when another process was faster; StockRefusal while the goods
 * are counted, which `frozenExports` tells before
 */
export async function settleExportStock(
  tx: Sql,
  moved: readonly MovedStock[],
  { index }: Pick<RegistryView, 'index'>,
  at: Instant,
): Promise<AddressedReceipt[]> {
  const ended = moved.filter(({ verdict }) => FREEING.includes(verdict.status));
  await giveBack(tx, ended, at);
  const recalled = ended.filter(({ row, verdict }) => {
    return row.state === '800' && verdict.status === '430';
  });
  const closed = moved.filter(({ verdict }) => verdict.status === '899');
  const gone = await bookOut(tx, closed, at);
  const back = await putBack(
    tx,
    moved.filter(({ takenBack }) => takenBack !== undefined),
    at,
  );
  const released = moved.filter((one) => one.takenBack === undefined || back.has(one.listNo));
  return [
    ...releaseEvents(released, index, at),
    ...recalled.flatMap(({ list, listNo }) => withdrawnEvents(list, listNo, at)),
    ...gone,
  ];
}

const stocked = (moved: readonly MovedStock[]) =>
  moved.map(({ listNo, list }) => ({ listNo, terms: list.terms }));

async function giveBack(tx: Sql, ended: readonly MovedStock[], at: Instant): Promise<void> {
  const promised = await promisedTo(tx, stocked(ended));
  const transfers = ended.flatMap(({ listNo, list }): Transfer[] => {
    return (promised.get(listNo) ?? []).map(({ recordNo, quantity, ref }) => {
      const account = stockAccount(present(list.terms.emsNo, 'book of a list'), recordNo);
      return { ...account, kind: 'void', amount: quantity, ref, limit: 0n };
    });
  });
  await applyTransfers(tx, transfers, at);
}

async function bookOut(
  tx: Sql,
  closed: readonly MovedStock[],
  at: Instant,
): Promise<AddressedReceipt[]> {
  const promised = await promisedTo(tx, stocked(closed));
  const leaving = closed.filter(({ listNo }) => promised.has(listNo));
  if (leaving.length === 0) return [];
  const parcels = leaving.map(({ listNo, list, departureNo = listNo }) => {
    const bookNo = present(list.terms.emsNo, 'book of a list');
    const line = promised.get(listNo)?.[0]?.ref ?? listNo;
    return { listNo, bookNo, document: `departure ${departureNo}`, line };
  });
  const shelves: Map<string, readonly Lot[]> = await lotsOf(
    tx,
    parcels.flatMap(({ listNo, bookNo }) =>
      (promised.get(listNo) ?? []).map(({ recordNo }) => bookLineKey(bookNo, recordNo)),
    ),
  );
  const date = businessDate(at);
  const changes = parcels.flatMap((parcel) =>
    (promised.get(parcel.listNo) ?? []).map(
      (goods) => parcelLeft(parcel, goods, shelves, date).change,
    ),
  );
  await applyStock(tx, together(changes), at);
  await noteLeft(tx, parcels, at);
  return leaving.flatMap(({ list, listNo }) => goneEvents(list, listNo, at));
}

/**
 * Puts back what departures took out of books that did not take place, to where it lay, and
 * promises it to its lists again. What a stock-take found of it meanwhile is no surplus any more;
 * what a gate let out is not there.
 * @returns the lists whose goods are there again
 */
async function putBack(
  tx: Sql,
  undone: readonly MovedStock[],
  at: Instant,
): Promise<ReadonlySet<string>> {
  const left = await stayedGoods(
    tx,
    undone.map(({ listNo }) => listNo),
  );
  const changes = undone.flatMap(({ listNo, takenBack = 0 }) => {
    const goods = left.get(listNo);
    if (goods === undefined) return [];
    return [stayed(goods.moves, takeBackRef(listNo, takenBack), goods.picked)];
  });
  await applyStock(tx, together(changes), at);
  await noteStayed(tx, [...left.keys()]);
  return new Set(left.keys());
}

/**
 * Lists whose goods cannot be booked out now, since a stock-take has some of their lines in hand;
 * by customs number. One statement where no book is counted.
 */
export async function frozenExports(
  tx: Sql,
  lists: readonly { readonly listNo: string; readonly terms: FiledExportList['terms'] }[],
): Promise<Map<string, Finding>> {
  const counts = await openCounts(
    tx,
    lists.flatMap(({ terms }) => terms.emsNo ?? []),
  );
  const frozen = new Map<string, Finding>();
  if (counts.length === 0) return frozen;
  const promised = await promisedTo(tx, lists);
  const lots = await lotsOf(
    tx,
    lists.flatMap(({ terms }) => bookLinesOf(terms)),
  );
  for (const { listNo, terms } of lists) {
    const records = new Set((promised.get(listNo) ?? []).map(({ recordNo }) => recordNo));
    const there = bookLinesOf(terms).flatMap((key) => lots.get(key) ?? []);
    const own = there.filter(({ recordNo }) => records.has(recordNo));
    const [finding] = frozenFindings(counts, own, null);
    if (finding !== undefined) frozen.set(listNo, finding);
  }
  return frozen;
}
