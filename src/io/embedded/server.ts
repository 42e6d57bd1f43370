import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Cluster,
  type ClusterSettings,
  createCluster,
  inspectCluster,
  type Launched,
  lastComplaint,
  launch,
  runningServer,
  setPassword,
} from './cluster.ts';
import { freePort, isPortFree, knock } from './ports.ts';
import { isAlive, processesIn, runsIn, waitUntil } from './processes.ts';
import { readRecord, type ServerRecord, writeRecord } from './record.ts';

/** A server process that answers. */
export type Running = { readonly pid: number; readonly port: number; readonly url: string };

export type Wish = {
  readonly dataDir: string;
  readonly recordFile: string;
  readonly cluster: Cluster;
  readonly settings: ClusterSettings;
  /** The port it must be on; otherwise the one it had, or any. */
  readonly port: number | undefined;
  /** False: a data directory without a database is an error. */
  readonly create: boolean;
};

/** Recovery after a crash reads the log of at most 2 GB; ten minutes are far beyond that. */
const LONGEST_START = 600_000;
const SECOND = 1000;

function urlOf({ port, password }: ServerRecord): string {
  return `postgres://onestep:${password}@127.0.0.1:${port}/onestep`;
}

function logSize(file: string): number {
  try {
    const log = openSync(file, 'r');
    const { size } = fstatSync(log);
    closeSync(log);
    return size;
  } catch {
    return 0;
  }
}

/** What was logged after `from`; the last 64 KB of it. */
function logSince(file: string, from: number): string {
  const log = openSync(file, 'r');
  const { size } = fstatSync(log);
  const start = Math.max(size < from ? 0 : from, size - 65_536);
  const bytes = Buffer.alloc(size - start);
  readSync(log, bytes, 0, bytes.length, start);
  closeSync(log);
  return bytes.toString('utf8');
}

/** Fast shutdown: open transactions are undone, everything committed is written. */
export async function shutDown(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await waitUntil(() => !isAlive(pid), 60 * SECOND)) return;
  }
}

/** A server of this data directory that runs already: ours, or left by a process that died. */
async function adopt(wish: Wish, record: ServerRecord | null): Promise<Running | null> {
  const found = runningServer(wish.cluster.dir);
  if (found === null) return null;
  if (!isAlive(found.pid) || !runsIn(found.pid, wish.cluster.dir)) {
    // The id now belongs to another program; PostgreSQL would take that for its own server.
    rmSync(join(wish.cluster.dir, 'postmaster.pid'), { force: true });
    return null;
  }
  const known = record === null ? null : { ...record, port: found.port };
  if (known === null || !(await answers(urlOf(known), () => !isAlive(found.pid)))) {
    await shutDown(found.pid);
    return null;
  }
  if (wish.port !== undefined && wish.port !== found.port) {
    throw new Error(
      `The database in ${wish.dataDir} runs on port ${found.port} already, not ${wish.port}.`,
    );
  }
  writeRecord(wish.recordFile, wish.dataDir, known);
  return { pid: found.pid, port: found.port, url: urlOf(known) };
}

/** Knocks until the server lets us in; false when it ended, refused us or took too long. */
async function answers(url: string, ended: () => boolean): Promise<boolean> {
  const end = performance.now() + LONGEST_START;
  while (performance.now() < end && !ended()) {
    const answer = await knock(url);
    if (answer === 'ready') return true;
    if (answer === 'refused') return false;
    await sleep(30);
  }
  return false;
}

async function choosePort(wish: Wish, before: number | undefined): Promise<number> {
  if (wish.port !== undefined) {
    if (await isPortFree(wish.port)) return wish.port;
    throw new Error(
      `Port ${wish.port} on 127.0.0.1, meant for the database, is taken by another program.`,
    );
  }
  return before !== undefined && (await isPortFree(before)) ? before : freePort();
}

type Attempt = Running | { readonly failed: string };

async function attempt(wish: Wish, record: ServerRecord): Promise<Attempt> {
  const { cluster } = wish;
  const from = logSize(cluster.logFile);
  const launched: Launched = await launch(cluster, record.port, wish.settings);
  if (await answers(urlOf(record), launched.exited)) {
    writeRecord(wish.recordFile, wish.dataDir, record);
    return { pid: launched.pid, port: record.port, url: urlOf(record) };
  }
  if (!launched.exited()) await shutDown(launched.pid);
  return { failed: logSince(cluster.logFile, from) };
}

/** Children of a killed server hold its memory until they notice; after a while they are ended. */
async function clearStrays(dir: string, round: number): Promise<void> {
  if (round > 4) for (const pid of processesIn(dir)) process.kill(pid, 'SIGKILL');
  await sleep(200);
}

async function launchUntilReady(wish: Wish, record: ServerRecord): Promise<Running> {
  let log = '';
  for (let round = 0; round < 40; round += 1) {
    const tried = await attempt(wish, record);
    if ('pid' in tried) return tried;
    log = tried.failed;
    if (/pre-existing shared memory|lock file "postmaster\.pid"/.test(log)) {
      await clearStrays(wish.cluster.dir, round);
    } else if (/Address already in use/.test(log)) {
      record = { ...record, port: await choosePort(wish, undefined) };
    } else break;
  }
  const why = lastComplaint(log) ?? 'it ended without a word';
  throw new Error(
    `The database in ${wish.dataDir} did not start: ${why} (see ${wish.cluster.logFile}).`,
  );
}

function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/**
 * A running server for the data directory: the one that runs, or a new process, on a new cluster
 * if there is none. The caller holds the data directory's lock.
 * @throws Error in one sentence.
 */
export async function bringUp(wish: Wish): Promise<Running> {
  const record = readRecord(wish.recordFile);
  const exists = inspectCluster(wish.cluster);
  if (!exists && !wish.create) throw new Error(`There is no database in ${wish.dataDir}.`);
  const running = exists ? await adopt(wish, record) : null;
  if (running !== null) return running;
  const port = await choosePort(wish, record?.port);
  const password = record?.password ?? newPassword();
  if (!exists) createCluster(wish.cluster, password, wish.settings);
  else if (record === null) setPassword(wish.cluster, wish.cluster.dir, password);
  return launchUntilReady(wish, { port, password });
}
