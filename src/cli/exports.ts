import { type BusinessDate, businessDate, isBusinessDate } from '../base/dates.ts';
import { exportLawOf } from '../export/facts.ts';
import { type Due, undeclared } from '../export/summary/due.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { houseOn } from './wire.ts';

async function run(
  values: Values,
  [action = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (action !== 'due') throw new UsageError(`onestep exports takes due, not ${action}.`);
  const date = textOf(values, 'date') ?? businessDate(systemClock.now());
  if (!isBusinessDate(date)) throw new UsageError(`--date takes YYYY-MM-DD, not ${date}.`);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const due = await dueOn(db, date);
    if (values.json === true) terminal.out(JSON.stringify({ date, due }, null, 1));
    else for (const one of due) terminal.out(lineOf(one));
    return 0;
  } finally {
    await db.close();
  }
}

async function dueOn(db: Database, date: BusinessDate): Promise<Due[]> {
  const house = await houseOn(db, systemClock, {});
  house.news.close();
  const { index } = house.registry.current();
  const { summaryDay } = exportLawOf(index, date);
  return undeclared(db, date, { summaryDay, workingDays: index.workingDays });
}

function lineOf({ month, customsCode, ebcCode, agentCode, lists, deadline, isLate }: Due): string {
  const when = isLate ? `late since ${deadline}, blocked` : `due ${deadline}`;
  return `${month.slice(0, 7)}  ${customsCode}  ${ebcCode}  ${agentCode}  ${lists} lists  ${when}`;
}

export const EXPORTS: Command = {
  name: 'exports',
  summary: 'list whose closed export lists wait for a summary declaration, and until when',
  positionals: ['ACTION'],
  options: { ...DATABASE_OPTIONS, date: { type: 'string' }, json: { type: 'boolean' } },
  run,
  help: `
onestep exports due [options]

Export lists of channel B that were closed in a month are declared by the 15th of the next one, or
the next working day (CEB701). due lists sellers and agents with closed lists of earlier months
that no declaration has, the oldest month first. Who is late has no new lists accepted until these
are declared.

  --date YYYY-MM-DD    as of this day (default today)
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
