import { LIMITS } from '../base/limits.ts';
import { waitingPage } from '../clearance/waiting-store.ts';
import { standingKeys } from '../documents/document-facts.ts';
import type { WaitingEntry } from '../documents/waiting-lists.ts';
import type { Sql } from '../io/postgres.ts';

/**
 * Order keys of lists that wait although everything they wait for is there: the process that took
 * the last document died before it looked. Four statements for each page of waiting lists, so it
 * is asked now and then only.
 */
export async function strandedLists(sql: Sql): Promise<string[]> {
  const stranded: string[] = [];
  for (let after = ''; ; ) {
    const page = await waitingPage(sql, after, LIMITS.batchRecords);
    const last = page.at(-1);
    if (last === undefined) return stranded;
    stranded.push(...(await completeOf(sql, page)));
    after = last.orderKey;
  }
}

async function completeOf(sql: Sql, page: readonly WaitingEntry[]): Promise<string[]> {
  const orders = page.map(({ orderKey }) => orderKey);
  const waybills = page.map(({ waybillKey }) => waybillKey);
  const there = {
    order: await standingKeys(sql, 'order', orders),
    payment: await standingKeys(sql, 'payment', orders),
    waybill: await standingKeys(sql, 'waybill', waybills),
  };
  const complete = page.filter(
    ({ orderKey, waybillKey }) =>
      there.order.has(orderKey) && there.payment.has(orderKey) && there.waybill.has(waybillKey),
  );
  return complete.map(({ orderKey }) => orderKey);
}
