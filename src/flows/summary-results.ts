import { holdUntold, writeTold } from '../export/summary/application-store.ts';
import { nextPages, type ResultSize } from '../export/summary/results.ts';
import { fileReceipts } from '../receipts/store.ts';
import type { House } from './house.ts';
import { resultReceipts } from './summary-receipts.ts';

/**
 * Tells the next part of the results of granted applications (CEB792): which line of which list is
 * in which line of which declaration. One transaction has a bounded number of lines and goes on
 * where the last one ended, in whatever process, so a result of millions of lines needs no
 * transaction of its own and nothing is told twice.
 * @returns how many messages were told; 0 when nothing is left, or another process tells it
 */
export async function tellSummaries(house: House, size?: ResultSize): Promise<number> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const application = await holdUntold(tx);
    if (application === null) return { count: 0, receipts: new Map<string, bigint>() };
    const { pages, told } = await nextPages(tx, application, size);
    await writeTold(tx, application.sumNo, told);
    const receipts = pages.flatMap((page) => resultReceipts(application, page, at));
    return { count: pages.length, receipts: await fileReceipts(tx, receipts, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}
