import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Instant } from '../base/dates.ts';
import { Fault, isFault } from './faults.ts';
import { type Database, instantText, type Sql } from './postgres.ts';

/** One step of the schema: the folder `NNNN-name` with its `up.sql`. */
export type Migration = { readonly name: string; readonly sha256: string; readonly text: string };

const FOLDER = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** Any number; the same for every process, and used for nothing else. */
const LOCK = 1_210_961_097;

const TABLE = `
  create schema if not exists onestep;
  create table if not exists onestep.migrations (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null
  )`;

/**
 * The steps in the order in which they are applied.
 * @throws Error when a folder has another name than `NNNN-name` or two share a number.
 */
export function readMigrations(folder: string = FOLDER): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true })
    // An empty folder is no file to git: it may linger where a migration was taken away.
    .filter((entry) => entry.isDirectory() && readdirSync(join(folder, entry.name)).length > 0)
    .map((entry) => entry.name)
    .sort();
  const numbers = names.map((name) => /^(\d{4})-/.exec(name)?.[1]);
  for (const [index, number] of numbers.entries()) {
    if (number !== undefined && number !== numbers[index - 1]) continue;
    throw new Error(`Migration ${names[index]} needs a number of its own: NNNN-name.`);
  }
  return names.map((name) => {
    const text = readFileSync(join(folder, name, 'up.sql'), 'utf8');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

type Applied = { name: string; sha256: string };

/** What is still to do; refuses a database that another program version has shaped. */
function pending(known: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const own = known[index];
    if (own === undefined || own.name !== name) {
      const text =
        `The database has the migration ${name}, which this program does not know: ` +
        'use a newer onestep.';
      throw new Fault('schema-mismatch', text);
    }
    if (own.sha256 !== sha256) {
      const text =
        `Migration ${name} was altered after it was applied: restore its up.sql, ` +
        'and put the change into a new migration.';
      throw new Fault('schema-mismatch', text);
    }
  }
  return known.slice(applied.length);
}

/** One step in the open transaction: null when nothing is left to do. */
async function applyNext(
  tx: Sql,
  known: readonly Migration[],
  at: Instant,
): Promise<string | null> {
  // Two processes that start at once meet here; the second then finds nothing left to do.
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const applied = await tx.query<Applied>(
    'select name, sha256 from onestep.migrations order by name',
  );
  const [next] = pending(known, applied);
  if (next === undefined) return null;
  await tx.script(next.text);
  await tx.query(
    'insert into onestep.migrations (name, sha256, applied_at) values ($1, $2, $3::timestamptz)',
    [next.name, next.sha256, instantText(at)],
  );
  return next.name;
}

const LEAST_VERSION = 15;

/**
 * Refuses a server that could be shaped but not worked with.
 * @throws Fault `schema-mismatch` in one sentence.
 */
async function checkServer(sql: Sql): Promise<void> {
  const [server] = await sql.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::integer / 10000 as version,
      current_setting('server_encoding') as encoding`,
  );
  if (server === undefined) return;
  const { version, encoding } = server;
  if (version < LEAST_VERSION) {
    const text = `The database is PostgreSQL ${version}; ${LEAST_VERSION} or later is needed.`;
    throw new Fault('schema-mismatch', text);
  }
  if (encoding === 'UTF8') return;
  const text = `The database is in ${encoding}: make one with encoding 'UTF8'.`;
  throw new Fault('schema-mismatch', text);
}

/** `create ... if not exists` is not safe against another session doing the same. */
async function prepareTable(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.script(TABLE);
  });
}

/**
 * Brings the schema to this program's version, each step in a transaction of its own.
 * @param at written beside each step.
 * @returns the names of the steps that were applied now.
 * @throws Fault `schema-mismatch` in one sentence when the database is newer, a step was altered,
 * or the server is too old or not in UTF-8.
 */
export async function migrate(
  db: Database,
  at: Instant,
  known: readonly Migration[] = readMigrations(),
): Promise<{ applied: string[] }> {
  await checkServer(db);
  await prepareTable(db);
  const applied: string[] = [];
  for (;;) {
    const name = await db.transaction((tx) => applyNext(tx, known, at));
    if (name === null) return { applied };
    applied.push(name);
  }
}

/**
 * Refuses to work on a database whose schema is not exactly this program's.
 * @throws Fault `schema-mismatch` in one sentence.
 */
export async function checkSchema(
  sql: Sql,
  known: readonly Migration[] = readMigrations(),
): Promise<void> {
  let applied: Applied[] = [];
  try {
    applied = await sql.query('select name, sha256 from onestep.migrations order by name');
  } catch (error) {
    if (isFault(error)) throw error;
  }
  const missing = pending(known, applied);
  if (missing.length === 0) return;
  const text = `The database lacks ${missing.length} schema migrations: run onestep migrate.`;
  throw new Fault('schema-mismatch', text);
}
