import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { markIsAlive, selfMark } from './lock.ts';

/** How to reach the database of a data directory: kept in `database.json`, for its owner only. */
export type ServerRecord = { readonly port: number; readonly password: string };

/** The names inside a data directory. */
export function filesOf(dataDir: string) {
  return {
    cluster: join(dataDir, 'postgres'),
    log: join(dataDir, 'postgres.log'),
    lock: join(dataDir, 'database.lock'),
    record: join(dataDir, 'database.json'),
    users: join(dataDir, 'users'),
  };
}

/** Null when there is none or it was torn. */
export function readRecord(file: string): ServerRecord | null {
  try {
    const { port, password } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof port === 'number' && /^\w+$/.test(password) ? { port, password } : null;
  } catch {
    return null;
  }
}

/** Root writes for the owner of the folder, who may later run without root. */
export function writeRecord(file: string, folder: string, record: ServerRecord): void {
  const half = `${file}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  const owner = statSync(folder);
  if (process.getuid?.() === 0) chownSync(half, owner.uid, owner.gid);
  renameSync(half, file);
}

let serial = 0;

/** Notes that this process uses the database; the returned path is the note. */
export function enrol(users: string): string {
  mkdirSync(users, { recursive: true, mode: 0o700 });
  const note = join(users, `${process.pid}.${serial++}`);
  writeFileSync(note, selfMark(), { mode: 0o600 });
  return note;
}

/** Takes the note away, and those of dead processes; whether living users are left. */
export function leave(users: string, note: string): boolean {
  rmSync(note, { force: true });
  const living = readdirSync(users).filter((name) => {
    const path = join(users, name);
    const alive = markIsAlive(readFileSync(path, 'utf8'));
    if (!alive) rmSync(path, { force: true });
    return alive;
  });
  return living.length > 0;
}
