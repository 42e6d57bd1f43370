import { join } from 'node:path';
import { withLock } from '../src/io/embedded/lock.ts';
import { startEmbedded } from '../src/io/embedded.ts';
import { migrate } from '../src/io/migrate.ts';
import { connect, type Database } from '../src/io/postgres.ts';

/** A database of one's own with the current schema and no rows. */
export type TestDatabase = {
  readonly db: Database;
  readonly url: string;
  /** Closes and deletes it; fails when the test left a connection of its own open. */
  drop(): Promise<void>;
};

const TEMPLATE = 'onestep_template';

function runDir(): string {
  const dir = process.env.ONESTEP_TEST_DIR;
  if (dir === undefined) throw new Error('Tests with a database run under vitest only.');
  return dir;
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Migrated once a run, then copied for each test file. */
async function makeTemplate(server: string): Promise<void> {
  const admin = connect(server, { max: 1 });
  try {
    const made = 'select 1 from pg_database where datname = $1 and datistemplate';
    if ((await admin.query(made, [TEMPLATE])).length > 0) return;
    await admin.script(`drop database if exists ${TEMPLATE}`);
    await admin.script(`create database ${TEMPLATE}`);
    const db = connect(urlOf(server, TEMPLATE), { max: 1 });
    await migrate(db, 0).finally(() => db.close());
    await admin.script(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await admin.close();
  }
}

let server: Promise<string> | undefined;

/** The URL of the run's server; the database in it is for administration only. */
export function testServer(): Promise<string> {
  server ??= startEmbedded({ dataDir: runDir(), durable: false }).then(({ url }) => url);
  return server;
}

let template: Promise<void> | undefined;

/** The database to copy: nothing at all, or the template, made by the first who asks. */
async function sourceOf(server: string, empty: boolean): Promise<string> {
  if (empty) return 'template0';
  const lock = join(runDir(), 'template.lock');
  template ??= withLock(lock, 60_000, () => makeTemplate(server));
  await template;
  return TEMPLATE;
}

/** Backends end a moment after their connection is closed; a worker of autovacuum is none. */
async function connectionsLeft(admin: Database, name: string): Promise<number> {
  const open = `
    select pid from pg_stat_activity where datname = $1 and backend_type = 'client backend'`;
  let left = (await admin.query(open, [name])).length;
  for (let round = 0; left > 0 && round < 40; round += 1) {
    await new Promise((done) => setTimeout(done, 25));
    left = (await admin.query(open, [name])).length;
  }
  return left;
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const admin = connect(server, { max: 1 });
  try {
    const left = await connectionsLeft(admin, name);
    await admin.script(`drop database ${name} with (force)`);
    if (left > 0) throw new Error(`The test left ${left} database connections open.`);
  } finally {
    await admin.close();
  }
}

let serial = 0;

/**
 * A copy of the migrated template: ask for one in `beforeAll` and `drop` it in `afterAll`.
 * @param options.empty without any schema, for tests of the migrations themselves.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = await testServer();
  const name = `test_${process.pid}_${serial++}`;
  const source = await sourceOf(server, options.empty === true);
  const admin = connect(server, { max: 1 });
  await admin.script(`create database ${name} template ${source}`).finally(() => admin.close());
  const url = urlOf(server, name);
  const db = connect(url, { byKey: true });
  return {
    db,
    url,
    async drop() {
      await db.close();
      await dropDatabase(server, name);
    },
  };
}
