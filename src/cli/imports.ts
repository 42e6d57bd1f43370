import { type Command, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { statisticsAction } from './statistics-action.ts';
import { actionNamed } from './told.ts';

type Run = (values: Values, terminal: Terminal) => Promise<number>;

const ACTIONS: Readonly<Record<string, { readonly run: Run }>> = {
  statistics: { run: (values, terminal) => statisticsAction('imports', values, terminal) },
};

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('imports', ACTIONS, name);
  if (given.length > 0) {
    throw new UsageError(`onestep imports ${name} takes options only, not ${given[0]}.`);
  }
  return action.run(values, terminal);
}

export const IMPORTS_COMMAND: Command = {
  name: 'imports',
  summary: 'monthly statistics of released imports',
  positionals: ['ACTION'],
  options: {
    ...DATABASE_OPTIONS,
    month: { type: 'string' },
    by: { type: 'string' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep imports statistics [--month MONTH] [--by WHAT] [--csv | --json] [options]

statistics sums up the import lists that were released (800) in a month of Shanghai: lists, lines,
packages, weights, dutiable value, duty, consumption tax and VAT in yuan. The sums are those of the
lists to the fen; what comes back later is taken out of the month of its release. Lists are counted
some ten minutes after their release. docs/export-statistics.md says more.

  --month MONTH        such as 2026-10 (default the month before this one)
  --by WHAT            mode (default), office, port, origin, heading (four digits), chapter,
                       enterprise; up to three separated by commas, where one table has them: port
                       with office, mode and enterprise; heading or chapter with those but port;
                       origin with those but port
  --csv                print CSV with codes and names, without the total
  --json               print an SDMX-JSON 2.0 data message
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
`,
};
