import { addDays, type BusinessDate, businessDate } from '../base/dates.ts';
import { exportLawOf } from '../export/facts.ts';
import { type Due, dueJson, undeclared } from '../export/summary/due.ts';
import { noteReminders } from '../export/summary/reminder-store.ts';
import { fileReceipts } from '../receipts/store.ts';
import type { House } from './house.ts';
import { reminderReceipt } from './summary-receipts.ts';

/**
 * Closed lists of months before a day that no declaration has, by the law of that day; one
 * statement.
 * @param party seller or declarant whose they are; null for all
 */
export function summariesDue(
  { db, registry }: Pick<House, 'db' | 'registry'>,
  date: BusinessDate,
  party: string | null = null,
): Promise<Due[]> {
  const { index } = registry.current();
  const { summaryDay } = exportLawOf(index, date);
  return undeclared(db, date, { summaryDay, workingDays: index.workingDays }, party);
}

/** What is due today as it is answered over HTTP. */
export async function dueToday(house: Pick<House, 'db' | 'registry' | 'clock'>, party?: string) {
  const date = businessDate(house.clock.now());
  return { date, due: (await summariesDue(house, date, party ?? null)).map(dueJson) };
}

const text = (description: string) => ({ type: 'string', description }) as const;

/** The schema of that answer. */
export const DUE_SCHEMA = {
  type: 'object',
  required: ['date', 'due'],
  properties: {
    date: text('Today in Shanghai'),
    due: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          ...['month', 'customsCode', 'ebcCode', 'agentCode', 'ebcName', 'agentName', 'lists'],
          ...['deadline', 'isLate'],
        ],
        properties: {
          month: text('In which the lists were closed, such as 2026-10'),
          customsCode: text('The office where they are declared'),
          ...{ ebcCode: text('The seller'), ebcName: text('Its name') },
          ...{ agentCode: text('The declarant'), agentName: text('Its name') },
          lists: { type: 'integer', description: 'Closed lists that no declaration has' },
          deadline: text('The last day'),
          isLate: {
            type: 'boolean',
            description: 'The last day is over: no list of channel B of the two is accepted',
          },
        },
      },
    },
  },
} as const;

/**
 * Reminds declarants of lists that no declaration has, some days before the last day (EXP-7), each
 * once for a month, a seller and an office, however often it is asked. @returns how many now
 */
export async function remindOfSummaries(house: House): Promise<number> {
  const at = house.clock.now();
  const date = businessDate(at);
  const { reminderDays } = exportLawOf(house.registry.current().index, date);
  if (reminderDays === 0) return 0;
  const due = (await summariesDue(house, date)).filter(({ deadline }) => {
    return date >= addDays(deadline, -reminderDays);
  });
  if (due.length === 0) return 0;
  const done = await house.db.transaction(async (tx) => {
    const untold = await noteReminders(tx, due, at);
    const reminders = untold.map((one) => reminderReceipt(one, at));
    return { count: untold.length, receipts: await fileReceipts(tx, reminders, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}
