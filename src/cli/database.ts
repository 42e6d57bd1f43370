import { join, resolve } from 'node:path';
import { businessDate } from '../base/dates.ts';
import { type Archive, openArchive } from '../documents/archive.ts';
import { tryEnsureDays } from '../flows/days.ts';
import type { Clock } from '../io/clock.ts';
import { connectDataDir } from '../io/embedded.ts';
import { checkSchema, migrate } from '../io/migrate.ts';
import { type ConnectOptions, connect, type Database } from '../io/postgres.ts';
import { textOf, UsageError, type Values } from './command.ts';

/** The options that say which database a command works on. */
export const DATABASE_OPTIONS = {
  'data-dir': { type: 'string' },
  'database-url': { type: 'string' },
} as const;

/** The option that says where the files of archived days are. */
export const ARCHIVE_OPTION = { archive: { type: 'string' } } as const;

/** Where the data lies when nothing is said. */
export const DEFAULT_DATA_DIR = '.onestep';

/** A database that others may connect to in the same way. */
export type Opened = Database & { readonly url: string };

/** The database URL that was asked for, by option or environment, or null for an embedded one. */
export function databaseUrl(values: Values): string | null {
  const given = textOf(values, 'database-url');
  if (given !== undefined && textOf(values, 'data-dir') !== undefined) {
    throw new UsageError('Give either --data-dir or --database-url, not both.');
  }
  if (given !== undefined) return given;
  if (textOf(values, 'data-dir') !== undefined) return null;
  return process.env.DATABASE_URL ?? null;
}

/** The data directory, as an absolute path. */
export function dataDirOf(values: Values): string {
  return resolve(textOf(values, 'data-dir') ?? DEFAULT_DATA_DIR);
}

/** The directory of the archived days, as an absolute path: in the data directory, or as said. */
export function archiveDirOf(values: Values, option = 'archive'): string {
  const given = textOf(values, option);
  return given === undefined ? join(dataDirOf(values), 'archive') : resolve(given);
}

/** The archive a command reads. */
export function archiveOf(values: Values): Archive {
  return openArchive(archiveDirOf(values));
}

/**
 * Opens the database a command works on, also while `serve` runs on it.
 * @param create whether an empty place is made ready and the schema brought up to date; without
 * it an old or missing schema is refused with one sentence
 */
export async function openDatabase(
  values: Values,
  clock: Clock,
  { create, ...options }: ConnectOptions & { readonly create: boolean },
): Promise<Opened> {
  if (create) return (await openMigrated(values, clock, options)).db;
  const db = await reach(values, { ...options, create: false });
  return orClose(db, () => checkSchema(db).then(() => db));
}

/**
 * Opens or makes the database, brings its schema up to date and makes the partitions of the days
 * ahead; `applied` are the steps.
 */
export async function openMigrated(
  values: Values,
  clock: Clock,
  options: ConnectOptions = {},
): Promise<{ readonly db: Opened; readonly applied: readonly string[] }> {
  const db = await reach(values, { ...options, create: true });
  return orClose(db, async () => {
    const done = await migrate(db, clock.now());
    await tryEnsureDays(db, businessDate(clock.now()));
    return { db, ...done };
  });
}

async function reach(
  values: Values,
  options: ConnectOptions & { readonly create: boolean },
): Promise<Opened> {
  const url = databaseUrl(values);
  return url === null
    ? connectDataDir(dataDirOf(values), options)
    : { ...connect(url, options), url };
}

async function orClose<T>(db: Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await db.close();
    throw error;
  }
}
