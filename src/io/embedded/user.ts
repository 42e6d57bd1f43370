import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** The system user that runs the database. PostgreSQL refuses to run as root. */
export type RunUser = { readonly name: string; readonly uid: number; readonly gid: number };

/** What `spawn` needs to run as that user; nothing when it is our own. */
export function asUser(user: RunUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

function systemUsers(): RunUser[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return name === '' ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

const named = (name: string) => systemUsers().find((user) => user.name === name && user.uid !== 0);

/** A user of our own keeps the files from whatever else runs as `nobody`. */
function createUser(): RunUser | undefined {
  const flags = ['--system', '--no-create-home', '--user-group', '--shell', '/usr/sbin/nologin'];
  spawnSync('useradd', [...flags, 'onestep'], { stdio: 'ignore' });
  return named('onestep');
}

/**
 * Who runs the database: null (ourselves) for an ordinary user. For root the owner of the files
 * that are there already, else `postgres`, `onestep` (made if need be), `nobody`.
 * @throws Error in one sentence when root finds no such user.
 */
export function chooseRunUser(clusterDir: string): RunUser | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) {
    const known = systemUsers().find((user) => user.uid === owner.uid);
    if (known !== undefined) return known;
  }
  const user = named('postgres') ?? named('onestep') ?? createUser() ?? named('nobody');
  if (user !== undefined) return user;
  throw new Error(
    'PostgreSQL must not run as root, and this system has no user postgres, onestep or nobody: ' +
      'create one (useradd --system onestep) or start as an ordinary user.',
  );
}

/** Whether the user can enter the folder, every folder above it included. */
export function canEnter(user: RunUser | null, folder: string): boolean {
  const options = { ...asUser(user), cwd: '/', stdio: 'ignore' as const };
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], options).status === 0;
}
