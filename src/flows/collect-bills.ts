import { present } from '../base/assert.ts';
import { addDays, businessDate } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { sumsOf } from '../clearance/bill.ts';
import { type Bill, collectableBills, collectBills } from '../clearance/bill-store.ts';
import { addNotices, type Notice, noticeCounts, noticeGroup } from '../clearance/notice-store.ts';
import { fileReceipts } from '../receipts/store.ts';
import { stateReceipts } from './bill-receipts.ts';
import { issueBills } from './bills.ts';
import type { House } from './house.ts';
import { standingLists } from './standing-lists.ts';

/** A refund asked for on the last day may be decided a little after it. */
const GRACE_DAYS = 1;

/**
 * Collects bills in payment notices, one for each guarantor and day of release, when no refund of
 * their lists can be asked for any more and none is open (TAX-12); at most `limit` bills at once,
 * so a large day has several notices. A notice can be paid in time until the last day of the law
 * from release, or thirteen days from now when the bill had to wait for a refund.
 * @returns how many bills were collected
 * @throws CaseRace when another process was faster: try again
 */
export async function collect(house: House, limit: number): Promise<number> {
  const at = house.clock.now();
  const today = businessDate(at);
  const { index } = await house.registry.fresh(house.db);
  const days = index.at(today);
  const done = await house.db.transaction(async (tx) => {
    const releasedBy = addDays(today, -(days.returnApplyDays + GRACE_DAYS + 1));
    const bills = await collectableBills(tx, releasedBy, limit);
    if (bills.length === 0) return { count: 0, receipts: new Map<string, bigint>() };
    const groups = [...Map.groupBy(bills, noticeGroup)];
    const firsts = groups.map(([, [first]]) => present(first, 'a bill of the notice'));
    const before = await noticeCounts(tx, firsts);
    const notices = groups.map(([group, own], i): Notice => {
      const { assureCode, releasedDay } = firsts[i]!;
      return noticeOf(own, {
        dutyNo: dutyNoOf(assureCode, releasedDay, (before.get(group) ?? 0) + 1),
        due: later(
          addDays(releasedDay, PAY_DAYS),
          addDays(today, PAY_DAYS - PAY_FROM - GRACE_DAYS),
        ),
        issuedAt: at,
      });
    });
    await addNotices(tx, notices, at);
    const placed = groups.flatMap(([, own], i) =>
      own.map((bill) => ({ ...bill, dutyNo: notices[i]!.dutyNo })),
    );
    await collectBills(tx, placed);
    const lists = await standingLists(
      tx,
      house,
      bills.map(({ listNo }) => listNo),
    );
    const receipts = placed.flatMap((bill) => {
      const { list } = present(lists.get(bill.listNo), 'the list of a bill');
      return stateReceipts(bill, { state: '2', dutyNo: bill.dutyNo }, list, at);
    });
    return { count: bills.length, receipts: await fileReceipts(tx, receipts, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}

/** Tax is paid from the 31st to the 45th day from release (GACC 2018 No.194; TAX-12). */
const PAY_FROM = 31;
const PAY_DAYS = 45;

const later = (one: string, other: string): string => (one > other ? one : other);

/** Our own numbering: 10 to 40 characters are allowed, and no source says how customs numbers. */
function dutyNoOf(assureCode: string, releasedDay: string, serial: number): string {
  const day = releasedDay.replaceAll('-', '');
  return `JK${day}${assureCode}${String(serial).padStart(4, '0')}`;
}

function noticeOf(
  bills: readonly Bill[],
  how: Pick<Notice, 'dutyNo' | 'due' | 'issuedAt'>,
): Notice {
  const { assureCode, releasedDay } = present(bills[0], 'a bill of the notice');
  return {
    ...{
      ...how,
      assureCode,
      releasedDay,
      bills: bills.length,
      document: null,
      paidAt: null,
      voidedAt: null,
    },
    ...sumsOf(bills),
  };
}

/**
 * One step of what each day brings: bills of the day before, then notices of bills whose time has
 * come. @returns whether there may be more
 */
export async function billStep(house: House): Promise<boolean> {
  if ((await issueBills(house, LIMITS.batchRecords)) > 0) return true;
  return (await collect(house, LIMITS.batchRecords)) > 0;
}
