import { type BusinessDate, businessDate, isBusinessDate } from '../base/dates.ts';
import { type Due, dueJson } from '../export/summary/due.ts';
import { summariesDue } from '../flows/summaries-due.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

/** Prints whose closed lists wait for a summary declaration. */
export async function exportsDue(values: Values, terminal: Terminal): Promise<number> {
  const date = textOf(values, 'date') ?? businessDate(systemClock.now());
  if (!isBusinessDate(date)) throw new UsageError(`--date takes YYYY-MM-DD, not ${date}.`);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const due = await dueOn(db, date);
    if (values.json === true) {
      terminal.out(JSON.stringify({ date, due: due.map(dueJson) }, null, 1));
    } else for (const one of due) terminal.out(lineOf(one));
    return 0;
  } finally {
    await db.close();
  }
}

async function dueOn(db: Database, date: BusinessDate): Promise<Due[]> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  return summariesDue(house, date);
}

function lineOf({ month, customsCode, ebcCode, agentCode, lists, deadline, isLate }: Due): string {
  const when = isLate ? `late since ${deadline}, blocked` : `due ${deadline}`;
  return `${month.slice(0, 7)}  ${customsCode}  ${ebcCode}  ${agentCode}  ${lists} lists  ${when}`;
}
