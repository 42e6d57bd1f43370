import { type Command, type Terminal, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { DEFAULT_URL } from './defaults.ts';
import { exportsChannel } from './exports-channel.ts';
import { concludeExport, declareExport, readExport, withdrawExport } from './exports-declare.ts';
import { exportsDue } from './exports-due.ts';
import { exportsTakeBack } from './exports-take-back.ts';
import { statisticsAction } from './statistics-action.ts';
import { actionNamed } from './told.ts';

type Action = {
  readonly run: (values: Values, terminal: Terminal, given: readonly string[]) => Promise<number>;
  /** The options it takes beside --json. */
  readonly options: readonly string[];
  /** What it is about; nothing unless told. A name in brackets may be left out. */
  readonly target?: string;
};

const DATABASE = Object.keys(DATABASE_OPTIONS);

const ACTIONS: Readonly<Record<string, Action>> = {
  due: { run: exportsDue, options: ['date', ...DATABASE] },
  'take-back': {
    run: exportsTakeBack,
    options: ['officer', 'reason', 'approve', ...DATABASE],
    target: '[NO]',
  },
  statistics: {
    run: (values, terminal) => statisticsAction('exports', values, terminal),
    options: ['month', 'by', 'csv', ...DATABASE],
  },
  channel: {
    run: exportsChannel,
    options: ['mode', 'licence', 'date', ...DATABASE],
    target: '[FILE]',
  },
  declare: { run: declareExport, options: ['url', 'token'], target: 'FILE' },
  declaration: { run: readExport, options: ['url', 'token'], target: 'NO' },
  withdraw: { run: withdrawExport, options: ['url', 'token'], target: 'NO' },
  conclude: {
    run: concludeExport,
    options: ['officer', 'reason', 'return', ...DATABASE],
    target: 'NO',
  },
};

async function run(
  values: Values,
  [name = '', ...given]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const action = actionNamed('exports', ACTIONS, name);
  const taken = [...action.options, 'json'];
  const stray = Object.keys(values).find((one) => !taken.includes(one));
  if (stray !== undefined) throw new UsageError(`onestep exports ${name} takes no --${stray}.`);
  const { target } = action;
  if (given.length > 0 && target === undefined) {
    throw new UsageError(`onestep exports ${name} takes options only, not ${given[0]}.`);
  }
  if (given.length === 0 && target !== undefined && !target.startsWith('[')) {
    throw new UsageError(`${target} is missing. See: onestep exports --help`);
  }
  return action.run(values, terminal, given);
}

export const EXPORTS: Command = {
  name: 'exports',
  summary: 'channel of exports, customs declarations, who owes summaries, take-backs, statistics',
  positionals: ['ACTION', '[TARGET]'],
  options: {
    ...DATABASE_OPTIONS,
    date: { type: 'string' },
    officer: { type: 'string' },
    reason: { type: 'string' },
    approve: { type: 'string' },
    month: { type: 'string' },
    by: { type: 'string' },
    csv: { type: 'boolean' },
    mode: { type: 'string' },
    licence: { type: 'string' },
    url: { type: 'string' },
    token: { type: 'string' },
    return: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep exports due [--date YYYY-MM-DD] [--json] [options]
onestep exports take-back NO [--officer NO --reason TEXT | --officer NO --approve PROPOSAL]
onestep exports statistics [--month MONTH] [--by WHAT] [--csv | --json] [options]
onestep exports channel [FILE] [--mode MODE] [--licence NO] [--date DAY] [--json] [options]
onestep exports declare FILE --token TOKEN [--url URL] [--json]
onestep exports declaration NO --token TOKEN [--url URL] [--json]
onestep exports withdraw NO --token TOKEN [--url URL] [--json]
onestep exports conclude NO --officer NO [--reason TEXT | --return REASON] [options]

Export lists of channel B that were closed in a month are declared by the 15th of the next one, or
the next working day (CEB701). due lists sellers and agents with closed lists of earlier months
that no declaration has, the oldest month first. Who is late has no new lists accepted until these
are declared.

  --date YYYY-MM-DD    as of this day (default today)
  --json               print the result as JSON

take-back is for a list or a customs declaration that was closed (899) and whose parcel did not
leave. An officer or supervisor proposes it with a reason, and a supervisor who is somebody else
approves that proposal by its number. It is released (800) again and leaves the statistics. The
declarant of a list is told (CEB604); the list leaves the open sums of its month, or the declaration
that has it is corrected (CEB792); goods that no gate let out are put back into their book and
promised to it. It may be closed again. Without --officer the command shows what was said of it.

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

channel tells what has to be sent for a ticket, and why: a list, or a declaration in full. It reads
FILE or stdin: JSON as of POST /v1/exports/channel, or CSV with the columns hs, total, currency (the
yuan, 142, where it is empty) and a row for each line of goods. Exit code 1 when nothing may leave.

  --mode MODE          of a table: 9610, 1210, 9710 or 9810
  --licence NO         of a table: the licence that the ticket names
  --date DAY           of a table: the day whose law and rates apply (default today)

declare sends a customs declaration of 9710 or 9810 (docs/EXPORT.md): FILE is JSON as of POST
/v1/exports/declarations. declaration prints one by its number, withdraw takes it back before its
release. conclude says for an officer that one whose documents wait for a person (300) passes; at
500 two officers say what they found (onestep inspect decide).

  --token TOKEN        of the declarant
  --url URL            address of the platform (default ${DEFAULT_URL})
  --officer NO         conclude: the officer or supervisor who says so
  --reason TEXT        conclude: why it passes, for officers alone to read
  --return REASON      conclude: it does not pass, and why; the declarant is told

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
`,
};
