import { type AuditReport, audit } from '../audit/audit.ts';
import type { Witness } from '../audit/law.ts';
import { reportLines } from '../audit/report.ts';
import { witnessOf } from '../audit/witness.ts';
import { readNoted } from '../audit/witness-reader.ts';
import { systemClock } from '../io/clock.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { ARCHIVE_OPTION, archiveDirOf, DATABASE_OPTIONS, openDatabase } from './database.ts';
import { readInput } from './files.ts';
import { progressBar } from './terminal.ts';

/** Silence before a bar is worth drawing, in milliseconds. */
const PATIENCE = 2_000;

async function run(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const witness = await witnessIn(textOf(values, 'witness'));
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const began = systemClock.now();
    const bar = progressBar(terminal, 'Auditing');
    const report = await audit(db, {
      now: began,
      full: values.full === true,
      archive: archiveDirOf(values),
      witness,
      onProgress: (done, all) => {
        if (systemClock.now() - began > PATIENCE) bar(done, all);
      },
    });
    print(report, values.json === true, terminal);
    return report.findings === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function witnessIn(path: string | undefined): Promise<Witness | null> {
  if (path === undefined) return null;
  const bytes = await readInput(path);
  try {
    return witnessOf(readNoted(Buffer.from(bytes).toString('utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${path} is no journal of draws: ${error.message}.`);
  }
}

function print(report: AuditReport, json: boolean, terminal: Terminal): void {
  if (json) terminal.out(JSON.stringify(report, null, 1));
  else for (const line of reportLines(report)) terminal.out(line);
}

export const AUDIT: Command = {
  name: 'audit',
  summary: 'recompute every conservation law from the raw tables',
  positionals: [],
  options: {
    ...DATABASE_OPTIONS,
    ...ARCHIVE_OPTION,
    full: { type: 'boolean' },
    witness: { type: 'string' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep audit [options]

Works out from the raw tables, with code of its own, that nothing was lost, doubled or altered:
the hash chain of the evidence, one row a record, three documents for each release, the tax of
each list, quota and guarantee accounts, the receipts, and the draws: who was in each pool with
what chance, who was drawn, and that these were inspected. Prints one line a law and each broken
one. Reads one snapshot and writes nothing, also while serve runs on the database.
Exit code 0 only when every law holds.

  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory);
                       their rows are audited like those in the database
  --full               read everything again, also beyond 200,000 records (else a fixed sample)
  --witness FILE       compare the draws with what somebody outside noted down earlier, by
                       onestep draw journal or from what the zone publishes: this finds also who
                       rewrote everything so that it agrees
  --json               {"laws":[{id,title,checked,broken,examples,notes}],"findings":N}
`,
};
