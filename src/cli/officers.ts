import { businessDate, startOfDay } from '../base/dates.ts';
import { workloadFor } from '../inspection/pair-store.ts';
import { systemClock } from '../io/clock.ts';
import { covers } from '../registry/dated.ts';
import { loadRegistry } from '../registry/facts.ts';
import { isOnDuty } from '../registry/officer.ts';
import type { Command, Terminal, Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';

async function officers(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const { staff } = await loadRegistry(db);
    const now = systemClock.now();
    const date = businessDate(now);
    const window = { today: startOfDay(date), since: now, times: 1 };
    const { today } = await workloadFor(db, [], window);
    const rows = [...staff.officers.values()]
      .filter((one) => values.all === true || covers(one, date))
      .map(({ number, roles, tags, capacity, ...one }) => ({
        ...{ number, roles, tags, works: covers(one, date) },
        ...{ onDuty: isOnDuty(staff, number, now), capacity, today: today.get(number) ?? 0 },
      }));
    if (values.json === true) terminal.out(JSON.stringify({ officers: rows }));
    else for (const row of rows) terminal.out(lineOf(row));
    return 0;
  } finally {
    await db.close();
  }
}

type Row = {
  readonly number: string;
  readonly roles: readonly string[];
  readonly tags: readonly string[];
  readonly onDuty: boolean;
  readonly works: boolean;
  readonly capacity: number;
  readonly today: number;
};

function lineOf({ number, roles, tags, onDuty, works, capacity, today }: Row): string {
  const where = works ? (onDuty ? 'on duty' : 'off duty') : 'left';
  const work = `${today} of ${capacity} today`;
  const words = [roles, tags].map((all) => all.join(';')).join('  ');
  return `${number.padEnd(12)} ${where.padEnd(8)} ${work.padEnd(16)} ${words}`;
}

export const OFFICERS: Command = {
  name: 'officers',
  summary: 'list the officers: roles, licences, who is on duty, what each has done today',
  positionals: [],
  options: { ...DATABASE_OPTIONS, all: { type: 'boolean' }, json: { type: 'boolean' } },
  run: officers,
  help: `
onestep officers [options]

Lists the staff by number: whether the roster has each at work now, how many inspections each was
sent to today, roles, and licences. No names. Officers come from files: onestep load DIR.

  --all                those as well who no longer work here
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the result as JSON
`,
};
