import { type Command, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { exportsDue } from './exports-due.ts';
import { exportStatisticsAction } from './exports-statistics.ts';
import { exportsTakeBack } from './exports-take-back.ts';
import { actionNamed } from './told.ts';

type Action = {
  readonly run: (values: Values, terminal: Terminal, given: readonly string[]) => Promise<number>;
  /** The options it takes beside those of the database and --json. */
  readonly options: readonly string[];
  /** Whether it takes a list number. */
  readonly ofList?: true;
};

const ACTIONS: Readonly<Record<string, Action>> = {
  due: { run: exportsDue, options: ['date'] },
  'take-back': { run: exportsTakeBack, options: ['officer', 'reason', 'approve'], ofList: true },
  statistics: { run: exportStatisticsAction, options: ['month', 'by', 'csv'] },
};

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('exports', ACTIONS, name);
  const taken = [...action.options, ...Object.keys(DATABASE_OPTIONS), 'json'];
  const stray = Object.keys(values).find((one) => !taken.includes(one));
  if (stray !== undefined) throw new UsageError(`onestep exports ${name} takes no --${stray}.`);
  if (given.length > 0 && action.ofList !== true) {
    throw new UsageError(`onestep exports ${name} takes options only, not ${given[0]}.`);
  }
  return action.run(values, terminal, given);
}

export const EXPORTS: Command = {
  name: 'exports',
  summary: 'who owes summaries of exports; take closed lists back; monthly statistics',
  positionals: ['ACTION', '[LIST_NO]'],
  options: {
    ...DATABASE_OPTIONS,
    date: { type: 'string' },
    officer: { type: 'string' },
    reason: { type: 'string' },
    approve: { type: 'string' },
    month: { type: 'string' },
    by: { type: 'string' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep exports due [--date YYYY-MM-DD] [--json] [options]
onestep exports take-back LIST_NO [--officer NO --reason TEXT | --officer NO --approve PROPOSAL]
onestep exports statistics [--month MONTH] [--by WHAT] [--csv | --json] [options]

Export lists of channel B that were closed in a month are declared by the 15th of the next one, or
the next working day (CEB701). due lists sellers and agents with closed lists of earlier months
that no declaration has, the oldest month first. Who is late has no new lists accepted until these
are declared.

  --date YYYY-MM-DD    as of this day (default today)
  --json               print the result as JSON

take-back is for a list that was closed (899) and whose parcel did not leave. An officer or
supervisor proposes it with a reason, and a supervisor who is somebody else approves that proposal
by its number. The list is released (800) again and its declarant told (CEB604); it leaves the open
sums of its month, or the declaration that has it is corrected (CEB792); it leaves the statistics;
goods that no gate let out are put back into their book and promised to it. It may be closed again.
Without --officer the command shows what was said of the list.

  --officer NO         the officer who proposes or approves
  --reason TEXT        why; the declarant is told, so no names or numbers of persons
  --approve PROPOSAL   the number of the proposal that was read

statistics sums up the export lists that were closed (899) in a month of Shanghai: lists, lines,
packages, weights, quantities, and FOB value in yuan. The sums are those of the lists to the fen; a
list that is taken back later is taken out of its own month. docs/export-statistics.md says more.

  --month MONTH        such as 2026-10 (default the month before this one)
  --by WHAT            mode (default), channel, office, country (of arrival), destination (final),
                       heading (four digits), chapter, enterprise, unit, currency; up to three
                       separated by commas, where one table has them: country with office, mode,
                       channel and enterprise; heading or chapter with those but country; heading
                       or chapter with destination and unit; currency with office, mode, channel
  --csv                print CSV with codes and names, without the total
  --json               print an SDMX-JSON 2.0 data message

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
`,
};
