import { businessDate } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { billTotal } from '../clearance/bill.ts';
import { lateFee } from '../clearance/late-fee.ts';
import { type Notice, unpaidNotices } from '../clearance/notice-store.ts';
import { sumsJson } from '../clearance/tax/bill-json.ts';
import { settleNotice } from '../flows/pay-notice.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Command, NotDone, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

const MOST = 1_000;

async function run(
  values: Values,
  [action = '', dutyNo = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (!['list', 'pay'].includes(action)) {
    throw new UsageError(`onestep notices takes list or pay, not ${action}.`);
  }
  if (action === 'pay' && dutyNo === '') {
    throw new UsageError('DUTY_NO is missing. See: onestep notices --help');
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const notices = action === 'pay' ? [await pay(db, dutyNo)] : await unpaidNotices(db, MOST);
    const shown = notices.map((notice) => jsonOf(notice, businessDate(systemClock.now())));
    if (values.json === true) terminal.out(JSON.stringify({ notices: shown }, null, 1));
    else for (const notice of shown) terminal.out(lineOf(notice));
    return 0;
  } finally {
    await db.close();
  }
}

async function pay(db: Database, dutyNo: string): Promise<Notice> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  const settled = await settleNotice(house, dutyNo);
  if (settled === null) throw new NotDone(`There is no payment notice ${dutyNo}.`);
  if (!settled.changed) throw new NotDone(`The notice ${dutyNo} was paid before.`);
  return settled.notice;
}

function jsonOf(notice: Notice, today: string) {
  const { dutyNo, assureCode, releasedDay, due, bills, paidAt } = notice;
  const isLate = paidAt === null && today > due;
  return {
    ...{ dutyNo, assureCode, releasedDay, due, bills },
    ...sumsJson(notice),
    total: formatFen(billTotal(notice)),
    lateFee: formatFen(paidAt === null ? lateFee(notice, today) : 0n),
    state: paidAt !== null ? 'paid' : isLate ? 'overdue' : 'open',
  };
}

function lineOf(notice: ReturnType<typeof jsonOf>): string {
  const { dutyNo, assureCode, due, bills, total, state, lateFee: fee } = notice;
  const late = state === 'overdue' ? `, late fee ${fee}` : '';
  return `${dutyNo}  ${assureCode}  ${bills} bills  ${total}  due ${due}  ${state}${late}`;
}

export const NOTICES: Command = {
  name: 'notices',
  summary: 'list the payment notices of tax that are open, and mark them as paid',
  positionals: ['ACTION', '[DUTY_NO]'],
  options: { ...DATABASE_OPTIONS, json: { type: 'boolean' } },
  run,
  help: `
onestep notices list [options]
onestep notices pay DUTY_NO [options]

Tax of released lists is billed on the next day (CEB816) and collected from the guarantor in payment
notices when no refund can be asked for any more (CEB818), to be paid by the 45th day from release.
list shows those that are not paid, the first due first, with the late fee of 0.05 % a day; pay
takes note of a payment: what was frozen in the guarantee is free again.

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
