import { businessDate } from '../base/dates.ts';
import { noticeJson } from '../clearance/notice-json.ts';
import { type Notice, unpaidNotices } from '../clearance/notice-store.ts';
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
    const shown = notices.map((notice) => noticeJson(notice, businessDate(systemClock.now())));
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

function lineOf(notice: ReturnType<typeof noticeJson>): string {
  const { dutyNo, assureCode, document, due, bills, total, state, lateFee: fee } = notice;
  const late = state === 'overdue' ? `, late fee ${fee}` : '';
  const of = document ?? `${bills} bills`;
  return `${dutyNo}  ${assureCode}  ${of}  ${total}  due ${due}  ${state}${late}`;
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
What is missing in a stock-take and is taxed has a notice of its own to the enterprise of the book,
to be paid within 15 days. list shows those that are not paid, the first due first, with the late
fee of 0.05 % a day; pay takes note of a payment: what was frozen in the guarantee is free again.

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
