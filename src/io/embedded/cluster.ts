import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Program, programFile } from './program.ts';
import { asUser, canEnter, type RunUser } from './user.ts';

/** Where one database's files are and who runs it. */
export type Cluster = {
  readonly program: Program;
  readonly user: RunUser | null;
  /** PostgreSQL's own data directory. */
  readonly dir: string;
  readonly logFile: string;
};

export type ClusterSettings = {
  /** False only for throw-away test databases: commits then do not wait for the disk. */
  readonly durable: boolean;
};

/**
 * The path under which the run user reaches the data directory. When a folder above it is closed
 * to that user (root in a folder of mode 0700) the process is started inside it, and Linux's
 * /proc/self/cwd leads there without passing the closed folder.
 * @throws Error in one sentence where that way does not exist.
 */
function seenAs(cluster: Cluster, dir: string): string {
  if (cluster.user === null || canEnter(cluster.user, dir)) return dir;
  if (existsSync('/proc/self/cwd')) return '/proc/self/cwd';
  throw new Error(
    `PostgreSQL must not run as root, and its user ${cluster.user.name} cannot enter ${dir}: ` +
      'choose another --data-dir or start as an ordinary user.',
  );
}

/** No PG* variable of the caller may change which database this is; messages in English. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

function runIn(
  cluster: Cluster,
  dir: string,
  name: 'initdb' | 'postgres',
  flags: string[],
  input = '',
) {
  return spawnSync(programFile(cluster.program.home, name), flags, {
    ...asUser(cluster.user),
    cwd: dir,
    env: environment(),
    encoding: 'utf8',
    input,
  });
}

/** The words in which PostgreSQL says why it ended: the last FATAL, PANIC or error line. */
export function lastComplaint(log: string): string | null {
  if (/No space left on device/.test(log)) return 'the disk is full';
  const lines = log.split('\n').filter((line) => /FATAL|PANIC|\berror\b|could not/.test(line));
  const line = lines.findLast((text) => /FATAL|PANIC/.test(text)) ?? lines.at(-1);
  const words = line?.replace(/^.*?(FATAL|PANIC|error|initdb):\s*/, '').replace(/^error:\s*/, '');
  return words?.trim().replace(/\.$/, '') ?? null;
}

const HBA = 'host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n';

function writeOwned(cluster: Cluster, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  if (cluster.user !== null) chownSync(path, cluster.user.uid, cluster.user.gid);
}

function mustWork(cluster: Cluster, ran: ReturnType<typeof runIn>): void {
  if (ran.status === 0) return;
  const why = lastComplaint(ran.stderr ?? '') ?? ran.error?.message ?? `exit ${ran.status}`;
  throw new Error(`The database in ${cluster.dir} could not be made: ${why}.`);
}

/** Runs statements (one a line) in the stopped cluster, as its superuser, without a network. */
function runSingle(cluster: Cluster, dir: string, lines: string): void {
  const flags = ['--single', '-D', seenAs(cluster, dir), 'postgres'];
  mustWork(cluster, runIn(cluster, dir, 'postgres', flags, lines));
}

/**
 * Sets the password of the database's own user. It goes in through standard input: no file, no
 * command line, no moment in which the server is open.
 * @throws Error in one sentence.
 */
export function setPassword(cluster: Cluster, dir: string, password: string): void {
  runSingle(cluster, dir, `alter user onestep password '${password}';\n`);
}

function initialise(cluster: Cluster, dir: string, password: string, durable: boolean): void {
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const flags = ['-D', seenAs(cluster, dir), '-U', 'onestep', '--auth=trust', '--encoding=UTF8'];
  const sync = durable ? [] : ['--no-sync'];
  mustWork(cluster, runIn(cluster, dir, 'initdb', [...flags, ...locale, ...sync]));
  setPassword(cluster, dir, password);
  runSingle(cluster, dir, 'create database onestep;\n');
  writeOwned(cluster, join(dir, 'pg_hba.conf'), HBA);
}

/**
 * Makes an empty database cluster. It is built beside its place and moved there complete, so that
 * a process that dies half-way leaves nothing that looks like one.
 * @throws Error in one sentence.
 */
export function createCluster(cluster: Cluster, password: string, settings: ClusterSettings): void {
  const half = `${cluster.dir}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  if (cluster.user !== null) chownSync(half, cluster.user.uid, cluster.user.gid);
  initialise(cluster, half, password, settings.durable);
  if (existsSync(cluster.dir) && readdirSync(cluster.dir).length === 0)
    rmSync(cluster.dir, { recursive: true });
  renameSync(half, cluster.dir);
}

/**
 * Looks at a data directory before it is started.
 * @returns whether there is a cluster at all.
 * @throws Error in one sentence: another version's, another user's, or not a database's files.
 */
export function inspectCluster(cluster: Cluster): boolean {
  const { dir, program } = cluster;
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (!stat.isDirectory()) throw new Error(`${dir} is not a folder.`);
  const self = process.getuid?.();
  if (self !== undefined && self !== 0 && stat.uid !== self) {
    throw new Error(
      `The database in ${dir} belongs to the user with id ${stat.uid}: run as that user.`,
    );
  }
  if (readdirSync(dir).length === 0) return false;
  const versionFile = join(dir, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new Error(`${dir} is damaged or holds other files: it has no PG_VERSION.`);
  }
  const theirs = readFileSync(versionFile, 'utf8').trim();
  const ours = program.version.split('.')[0];
  if (theirs === ours) return true;
  throw new Error(
    `The database in ${dir} was made by PostgreSQL ${theirs} and this is PostgreSQL ${ours}: ` +
      'use the release of onestep that made it to write a backup, and restore that here.',
  );
}

/** A sixteenth of memory, at most 512 MB: the hot indexes of a day fit, other programs breathe. */
function sharedBuffers(): number {
  const megabytes = Math.floor(Math.min(totalmem() / 16, freemem() / 2) / 1_048_576);
  return Math.min(512, Math.max(32, megabytes));
}

function settingFlags(port: number, settings: ClusterSettings): string[] {
  // Not durable still survives a killed process: only a power cut loses what was committed.
  const disk = settings.durable ? 'on' : 'off';
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: `${settings.durable ? sharedBuffers() : 64}MB`,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    fsync: disk,
    full_page_writes: disk,
    synchronous_commit: 'on',
    // Statements are short and set-based: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    // Details and statements quote rows, and rows may be personal: they stay out of the log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The log is kept over starts, with one older part. */
function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 8 * 1_048_576) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

export type Launched = { readonly pid: number; readonly exited: () => boolean };

/**
 * Starts the server as a process of its own: it outlives us, so that killing us cannot tear it.
 * @throws Error in one sentence when the program cannot be started at all.
 */
export async function launch(
  cluster: Cluster,
  port: number,
  settings: ClusterSettings,
): Promise<Launched> {
  const log = openLog(cluster.logFile);
  try {
    const flags = ['-D', seenAs(cluster, cluster.dir), ...settingFlags(port, settings)];
    const child = spawn(programFile(cluster.program.home, 'postgres'), flags, {
      ...asUser(cluster.user),
      cwd: cluster.dir,
      env: environment(),
      stdio: ['ignore', log, log],
      detached: true,
    });
    await new Promise((done, failed) => child.once('spawn', done).once('error', failed));
    child.unref();
    return {
      pid: child.pid ?? -1,
      exited: () => child.exitCode !== null || child.signalCode !== null,
    };
  } finally {
    closeSync(log);
  }
}

/** What the server's own file says: process id and port; null when there is none. */
export function runningServer(dir: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return Number.isInteger(pid) && pid > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}
