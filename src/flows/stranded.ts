import { LIMITS } from '../base/limits.ts';
import { type WaitingEntry, waitingPage } from '../clearance/waiting-store.ts';
import { standingKeys } from '../documents/document-facts.ts';
import { type WaitingExportEntry, waitingExportsPage } from '../export/waiting-store.ts';
import type { Sql } from '../io/postgres.ts';

/**
 * Order keys of lists that wait although everything they wait for is there: the process that took
 * the last document died before it looked. Four statements for each page of waiting lists, so it
 * is asked now and then only.
 */
export function strandedLists(sql: Sql): Promise<string[]> {
  return throughPages(sql, waitingPage, completeOf);
}

/** The same of lists of exports: what one waits for is written on it. */
export function strandedExports(sql: Sql): Promise<string[]> {
  return throughPages(sql, waitingExportsPage, completeExportsOf);
}

type Entry = { readonly orderKey: string };

async function throughPages<E extends Entry>(
  sql: Sql,
  pageOf: (sql: Sql, after: string, limit: number) => Promise<E[]>,
  complete: (sql: Sql, page: readonly E[]) => Promise<string[]>,
): Promise<string[]> {
  const stranded: string[] = [];
  for (let after = ''; ; ) {
    const page = await pageOf(sql, after, LIMITS.batchRecords);
    const last = page.at(-1);
    if (last === undefined) return stranded;
    stranded.push(...(await complete(sql, page)));
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

async function completeExportsOf(sql: Sql, page: readonly WaitingExportEntry[]): Promise<string[]> {
  const orders = page.map(({ orderKey }) => orderKey);
  const waybills = page.map(({ waybillKey }) => waybillKey);
  const there = {
    order: await standingKeys(sql, 'exportOrder', orders),
    collection: await standingKeys(sql, 'collection', orders),
    waybill: await standingKeys(sql, 'exportWaybill', waybills),
  };
  // A sale to a firm needs no collection, so that only those that wait for one are asked for it.
  const complete = page.filter(
    ({ orderKey, waybillKey, missing }) =>
      there.order.has(orderKey) &&
      there.waybill.has(waybillKey) &&
      (there.collection.has(orderKey) || !missing.includes('collection')),
  );
  return complete.map(({ orderKey }) => orderKey);
}
