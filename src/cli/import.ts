import { resolve } from 'node:path';
import { importTable, type TableImported } from '../flows/import-table.ts';
import { systemClock } from '../io/clock.ts';
import type { SampleTable } from '../registry/profile.ts';
import { IMPORTED, type ImportNote } from '../registry/tariff-import.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { ensureProfile } from './ensure-profile.ts';
import { readInput, writeOutput } from './files.ts';

async function runImport(
  values: Values,
  [name = '', path = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const table = IMPORTED.find((one) => one === name);
  if (table === undefined) {
    throw new UsageError(`onestep import takes ${IMPORTED.join(', ')}, not ${name}.`);
  }
  const bytes = await readInput(path);
  const db = await openDatabase(values, systemClock, { create: true });
  try {
    await ensureProfile(db, DEFAULT_PROFILE, systemClock);
    const options = { partial: values.partial === true };
    const result = await importTable(db, table, bytes, systemClock.now(), options);
    const report = textOf(values, 'report');
    if (report !== undefined) await writeOutput(resolve(report), csvOf(result.report));
    if (values.json === true) terminal.out(JSON.stringify(jsonOf(table, result), null, 2));
    else for (const line of describe(result)) terminal.out(line);
    return result.taken && result.refused === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

function jsonOf(table: SampleTable, result: TableImported): unknown {
  const { taken, changed, accepted, refused, report, profile } = result;
  const revision = result.revision.toString();
  return { table, taken, changed, accepted, refused, revision, law: profile.version, report };
}

function describe(result: TableImported): string[] {
  const { taken, changed, accepted, refused, report, profile, revision } = result;
  const noted = report.filter(({ level }) => level !== 'ok');
  const law = `law ${profile.version.slice(0, 16)}, registry revision ${revision}`;
  return [
    ...new Set(noted.map(lineOf)),
    `${accepted} lines good, ${refused} refused.`,
    taken
      ? `${changed ? 'Imported' : 'Nothing changed'}; ${law}.`
      : 'Nothing was imported: mend the lines above, or use --partial to take the good ones.',
  ];
}

function lineOf({ line, level, code, zh, en }: ImportNote): string {
  return `${line === 0 ? 'file' : `line ${line}`}  ${level} ${code}  ${en} / ${zh}`;
}

// With a byte order mark, without which spreadsheets garble the Chinese.
function csvOf(report: readonly ImportNote[]): string {
  const rows = report.map(({ line, level, code, zh, en }) => [String(line), level, code, zh, en]);
  const all = [['line', 'level', 'code', 'zh', 'en'], ...rows];
  return `\uFEFF${all.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

// A leading sign would make a formula of what stood in somebody's file.
function cell(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export const IMPORT: Command = {
  name: 'import',
  summary: 'replace the tariff, positive list or export goods by an official full file',
  positionals: ['TABLE', 'FILE'],
  options: {
    ...DATABASE_OPTIONS,
    partial: { type: 'boolean' },
    report: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: runImport,
  help: `
onestep import tariff FILE [options]
onestep import positive-list FILE [options]
onestep import export-goods FILE [options]

Replaces a table of the law in force by a full CSV file, in the layout of tariff.csv,
positive-list.csv or export-goods.csv of the profile, UTF-8 or GB18030. All of it or, when one line
is refused, nothing; each refused line is shown. A running serve takes the new law up within a
second; what was decided before stays explained by the law of its time.

  --partial            take the good lines although others are refused
  --report FILE        write what became of every line, as CSV
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the report as JSON

Exit code: 0 only when every line was taken.
`,
};
