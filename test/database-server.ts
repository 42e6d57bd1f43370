import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningServer } from '../src/io/embedded/cluster.ts';
import { isAlive } from '../src/io/embedded/processes.ts';
import { filesOf } from '../src/io/embedded/record.ts';
import { shutDown } from '../src/io/embedded/server.ts';

const PREFIX = 'onestep-test-';

/** Ends the server of a test directory and deletes the directory. */
async function remove(dir: string): Promise<void> {
  const server = runningServer(filesOf(dir).cluster);
  if (server !== null) await shutDown(server.pid);
  rmSync(dir, { recursive: true, force: true });
}

/** Test runs that were killed leave their server behind. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^onestep-test-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await remove(join(tmpdir(), name)).catch(() => {});
  }
}

/**
 * One directory for the databases of a whole test run; the first test that asks starts the server
 * (see database.ts), and the end of the run stops it.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  await sweep();
  const dir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.env.ONESTEP_TEST_DIR = dir;
  return async () => {
    if (existsSync(dir)) await remove(dir);
  };
}
