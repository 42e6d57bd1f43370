import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { withLock } from './embedded/lock.ts';
import { isAlive } from './embedded/processes.ts';
import { findProgram } from './embedded/program.ts';
import { enrol, filesOf, leave } from './embedded/record.ts';
import { bringUp, type Running, shutDown, type Wish } from './embedded/server.ts';
import { chooseRunUser } from './embedded/user.ts';
import { Fault, isFault } from './faults.ts';
import { type ConnectOptions, connect, type Database } from './postgres.ts';

/*
 * The embedded database: a real PostgreSQL server process for one data directory.
 *
 * The process stands on its own. It survives us when we are killed, and the next start finds it by
 * its own file and takes it over; when it is killed itself, we start it again on the same port and
 * it recovers what was committed. Several of our processes may use one data directory at the same
 * time (`serve`, and beside it `load` or `audit`): each leaves a note in `users/`, and the last to
 * stop ends the server. Starting and stopping happen under one lock file, so two at once meet in
 * order. Everything lies in the data directory: `postgres/` (the cluster), `postgres.log`,
 * `database.json` (port and password, readable by its owner only).
 */

export type EmbeddedOptions = {
  readonly dataDir: string;
  /** Port on 127.0.0.1; default the one used before, or any free one. */
  readonly port?: number;
  /** False only for throw-away test data: commits do not wait for the disk. Default true. */
  readonly durable?: boolean;
  /** False: fail when the data directory holds no database yet. Default true. */
  readonly create?: boolean;
  /** Gets a sentence when the server had to be started again. */
  readonly onNotice?: (sentence: string) => void;
};

export type Embedded = {
  readonly url: string;
  readonly port: number;
  /** Id of the server process; another one after it was killed and started again. */
  pid(): number;
  /** Ends the server, unless another process of ours uses it. */
  stop(): Promise<void>;
};

/** Making a cluster and recovering a large one both fit; beyond that something hangs. */
const LONGEST_WAIT = 660_000;
const WATCH_EVERY = 200;

const DISK_SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written: permission denied',
  EPERM: 'cannot be written: not permitted',
  EROFS: 'cannot be written: the file system is read-only',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  ENOTDIR: 'cannot be made: a part of its path is a file',
  ENOENT: 'cannot be made',
};

/** One sentence, whatever went wrong. */
function startFault(dataDir: string, error: unknown): Fault {
  if (isFault(error)) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : DISK_SENTENCES[code];
  const text = known === undefined ? message : `The data directory ${dataDir} ${known}.`;
  return new Fault('database-start', text);
}

function wishFor(options: EmbeddedOptions, dataDir: string): Wish {
  const files = filesOf(dataDir);
  const user = chooseRunUser(files.cluster);
  return {
    dataDir,
    recordFile: files.record,
    cluster: { program: findProgram(user), user, dir: files.cluster, logFile: files.log },
    settings: { durable: options.durable ?? true },
    port: options.port,
    create: options.create ?? true,
  };
}

/** Looks after a running server: starts it again, on the same port, whenever it has died. */
function watch(wish: Wish, lock: string, first: Running, notice: (sentence: string) => void) {
  let running = first;
  let work: Promise<void> | null = null;
  const revive = async () => {
    try {
      const again = { ...wish, port: first.port, create: false };
      running = await withLock(lock, LONGEST_WAIT, () => bringUp(again));
      notice('The database had stopped and was started again.');
    } catch (error) {
      notice(startFault(wish.dataDir, error).message);
    }
    work = null;
  };
  const timer = setInterval(() => {
    if (work === null && !isAlive(running.pid)) work = revive();
  }, WATCH_EVERY);
  timer.unref();
  return {
    pid: () => running.pid,
    async end() {
      clearInterval(timer);
      await work;
    },
  };
}

/**
 * Folders one by one: the recursive way of Node 26 never returns where the file system answers
 * "no such folder" for a folder inside one that exists, as /proc does.
 */
function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const folder of missing) mkdirSync(folder, { mode: 0o711 });
  if (missing.length === 0 && !statSync(path).isDirectory()) {
    throw new Error(`The data directory ${path} is a file, not a folder.`);
  }
}

async function start(options: EmbeddedOptions, asked: string): Promise<Embedded> {
  if (options.create === false && !existsSync(filesOf(asked).cluster)) {
    throw new Error(`There is no database in ${asked}.`);
  }
  makeFolder(asked);
  const dataDir = realpathSync(asked);
  const files = filesOf(dataDir);
  const wish = wishFor(options, dataDir);
  const [running, note] = await withLock(files.lock, LONGEST_WAIT, async () => {
    const up = await bringUp(wish);
    return [up, enrol(files.users)] as const;
  });
  const watched = watch(wish, files.lock, running, options.onNotice ?? (() => {}));
  const stop = async () => {
    await watched.end();
    await withLock(files.lock, LONGEST_WAIT, async () => {
      if (!leave(files.users, note)) await shutDown(watched.pid());
    });
  };
  let stopped: Promise<void> | undefined;
  return {
    url: running.url,
    port: running.port,
    pid: watched.pid,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/**
 * The database of a data directory, started if it does not run, made if there is none.
 * @throws Fault `database-start` with one sentence for people.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const asked = resolve(options.dataDir);
  try {
    return await start(options, asked);
  } catch (error) {
    throw startFault(asked, error);
  }
}

/**
 * A connection to the database of a data directory, whether or not `serve` runs on it; closing it
 * ends the server again if nobody else uses it.
 * @throws Fault `database-start` with one sentence for people.
 */
export async function connectDataDir(
  dataDir: string,
  options: ConnectOptions & { readonly create?: boolean } = {},
): Promise<Database & { readonly url: string }> {
  const embedded = await startEmbedded({ dataDir, create: options.create ?? false });
  const db = connect(embedded.url, options);
  return {
    ...db,
    url: embedded.url,
    async close() {
      await db.close();
      await embedded.stop();
    },
  };
}
