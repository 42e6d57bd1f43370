import { present } from '../base/assert.ts';
import { type BusinessDate, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { type BillContent, billContent, billTotal } from '../clearance/bill.ts';
import { addBills, type Bill, billsOf, voidBills } from '../clearance/bill-store.ts';
import { type FactsRun, factsAfter } from '../clearance/facts-days.ts';
import { readFacts } from '../clearance/facts-store.ts';
import { holdProgress, writeProgress } from '../clearance/progress-store.ts';
import { refundsOf } from '../clearance/refund-store.ts';
import type { StandingList } from '../clearance/withdrawal.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { billReceipts, stateReceipts } from './bill-receipts.ts';
import { decodeKept } from './decision-codec.ts';
import { EXPORT_LETTER } from './export-codec.ts';
import type { House } from './house.ts';
import { standingLists } from './standing-lists.ts';

/**
 * The day before which days are over for certain: a decision of their last second is committed, in
 * whatever process.
 */
export function billedBefore(at: Instant): BusinessDate {
  return businessDate(at - LIMITS.skewMilliseconds);
}

/** A bill with its lines and the list it is of. */
type Written = { readonly bill: Bill; readonly content: BillContent; readonly of: StandingList };

/**
 * Writes the tax bills (CEB816) of lists that were released on days that are over: one bill a list,
 * unless it has no tax or all of it came back already. It goes on from where it ended, through
 * about `limit` decisions; the number of statements does not depend on theirs.
 * @returns how many decisions were looked at; none when all released lists have their bills
 */
export async function issueBills(house: House, limit: number): Promise<number> {
  const at = house.clock.now();
  const until = startOfDay(billedBefore(at));
  const done = await house.db.transaction(async (tx) => {
    // A refund that ends meanwhile waits, and finds the bill then (see `goodsBack`).
    const from = await holdProgress(tx, 'bills');
    if (from >= until) return { count: 0, receipts: new Map<string, bigint>() };
    const { segments, through } = await factsAfter(tx, from, until, limit);
    const standing = await standingLists(tx, house, await releasedIn(tx, house, segments));
    const written = await newBills(tx, [...standing], at, () => 1);
    await addBills(
      tx,
      written.map(({ bill }) => bill),
      at,
    );
    await writeProgress(tx, through, 'bills');
    const count = segments.reduce((sum, segment) => sum + segment.count, 0);
    return { count, receipts: await fileReceipts(tx, told(written, at), at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}

/** Customs numbers of the lists with tax that these segments release. */
async function releasedIn(
  tx: Sql,
  house: House,
  segments: FactsRun['segments'],
): Promise<string[]> {
  const places = segments.flatMap(({ count, ...segment }) =>
    Array.from({ length: count }, (_, position) => ({ ...segment, position })),
  );
  const texts = places.length === 0 ? [] : await readFacts(tx, places, house.archive);
  // Nothing is levied on what leaves; decisions on it lie beside those on imports.
  const imports = texts.filter((text) => !text.startsWith(EXPORT_LETTER));
  return imports.flatMap((text) => {
    const { status, tax, transfers } = decodeKept(text).verdict;
    const [posting] = transfers;
    const isBilled = status === '800' && tax !== null && tax.total > 0n;
    return isBilled && posting !== undefined ? [posting.ref] : [];
  });
}

const told = (written: readonly Written[], at: Instant): AddressedReceipt[] =>
  written.flatMap(({ bill, content, of }) => billReceipts(bill, content, of.list, at));

/** What these lists have to pay, as new bills; none for a list that has nothing to pay. */
async function newBills(
  tx: Sql,
  lists: readonly (readonly [listNo: string, list: StandingList])[],
  at: Instant,
  serialOf: (listNo: string) => number,
): Promise<Written[]> {
  const refunds = await refundsOf(
    tx,
    lists.map(([listNo]) => listNo),
  );
  return lists.flatMap(([listNo, of]): Written[] => {
    const own = refunds.filter((refund) => refund.listNo === listNo);
    const content = billContent(of.list, of.verdict, own);
    if (billTotal(content) === 0n) return [];
    const { duty, consumptionTax, vat } = content;
    const bill: Bill = {
      ...{ listNo, serial: serialOf(listNo), state: '1', assureCode: of.list.assureCode },
      ...{ releasedDay: businessDate(of.decidedAt), issuedAt: at, dutyNo: null },
      ...{ duty, consumptionTax, vat },
    };
    return [{ bill, content, of }];
  });
}

/**
 * Makes the bills of lists void of which goods came back, and writes new ones for what is left
 * (TAX-14). A list without a bill gets its first one later, for what is left then.
 * @returns the receipts (CEB818, CEB816) to be filed
 */
export async function billAgain(
  tx: Sql,
  lists: ReadonlyMap<string, StandingList>,
  at: Instant,
): Promise<AddressedReceipt[]> {
  const known = await billsOf(tx, [...lists.keys()]);
  const standing = known.filter(({ state }) => state === '1');
  await voidBills(tx, standing);
  const again = standing.map(({ listNo }) => {
    return [listNo, present(lists.get(listNo), 'the list of a bill')] as const;
  });
  const serials = new Map(standing.map(({ listNo, serial }) => [listNo, serial + 1]));
  const written = await newBills(tx, again, at, (listNo) => present(serials.get(listNo), 'bill'));
  await addBills(
    tx,
    written.map(({ bill }) => bill),
    at,
  );
  const ended = standing.flatMap((bill) => {
    const { list } = present(lists.get(bill.listNo), 'the list of a bill');
    return stateReceipts(bill, { state: '3', dutyNo: null }, list, at);
  });
  return [...ended, ...told(written, at)];
}
