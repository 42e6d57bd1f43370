import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../io/clock.ts';
import { createLog } from '../io/log.ts';
import { type Command, numberOf, type Terminal, textOf, type Values } from './command.ts';
import { DATABASE_OPTIONS, openDatabase } from './database.ts';
import { listenFault } from './listen-fault.ts';
import { type Running, run } from './running.ts';

/** The port of the house: the customs mode it was built for. */
export const DEFAULT_PORT = 1210;
/** The zone whose law is loaded on the first start. */
export const DEFAULT_PROFILE = fileURLToPath(
  new URL('../../profiles/cn-zhengzhou', import.meta.url),
);

/** The version in package.json. */
export function versionOf(): string {
  const path = new URL('../../package.json', import.meta.url);
  return /"version": "([^"]+)"/.exec(readFileSync(path, 'utf8'))?.[1] ?? '0';
}

export const SERVE_OPTIONS = {
  ...DATABASE_OPTIONS,
  port: { type: 'string' },
  host: { type: 'string' },
  profile: { type: 'string' },
  'log-level': { type: 'string' },
} as const;

/** Opens the database, brings its schema up to date and starts the platform on it. */
export async function startPlatform(
  values: Values,
): Promise<Running & { readonly close: () => Promise<void> }> {
  const clock = systemClock;
  const db = await openDatabase(values, clock, { create: true });
  const host = textOf(values, 'host') ?? '127.0.0.1';
  const port = numberOf(values, 'port', DEFAULT_PORT, 0, 65_535);
  const profile = textOf(values, 'profile');
  try {
    const running = await run({
      db,
      clock,
      host,
      port,
      log: createLog({ level: textOf(values, 'log-level') ?? 'info' }),
      profileDir: profile === undefined ? DEFAULT_PROFILE : resolve(profile),
      version: versionOf(),
    });
    const close = async (): Promise<void> => {
      await running.stop();
      await db.close();
    };
    return { ...running, close };
  } catch (error) {
    await db.close();
    throw listenFault(error, host, port);
  }
}

/** Resolves with the signal that asks the process to end. */
export function untilAsked(): Promise<NodeJS.Signals> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(signal));
  });
}

async function serve(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const running = await startPlatform(values);
  terminal.out(`Onestep serves at ${running.url}  (documentation: ${running.url}/docs)`);
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
  --profile DIR        law of the zone to load on the first start (default cn-zhengzhou)
  --log-level LEVEL    debug, info, warn, error or silent (default info)
`,
};
