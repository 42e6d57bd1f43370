import { businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { promisedGoods } from '../bonded/exit.ts';
import { exitsOf } from '../bonded/paper-store.ts';
import { type BackLine, type GoodsReturn, returnGoods } from '../bonded/returned.ts';
import { applyStock, leftBy, lotsOf } from '../bonded/store.ts';
import { type Returned, returnedOf } from '../clearance/refund.ts';
import type { Refund } from '../clearance/refund-store.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import { openReserves } from '../ledger/store.ts';
import { bookLinesOf, stockAccountsOf, takesStock } from '../matching/stock.ts';
import { type BookedLine, bookLineKey, declaredQuantity } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import type { RegistryView } from './registry-watch.ts';

/** A refund whose goods came back, and the list it is of. */
export type ClosedRefund = { readonly refund: Refund; readonly standing: StandingList };

/**
 * Puts goods that buyers sent back into the books they were sold from, in the transaction that ends
 * their refunds (RET-3). Nothing is asked of the database when no list took goods from a book; else
 * the number of statements does not depend on theirs.
 * @param earlier all refunds of these lists so far
 * @throws StockRace or LedgerConflict when another process was faster: try again
 */
export async function putBack(
  tx: Sql,
  registry: Pick<RegistryView, 'index'>,
  closed: readonly ClosedRefund[],
  earlier: readonly Refund[],
  at: Instant,
): Promise<void> {
  const stocked = closed.filter(({ standing: { list, decidedAt } }) =>
    takesStock(list, registry.index.at(businessDate(decidedAt))),
  );
  if (stocked.length === 0) return;
  const keys = stocked.flatMap(({ standing: { list } }) => bookLinesOf(list));
  const lines = await bookLinesFor(tx, keys);
  const promised = await openReserves(tx, stocked.flatMap(purposesOf));
  const returns = stocked.flatMap(({ refund, standing: { list } }): GoodsReturn[] => {
    const { listNo, preNo } = refund;
    const book = lines.get(bookLinesOf(list)[0] ?? '')?.book;
    if (book === undefined) return [];
    const own = promised.filter(({ ref }) => ref === listNo);
    const goods = own.map(promisedGoods);
    const before = earlier.filter((one) => one.listNo === listNo && one.preNo !== preNo);
    return [
      {
        ...{ preNo, listNo, book, document: `refund ${preNo}`, promised: goods },
        lines: backLines(list, refund, before, lines),
      },
    ];
  });
  const open = promised.map(({ key }) => {
    const at = key.indexOf(':');
    return bookLineKey(key.slice(0, at), key.slice(at + 1));
  });
  const date = businessDate(at);
  const lots = await lotsOf(tx, open);
  const expiryOf = await expiriesOf(tx, stocked, earlier);
  await applyStock(tx, returnGoods(returns, { date, lots, expiryOf }), at);
}

function purposesOf({ refund: { listNo }, standing: { list } }: ClosedRefund) {
  return stockAccountsOf(list).map((account) => ({ ...account, ref: listNo }));
}

function backLines(
  list: ListTerms,
  { lines: back }: { readonly lines: readonly Returned[] },
  earlier: readonly Refund[],
  books: ReadonlyMap<string, BookedLine>,
): BackLine[] {
  return back.flatMap(({ gnum, qty: now }) => {
    const line = list.lines.find((one) => one.gnum === gnum);
    const recordNo = line?.itemRecordNo ?? null;
    if (line === undefined || recordNo === null || list.emsNo === null) return [];
    const booked = books.get(bookLineKey(list.emsNo, recordNo))?.line;
    const taken = booked && declaredQuantity(booked, line.qty, line.unit);
    if (taken === undefined || taken === null) return [];
    return [{ recordNo, taken, declared: line.qty, before: returnedOf(earlier, gnum), now }];
  });
}

/** Parcels left at the gate by their exit list, or with an earlier refund. */
async function expiriesOf(tx: Sql, closed: readonly ClosedRefund[], earlier: readonly Refund[]) {
  const exits = await exitsOf(
    tx,
    closed.map(({ refund }) => refund.listNo),
  );
  const byExit = [...exits].map(([listNo, exitNo]) => keyOf(`exit ${exitNo}`, listNo));
  const byRefund = earlier.map(({ preNo, listNo }) => keyOf(`refund ${preNo}`, `left ${listNo}`));
  const left = await leftBy(tx, [...byExit, ...byRefund]);
  const days = new Map(
    left.map(({ line, recordNo, expiresOn }) => {
      return [keyOf(line.replace('left ', ''), recordNo), expiresOn];
    }),
  );
  return (listNo: string, recordNo: string) => days.get(keyOf(listNo, recordNo)) ?? null;
}
