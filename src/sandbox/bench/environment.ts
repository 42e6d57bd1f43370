import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import type { Database } from '../../io/postgres.ts';

/** Where and of what a figure was measured: without it a figure says nothing. */
export type Environment = {
  readonly command: string;
  readonly startedAt: string;
  /** Null outside a clone. */
  readonly commit: string | null;
  /** Whether files differed from that commit. */
  readonly dirty: boolean | null;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Load average of the last minute before the run: what else the machine was doing. */
  readonly loadBefore: number;
  /** Version and settings as the database itself tells them; null when none was used. */
  readonly postgres: Readonly<Record<string, string>> | null;
};

/** Looks around, before anything is started. @param root the folder of the project */
export function environmentOf(command: string, root: string): Environment {
  const commit = git(root, 'rev-parse', 'HEAD');
  const changed = commit === null ? null : git(root, 'status', '--porcelain');
  const cores = cpus();
  return {
    command,
    startedAt: new Date().toISOString(),
    commit,
    dirty: changed === null ? null : changed !== '',
    node: process.version,
    system: `${process.platform} ${release()} ${process.arch}`,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryMb: Math.round(totalmem() / 1_048_576),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    postgres: null,
  };
}

const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_level',
  'wal_compression',
  'shared_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'autovacuum',
  'jit',
] as const;

/** The database's version and the settings a figure depends on, read back from the server. */
export async function settingsOf(db: Database): Promise<Record<string, string>> {
  const rows = await db.query<{ name: string; setting: string }>(
    'select name, current_setting(name) as setting from unnest($1::text[]) as name',
    [[...SETTINGS]],
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

function git(root: string, ...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}
