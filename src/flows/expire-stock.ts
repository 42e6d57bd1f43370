import { businessDate } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { EXPIRED, type Expiry, expire, type Overdue } from '../bonded/expiry.ts';
import { frozenFindings, openCounts } from '../bonded/freeze.ts';
import type { Lot } from '../bonded/lot.ts';
import { applyStock, lotsPast } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';
import type { House } from './house.ts';
import { inTurn } from './stock-papers.ts';

/**
 * Takes goods whose last day of sale is over off the shelf (STK-12), as much as is free; what is
 * promised is told in the answer, and follows when it is free; what is being counted follows when
 * the count is over. A transaction for each `most` lots.
 */
export async function expireStock(
  house: House,
  most: number = LIMITS.batchRecords,
): Promise<Pick<Expiry, 'expired' | 'overdue'>> {
  const overdue: Overdue[] = [];
  let expired = 0;
  let last: Lot | null = null;
  for (;;) {
    const after: Lot | null = last;
    const page: Page = await inTurn(house, (tx) => expirePage(tx, house, after, most));
    overdue.push(...page.overdue);
    expired += page.expired;
    last = page.lots.at(-1) ?? null;
    if (page.lots.length < most) return { expired, overdue };
  }
}

type Page = Pick<Expiry, 'expired' | 'overdue'> & { readonly lots: readonly Lot[] };

async function expirePage(tx: Sql, house: House, after: Lot | null, most: number): Promise<Page> {
  const at = house.clock.now();
  const date = businessDate(at);
  const lots = await lotsPast(tx, date, after, most);
  const moving = await uncounted(tx, lots);
  const { change, expired, overdue } = expire(moving, await freeOf(tx, moving), date);
  await applyStock(tx, change, at);
  return { lots, expired, overdue };
}

/** Those that no open stock-take has in hand, where they lie and where they would go. */
async function uncounted(tx: Sql, lots: readonly Lot[]): Promise<readonly Lot[]> {
  const counts = await openCounts(
    tx,
    lots.map(({ bookNo }) => bookNo),
  );
  return lots.filter((lot) => {
    const places = [lot, { ...lot, location: EXPIRED }];
    return frozenFindings(counts, places, null).length === 0;
  });
}

async function freeOf(tx: Sql, lots: readonly Lot[]): Promise<Map<string, bigint>> {
  const accounts = lots.map(({ bookNo, recordNo }) => stockAccount(bookNo, recordNo));
  const standing = await balances(tx, accounts);
  return new Map(
    lots.map(({ bookNo, recordNo }) => {
      const account = standing.get(accountKey(stockAccount(bookNo, recordNo)));
      const { limit, pending, posted } = account ?? { limit: 0n, pending: 0n, posted: 0n };
      return [bookLineKey(bookNo, recordNo), (limit ?? 0n) - pending - posted];
    }),
  );
}
