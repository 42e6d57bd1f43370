import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive, waitUntil } from './embedded/processes.ts';
import { connectDataDir, type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts';
import { connect, type Database } from './postgres.ts';
import { retryFaults } from './retry.ts';

/** The server needs a moment to come back: ask every 50 ms. */
const PATIENT = { tries: 400, sleep: () => new Promise((done) => setTimeout(done, 50)) };

const isRoot = process.getuid?.() === 0;

let root: string;
let dataDir: string;
let started: Embedded[] = [];
let children: ChildProcess[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'onestep-embedded-'));
  chmodSync(root, 0o755);
  dataDir = join(root, 'data');
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const embedded of started) await embedded.stop();
  started = [];
  children = [];
  rmSync(root, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, durable: false, ...options });
  started.push(embedded);
  return embedded;
}

async function stop(embedded: Embedded): Promise<void> {
  await embedded.stop();
  expect(isAlive(embedded.pid())).toBe(false);
}

/** The one sentence of a start that must fail. */
async function complaint(options: Partial<EmbeddedOptions> = {}): Promise<string> {
  const error = await start(options).then(
    () => new Error('it started'),
    (reason) => reason,
  );
  expect(error).toMatchObject({ code: 'database-start' });
  expect(error.message).toMatch(/^[^\n]+\.$/);
  return error.message;
}

/** A killed server's connections may still answer for a moment, until ours is started anew. */
async function killServer(embedded: Embedded): Promise<void> {
  await waitUntil(() => isAlive(embedded.pid()), 10_000);
  process.kill(embedded.pid(), 'SIGKILL');
}

async function withDb<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(url, { max: 4 });
  return work(db).finally(() => db.close());
}

const makeTable = (url: string) =>
  withDb(url, (db) => db.script('create table kept (n int primary key)'));
const numbers = (url: string) =>
  withDb(url, async (db) => {
    const rows = await db.query<{ n: number }>('select n from kept order by n');
    return rows.map(({ n }) => n);
  });

/** Another process of ours on the same data directory. */
async function startChild(): Promise<{ child: ChildProcess; pid: number; url: string }> {
  const script = fileURLToPath(new URL('../../test/embedded-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(child.stdout!, 'data');
  return { child, ...JSON.parse(String(line)) };
}

describe('a data directory', () => {
  test('is made, used again, and keeps its rows, port and password', async () => {
    const first = await start();
    await makeTable(first.url);
    await withDb(first.url, (db) => db.query('insert into kept values (1)'));
    await stop(first);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await numbers(second.url)).toEqual([1]);
  });

  test('is UTF-8, sorts by code point, runs in UTC and listens on the loopback only', async () => {
    const { url } = await start();
    const settings = `select current_setting('server_encoding') as encoding,
      current_setting('listen_addresses') as addresses, current_setting('timezone') as zone,
      'Z' < 'a' as by_code, '清' = U&'\\6E05' as chinese`;
    expect(await withDb(url, (db) => db.query(settings))).toEqual([
      { encoding: 'UTF8', addresses: '127.0.0.1', zone: 'UTC', by_code: true, chinese: true },
    ]);
  });

  test('without its file of port and password gets a new one', async () => {
    const first = await start();
    await makeTable(first.url);
    await stop(first);
    rmSync(join(dataDir, 'database.json'));
    const second = await start();
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
    expect(await numbers(second.url)).toEqual([]);
  });

  test('half made by a process that died is made anew', async () => {
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true });
    mkdirSync(join(dataDir, 'postgres'));
    const { url } = await start();
    await makeTable(url);
    expect(await numbers(url)).toEqual([]);
  });

  test('with the server file of a dead server whose id another program has now', async () => {
    const first = await start();
    await stop(first);
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${dataDir}\n1\n1\n`,
    );
    await withDb((await start()).url, (db) => db.query('select 1'));
  });
});

describe('kill -9', () => {
  test('of the server keeps every committed row; it comes back on its port', async () => {
    const embedded = await start({ durable: true });
    await makeTable(embedded.url);
    const committed = await withDb(embedded.url, async (db) => {
      const acknowledged: number[] = [];
      for (let n = 0; n < 60; n += 1) {
        if (n % 20 === 10) await killServer(embedded);
        await retryFaults(
          () => db.query('insert into kept values ($1) on conflict do nothing', [n]),
          PATIENT,
        );
        acknowledged.push(n);
      }
      return acknowledged;
    });
    // The last rows may have gone through a process that outlived the killed server for a moment.
    const kept = await retryFaults(() => numbers(embedded.url), PATIENT);
    expect(kept).toEqual(committed);
  });

  test('of our process leaves the server, and the next start takes it over', async () => {
    const { child, pid, url } = await startChild();
    await makeTable(url);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(pid)).toBe(true);
    const embedded = await start();
    expect([embedded.pid(), embedded.url]).toEqual([pid, url]);
    await stop(embedded);
  });

  test('of both at once: the next start recovers', async () => {
    const { child, pid, url } = await startChild();
    await makeTable(url);
    child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await once(child, 'exit');
    expect(await numbers((await start()).url)).toEqual([]);
  });
});

describe('several processes on one data directory', () => {
  test('that start at once share one server; the last to stop ends it', async () => {
    const [one, two, own] = await Promise.all([startChild(), startChild(), start()]);
    expect(new Set([one.pid, two.pid, own.pid()]).size).toBe(1);
    one.child.kill('SIGTERM');
    await once(one.child, 'exit');
    await own.stop();
    expect(isAlive(one.pid)).toBe(true);
    two.child.kill('SIGTERM');
    await once(two.child, 'exit');
    expect(await waitUntil(() => !isAlive(one.pid), 5_000)).toBe(true);
  });

  test('a command beside a running server uses it, alone it starts and ends it', async () => {
    const embedded = await start();
    await makeTable(embedded.url);
    const beside = await connectDataDir(dataDir);
    await beside.query('insert into kept values (5)');
    await beside.close();
    expect(isAlive(embedded.pid())).toBe(true);
    await stop(embedded);
    const alone = await connectDataDir(dataDir);
    expect(await alone.query('select n from kept')).toEqual([{ n: 5 }]);
    await alone.close();
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  test('a command finds no database where there is none, and makes nothing', async () => {
    await expect(connectDataDir(dataDir)).rejects.toThrow(`There is no database in ${dataDir}.`);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('what stands in the way is told in one sentence', () => {
  test('an occupied port; without a wish another one is taken', async () => {
    const first = await start();
    await stop(first);
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    expect(await complaint({ port: first.port })).toMatch(/^Port \d+ .*taken by another program/);
    expect((await start()).port).not.toBe(first.port);
    squatter.close();
  });

  test('a running server on another port than the one asked for', async () => {
    const { port } = await start();
    expect(await complaint({ port: port + 1 })).toMatch(/runs on port \d+ already/);
  });

  test('a path through a file, a file in its place', async () => {
    writeFileSync(dataDir, '');
    expect(await complaint()).toMatch(/is a file/);
    expect(await complaint({ dataDir: join(dataDir, 'x') })).toMatch(/part of its path is a file/);
  });

  test('a place where nothing can be made', async () => {
    const closed = isRoot ? '/proc/onestep/data' : join(root, 'closed', 'data');
    if (!isRoot) mkdirSync(join(root, 'closed'), { mode: 0o500 });
    expect(await complaint({ dataDir: closed })).toMatch(/cannot be (made|written)/);
  });

  test('files of another PostgreSQL version', async () => {
    await stop(await start());
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
    expect(await complaint()).toMatch(/made by PostgreSQL 17 and this is PostgreSQL 18/);
  });

  test('files that are no database', async () => {
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'letter.txt'), 'hello');
    expect(await complaint()).toMatch(/no PG_VERSION/);
    expect(readFileSync(join(dataDir, 'postgres', 'letter.txt'), 'utf8')).toBe('hello');
  });

  test('damaged files, with what the server said', async () => {
    await stop(await start());
    rmSync(join(dataDir, 'postgres', 'global', 'pg_control'));
    expect(await complaint()).toMatch(/did not start: .*pg_control/);
  });
});

describe.runIf(isRoot)('root', () => {
  test('runs the server as another user', async () => {
    const { pid } = await start();
    const status = readFileSync(`/proc/${pid()}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
  });

  test('in a folder that nobody else can enter, kill -9 included', async () => {
    chmodSync(root, 0o700);
    const embedded = await start();
    await makeTable(embedded.url);
    const before = embedded.pid();
    process.kill(before, 'SIGKILL');
    await withDb(embedded.url, (db) =>
      retryFaults(() => db.query('insert into kept values (1)'), PATIENT),
    );
    expect(await waitUntil(() => embedded.pid() !== before, 10_000)).toBe(true);
    await stop(embedded);
    expect(await numbers((await start()).url)).toEqual([1]);
  });
});
