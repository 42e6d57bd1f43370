import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Account } from './account.ts';

/** One browser that is signed in; `hash` is the SHA-256 of what it holds, in hex. */
export type SessionRow = {
  readonly hash: string;
  readonly begunAt: Instant;
  readonly seenAt: Instant;
} & Pick<Account, 'name' | 'role' | 'party' | 'lockedAt'>;

const FIND = `
  select s.hash, s.begun_at as "begunAt", s.seen_at as "seenAt", a.name, a.role, a.party,
    a.locked_at as "lockedAt"
  from access.sessions s join access.accounts a on a.name = s.account where s.hash = $1`;

/** The session with its account, or null. One statement by key. */
export async function findSession(sql: Sql, hash: string): Promise<SessionRow | null> {
  return (await sql.query<SessionRow>(FIND, [hash]))[0] ?? null;
}

/** Begins a session, and takes away those that began before `oldest`: nobody asks for them. */
export async function beginSession(
  sql: Sql,
  { hash, account, at }: { readonly hash: string; readonly account: string; readonly at: Instant },
  oldest: Instant,
): Promise<void> {
  await Promise.all([
    sql.execute(
      `insert into access.sessions (hash, account, begun_at, seen_at)
       values ($1, $2, $3::timestamptz, $3::timestamptz)`,
      [hash, account, instantText(at)],
    ),
    sql.execute('delete from access.sessions where begun_at < $1::timestamptz', [
      instantText(oldest),
    ]),
  ]);
}

/** Notes that the session is in use. */
export async function touchSession(sql: Sql, hash: string, at: Instant): Promise<void> {
  await sql.execute('update access.sessions set seen_at = $2::timestamptz where hash = $1', [
    hash,
    instantText(at),
  ]);
}

export async function endSession(sql: Sql, hash: string): Promise<void> {
  await sql.execute('delete from access.sessions where hash = $1', [hash]);
}
