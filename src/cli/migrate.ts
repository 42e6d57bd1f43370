import { systemClock } from '../io/clock.ts';
import type { Command, Terminal, Values } from './command.ts';
import { DATABASE_OPTIONS, openMigrated } from './database.ts';

async function run(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const { db, applied } = await openMigrated(values, systemClock);
  await db.close();
  if (values.json === true) terminal.out(JSON.stringify({ applied }));
  else if (applied.length === 0) terminal.out('The schema is up to date.');
  else for (const name of applied) terminal.out(`applied ${name}`);
  return 0;
}

export const MIGRATE: Command = {
  name: 'migrate',
  summary: 'bring the schema of the database to this version',
  positionals: [],
  options: { ...DATABASE_OPTIONS, json: { type: 'boolean' } },
  run,
  help: `
onestep migrate [options]

Brings the schema of the database to this version of the program, each step in a transaction of its
own, and prints what was applied. serve and load do the same when they start; a database that a
newer program has shaped is refused.

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print what was applied as JSON: {"applied": [...]}
`,
};
