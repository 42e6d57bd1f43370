import { resolve } from 'node:path';
import type { Finding } from '../base/finding.ts';
import { loadRegistryFiles } from '../flows/load-registry.ts';
import { systemClock } from '../io/clock.ts';
import type { LoadReport } from '../registry/load.ts';
import type { Command, Terminal, Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { ensureProfile } from './ensure-profile.ts';
import { checkFolder } from './files.ts';

async function load(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const dir = resolve(positionals[0] ?? '.');
  await checkFolder(dir);
  const db = await openDatabase(values, systemClock, { create: true });
  try {
    await ensureProfile(db, DEFAULT_PROFILE, systemClock);
    const partial = values.partial === true;
    const report = await loadRegistryFiles(db, dir, systemClock.now(), { partial });
    if (values.json === true) terminal.out(JSON.stringify(report, plainNumbers, 2));
    else for (const line of describe(report)) terminal.out(line);
    return report.applied && report.findings.length === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

function plainNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function describe(report: LoadReport): string[] {
  const told = Object.entries(report.counts).filter(
    ([, { added, changed, unchanged }]) => added + changed + unchanged > 0,
  );
  const width = Math.max(14, ...told.map(([name]) => name.length));
  const counts = told.map(([name, { added, changed, unchanged }]) => {
    return `${name.padEnd(width)} ${added} added, ${changed} changed, ${unchanged} unchanged`;
  });
  const outcome = report.applied
    ? `${report.changed ? 'Loaded' : 'Nothing changed'}; registry revision ${report.revision}.`
    : 'Nothing was loaded: mend the lines below, or use --partial to take the good ones.';
  return [...counts, outcome, ...report.findings.map(lineOf), ...report.warnings.map(lineOf)];
}

/** A finding as one line; the last part of its path is a column unless it looks like a file. */
export function lineOf({ path, line, code, en, zh, hint }: Finding): string {
  const [, file, column] = /^([^/].*)\/([^/.]+)$/.exec(path ?? '') ?? [null, path ?? '', ''];
  const place = [file, line, column].filter((part) => part !== undefined && part !== '').join(':');
  return `${place}  ${code}  ${en} / ${zh}${hint === null ? '' : `  ${hint}`}`;
}

export const LOAD: Command = {
  name: 'load',
  summary: 'register enterprises, certificates, goods and guarantees from files',
  positionals: ['DIR'],
  options: { ...DATABASE_OPTIONS, partial: { type: 'boolean' }, json: { type: 'boolean' } },
  run: load,
  help: `
onestep load DIR [options]

Registers what the CSV and YAML files in DIR hold: enterprises, certificates, tokens, undertakings,
goods, buyers, guarantees, exchange rates, overseas warehouses, and a profile or a table of it where
there is one. All of it or, when one line is refused, nothing; each refused line is shown with what
would mend it. Loading the same files again changes nothing. Works while serve runs; serve takes it
up within a second.

  --partial            take the good lines although others are refused
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               print the report as JSON
`,
};
