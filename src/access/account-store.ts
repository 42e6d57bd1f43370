import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Account, AccountIdentity } from './account.ts';

const COLUMNS = `
  name, role, party, password, created_at as "createdAt", locked_at as "lockedAt",
  case when subject is not null
    then json_build_object('issuer', issuer, 'subject', subject) end as identity`;

/** The account of that name, or null. */
export async function findAccount(sql: Sql, name: string): Promise<Account | null> {
  const text = `select ${COLUMNS} from access.accounts where name = $1`;
  return (await sql.query<Account>(text, [name]))[0] ?? null;
}

/** The account that is bound to somebody whom a provider knows, or null. */
export async function findIdentity(
  sql: Sql,
  { issuer, subject }: AccountIdentity,
): Promise<Account | null> {
  const text = `select ${COLUMNS} from access.accounts where issuer = $1 and subject = $2`;
  return (await sql.query<Account>(text, [issuer, subject]))[0] ?? null;
}

/** All accounts, by name. */
export function listAccounts(sql: Sql): Promise<Account[]> {
  return sql.query<Account>(`select ${COLUMNS} from access.accounts order by name collate "C"`);
}

/** Adds an account; false when the name is taken, or the identity is another's. */
export async function addAccount(tx: Sql, account: Account): Promise<boolean> {
  const { name, role, party, password, identity, createdAt } = account;
  const added = await tx.execute(
    `insert into access.accounts (name, role, party, password, created_at, issuer, subject)
     values ($1, $2, $3, $4, $5::timestamptz, $6, $7) on conflict do nothing`,
    [
      ...[name, role, party, password, instantText(createdAt)],
      ...[identity?.issuer ?? null, identity?.subject ?? null],
    ],
  );
  return added === 1;
}

/** Gives an account another password and unlocks it; its sessions end. False without such a one. */
export async function setPassword(tx: Sql, name: string, password: string): Promise<boolean> {
  const changed = await tx.execute(
    'update access.accounts set password = $2, locked_at = null where name = $1',
    [name, password],
  );
  await endSessions(tx, name);
  return changed === 1;
}

/** Locks an account; its sessions end. False when it is locked already, or not there. */
export async function lockAccount(tx: Sql, name: string, at: Instant): Promise<boolean> {
  const locked = await tx.execute(
    `update access.accounts set locked_at = $2::timestamptz
     where name = $1 and locked_at is null`,
    [name, instantText(at)],
  );
  await endSessions(tx, name);
  return locked === 1;
}

async function endSessions(tx: Sql, name: string): Promise<void> {
  await tx.execute('delete from access.sessions where account = $1', [name]);
}
