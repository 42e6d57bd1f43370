import { present } from '../../src/base/assert.ts';
import { DAY, stamp14 } from '../../src/base/dates.ts';
import { wire } from '../../src/cli/wire.ts';
import type { House } from '../../src/flows/house.ts';
import { remindOfSummaries } from '../../src/flows/summaries-due.ts';
import { settableClock, systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import { SHIPMENT_SENDERS, shipmentPaper } from '../flows/export-papers.ts';
import { takeBack } from '../flows/take-backs.ts';
import { type Filled, send } from './requests.ts';

/** Closed lists that no return is of and no exit list has, of each kind the first. */
const closed = (where: string): string => `
  select c.list_no as "listNo", c.logistics_no as "logisticsNo" from export.cases c
  where c.state = '899'
    and not exists (select from export.returns r where r.list_no = c.list_no)
    and not exists (select from bonded.exits e where e.list_no = c.list_no) and ${where}
  order by c.list_no limit 1`;

const summed = (is: string): string => `c.trade_mode = '9610' and exists (
  select from export.summary_lists l join export.summary_groups g on g.id = l.group_id
  where l.list_no = c.list_no and g.sum_no ${is})`;

/** Of the parcels that were sent one by one, which have this master waybill. */
const BILL = '78412345675';

/**
 * Officers take back closed lists: one that is declared, one out of a book, and two in open sums,
 * of which one departs again.
 */
export async function takeListsBack(filled: Filled, house: House): Promise<void> {
  const take = async (where: string) => {
    const [row] = await house.db.query<{ listNo: string; logisticsNo: string }>(closed(where));
    const { listNo, logisticsNo } = present(row, `a closed list with ${where}`);
    const findings = await takeBack(house, listNo);
    if (findings.length > 0) throw new Error(JSON.stringify(findings));
    return logisticsNo;
  };
  await take(summed('is not null'));
  await take(`c.bill_no = '${BILL}'`);
  await take(`exists (select from bonded.outgoing o
    where o.list_no = c.list_no and o.document like 'departure %' and o.slip_no is null)`);
  const logisticsNo = await take(`c.bill_no = '${BILL}'`);
  const leaveTime = stamp14(systemClock.now());
  const departure = shipmentPaper('CEB509', [logisticsNo], { billNo: BILL, leaveTime });
  await send(filled, SHIPMENT_SENDERS.CEB509, [departure]);
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await house.db.query<{ n: number }>(
      "select count(*)::int as n from export.cases where state = '899' and logistics_no = $1",
      [logisticsNo],
    );
    if (row!.n === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${logisticsNo} does not depart again`);
}

/** Reminds declarants of what they have not declared, by a clock that is ahead. */
export async function remindAhead(db: Database): Promise<void> {
  const { house } = await wire(db, settableClock(systemClock.now() + 50 * DAY));
  if ((await remindOfSummaries(house)) === 0) throw new Error('nobody was reminded');
  house.news.close();
}
