import { SESSION_TERMS, type SessionTerms } from '../flows/access.ts';
import { systemClock } from '../io/clock.ts';
import { createLog, type Log } from '../io/log.ts';
import type { Database } from '../io/postgres.ts';
import type { Tour } from '../window/tour.ts';
import {
  type Command,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { readConsole } from './console-files.ts';
import {
  ARCHIVE_OPTION,
  archiveDirOf,
  archiveOf,
  DATABASE_OPTIONS,
  openDatabase,
} from './database.ts';
import { DEFAULT_PORT, profileFolder, versionOf } from './defaults.ts';
import { openIntake } from './intake-hall.ts';
import { checkPort, listenFault } from './listen-fault.ts';
import { OPENID_HELP, OPENID_OPTIONS, openIdFrom } from './openid-of.ts';
import { type Running, type RunOptions, run } from './running.ts';

export const SERVE_OPTIONS = {
  ...DATABASE_OPTIONS,
  ...ARCHIVE_OPTION,
  port: { type: 'string' },
  host: { type: 'string' },
  profile: { type: 'string' },
  'webhooks-local': { type: 'boolean' },
  'session-idle': { type: 'string' },
  'session-hours': { type: 'string' },
  ...OPENID_OPTIONS,
  'log-level': { type: 'string' },
} as const;

/** A running platform with its database. */
export type Served = Running & {
  readonly db: Database;
  /** Whether the console was built. */
  readonly hasConsole: boolean;
  readonly close: () => Promise<void>;
};

/**
 * Opens the database, brings its schema up to date and starts the platform on it.
 * @param tour of a sample zone
 * @param before what is done on the database first
 * @throws UsageError or NotDone in one sentence, before anything is made, when the port is taken
 */
export async function startPlatform(
  values: Values,
  log: Log = logOf(values),
  tour: Tour | null = null,
  before?: RunOptions['before'],
): Promise<Served> {
  const clock = systemClock;
  const host = textOf(values, 'host') ?? '127.0.0.1';
  const port = numberOf(values, 'port', DEFAULT_PORT, 0, 65_535);
  const profile = textOf(values, 'profile');
  const sessions = sessionsOf(values);
  const openId = openIdFrom(values);
  await checkPort(host, port);
  const built = await readConsole();
  const db = await openDatabase(values, clock, { create: true, byKey: true });
  try {
    const running = await run({
      db,
      clock,
      host,
      port,
      log,
      profileDir: profileFolder(profile),
      version: versionOf(),
      console: built,
      sessions,
      openId,
      tour,
      ...(before && { before }),
      archive: archiveOf(values),
      databaseUrl: db.url,
      webhooksLocal: values['webhooks-local'] === true,
      intake: (news) => openIntake({ databaseUrl: db.url, archiveDir: archiveDirOf(values) }, news),
    });
    const close = async (): Promise<void> => {
      await running.stop();
      await db.close();
    };
    return { ...running, db, hasConsole: built !== null, close };
  } catch (error) {
    await db.close();
    throw listenFault(error, host, port);
  }
}

/** How long sessions of the console last. @throws UsageError */
function sessionsOf(values: Values): SessionTerms {
  const { idle, whole } = SESSION_TERMS;
  const minutes = numberOf(values, 'session-idle', idle / 60_000, 1, 1_440);
  const hours = numberOf(values, 'session-hours', whole / 3_600_000, 1, 168);
  return { idle: minutes * 60_000, whole: hours * 3_600_000 };
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** The log on standard error at the level asked for. @throws UsageError */
export function logOf(values: Values): Log {
  const level = textOf(values, 'log-level') ?? 'info';
  if (LEVELS.includes(level)) return createLog({ level });
  throw new UsageError(`--log-level takes ${LEVELS.join(', ')}, not ${level}.`);
}

/** Resolves with the signal that asks the process to end. */
export function untilAsked(): Promise<NodeJS.Signals> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(signal));
  });
}

/** Said where a package without the console, or without its builder, is run. */
const NO_CONSOLE = 'There is no console here: node scripts/console.mjs builds it in a clone.';

async function serve(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const running = await startPlatform(values);
  terminal.out(`Onestep serves at ${running.url}  (documentation: ${running.url}/docs)`);
  terminal.out(running.hasConsole ? `Console: ${running.url}/console/` : NO_CONSOLE);
  await untilAsked();
  terminal.err('Stopping: what was begun is finished first.');
  await running.close();
  return 0;
}

export const SERVE: Command = {
  name: 'serve',
  summary: 'run the platform',
  positionals: [],
  options: SERVE_OPTIONS,
  run: serve,
  help: `
onestep serve [options]

Runs the platform: takes messages, verifies and decides them, answers with receipts. Ends on
SIGINT or SIGTERM after finishing what was begun; kill -9 loses nothing either.

  --port N             port of the HTTP interface (default ${DEFAULT_PORT}; 0 takes a free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --data-dir DIR       where the embedded PostgreSQL keeps its data (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --profile DIR        law of the zone to load on the first start, a folder or the name of one that
                       comes with Onestep: cn-zhengzhou (default), cn-sandbox
  --webhooks-local     let webhooks go to plain http and private addresses: for a sandbox only
  --session-idle N     minutes without use after which a session of the console ends (default 30)
  --session-hours N    hours after which it ends in any case (default 12)
${OPENID_HELP}
  --log-level LEVEL    debug, info, warn, error or silent (default info)
`,
};
