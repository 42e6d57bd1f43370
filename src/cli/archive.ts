import { join, resolve } from 'node:path';
import { type BusinessDate, businessDate } from '../base/dates.ts';
import {
  archiveDays,
  type DayOutcome,
  enterExpired,
  expiredFiles,
  firstOnline,
  housekeepingOn,
} from '../flows/archive.ts';
import { NotRestored, restoreDay } from '../flows/restore-day.ts';
import { systemClock } from '../io/clock.ts';
import { DamagedDayFile } from '../io/day-file/read.ts';
import { removeDayFile } from '../io/day-file/write.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { loadRegistry } from '../registry/facts.ts';
import type { Parameters } from '../registry/profile.ts';
import {
  type Command,
  NotDone,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { archiveDirOf, DATABASE_OPTIONS, openDatabase } from './database.ts';
import { fileFault, makeFolder } from './files.ts';
import { dayOf } from './registered.ts';

type Mode = (db: Database, values: Values, terminal: Terminal) => Promise<number>;

async function run(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const mode = modeOf(values);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    return await mode(db, values, terminal);
  } catch (error) {
    if (error instanceof NotRestored || error instanceof DamagedDayFile) {
      throw new NotDone(error.message);
    }
    throw fileFault(error, archiveDirOf(values, 'out'));
  } finally {
    await db.close();
  }
}

function modeOf(values: Values): Mode {
  const [restoring, expiring] = [values.restore !== undefined, values.expire === true];
  if (restoring && expiring) throw new UsageError('Give either --restore or --expire, not both.');
  if (values.before !== undefined && (restoring || expiring)) {
    throw new UsageError(
      '--before says what to archive; it goes with neither --restore nor --expire.',
    );
  }
  return restoring ? restore : expiring ? expire : archive;
}

const archive: Mode = async (db, values, terminal) => {
  const at = systemClock.now();
  const before = await beforeOf(db, values, businessDate(at));
  const dir = archiveDirOf(values, 'out');
  const dryRun = values['dry-run'] === true;
  if (!dryRun) makeFolder(dir);
  const plain = values.json !== true;
  const tell = (one: DayOutcome): void => linesOf(one, dir).forEach(terminal.out);
  const outcomes = await archiveDays(db, {
    ...{ dir, before, at, dryRun },
    ...(plain ? { onDay: tell } : {}),
  });
  const kept = outcomes.filter(({ outcome }) => outcome === 'kept').length;
  if (!plain) terminal.out(JSON.stringify({ before, dir, days: outcomes }, null, 1));
  else terminal.out(`${outcomes.length} days before ${before} are in the database, ${kept} stay.`);
  return kept === 0 ? 0 : 1;
};

async function beforeOf(sql: Sql, values: Values, today: BusinessDate): Promise<BusinessDate> {
  const given = dayOf(values, 'before');
  if (given !== null) return businessDate(given);
  const before = firstOnline(await parametersOf(sql), today);
  if (before !== null) return before;
  throw new UsageError('The law in force names no onlineDays: give --before DATE.');
}

async function parametersOf(sql: Sql): Promise<Parameters> {
  const { profile } = await loadRegistry(sql);
  if (profile !== null) return profile.profile.parameters;
  throw new NotDone('No law of a zone is loaded here: start serve once, or load one.');
}

function linesOf({ day, outcome, reasons, file }: DayOutcome, dir: string): string[] {
  if (outcome === 'kept') return [`${day}  stays`, ...reasons.map((reason) => `  ${reason}`)];
  if (outcome === 'ready') return [`${day}  would be archived`];
  if (file === null) return [`${day}  had no rows`];
  const { rows, bytes, sha256 } = file;
  const counts = `${rows.evidence} evidence, ${rows.facts} facts, ${rows.receipts} receipts`;
  return [
    `${day}  ${join(dir, file.file)}  ${Math.ceil(bytes / 1024)} KiB, rows: ${counts}`,
    `  SHA-256 ${sha256}`,
  ];
}

const restore: Mode = async (db, values, terminal) => {
  const path = resolve(textOf(values, 'restore') ?? '');
  const { day, rows } = await restoreDay(db, path).catch((error: unknown) => {
    throw fileFault(error, path);
  });
  if (values.json === true) terminal.out(JSON.stringify({ restored: day, rows }));
  else terminal.out(`${day} is in the database again: ${rows} rows.`);
  return 0;
};

/** Entered first and deleted then: a file that is gone is never looked for. */
const expire: Mode = async (db, values, terminal) => {
  const at = systemClock.now();
  const today = businessDate(at);
  const years = housekeepingOn(await parametersOf(db), 'retentionYears', today);
  if (years === null) {
    throw new NotDone('The law in force names no retentionYears: nothing is ever deleted.');
  }
  const dir = archiveDirOf(values, 'out');
  const files = await expiredFiles(db, years, today);
  const dryRun = values['dry-run'] === true;
  for (const { day, file } of dryRun ? [] : files) {
    await enterExpired(db, day, at);
    await removeDayFile(join(dir, file));
  }
  if (values.json === true) {
    terminal.out(JSON.stringify({ retentionYears: years, dir, deleted: !dryRun, files }, null, 1));
    return 0;
  }
  for (const { day, file } of files) {
    terminal.out(`${day}  ${join(dir, file)}  ${dryRun ? 'would be deleted' : 'deleted'}`);
  }
  terminal.out(`${files.length} files were archived more than ${years} years ago.`);
  return 0;
};

export const ARCHIVE: Command = {
  name: 'archive',
  summary: 'write past days to files and take them out of the database',
  positionals: [],
  options: {
    ...DATABASE_OPTIONS,
    before: { type: 'string' },
    out: { type: 'string' },
    'dry-run': { type: 'boolean' },
    restore: { type: 'string' },
    expire: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run,
  help: `
onestep archive [--before DATE] [options]
onestep archive --restore FILE [options]
onestep archive --expire [options]

Writes the evidence, facts and receipts of each past day to one file, compressed and with a SHA-256,
reads it back, compares, and only then takes the day out of the database; works while serve runs.
A day of which something waits or is held stays, with the reason. serve, explain and audit go on
reading archived days, from the files; messages, documents, cases and postings stay where they are.
Exit code 0 only when no day stayed.

  --before DATE        days before this one (default: today less onlineDays of the law in force)
  --out DIR            where the files go (default archive in the data directory)
  --dry-run            only say what would be done
  --restore FILE       bring an archived day back into the database; the file stays
  --expire             delete the files archived longer ago than retentionYears of the law in force;
                       nothing is deleted without this
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --json               {"before","dir","days":[{"day","outcome","reasons","file"}]}
`,
};
