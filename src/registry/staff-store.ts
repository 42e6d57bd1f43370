import type { BusinessDate, Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Conflict, Duty, Officer, OfficerToken, StaffRows } from './officer.ts';
import {
  revokeOwnedToken,
  type TokenTable,
  type Written,
  write,
  writeOwnedTokens,
} from './store.ts';

/** Everybody of the authority, with roster, conflicts and tokens. Four statements. */
export async function readStaff(sql: Sql): Promise<StaffRows> {
  return {
    officers: await sql.query<Officer>(
      `select number, name, roles, tags, weight, capacity, from_day as "from",
              until_day as "until"
       from registry.officers order by number collate "C"`,
    ),
    duty: await sql.query<Duty>(
      `select officer, from_at as "from", until_at as "until", shift
       from registry.duty order by officer, from_at`,
    ),
    conflicts: await sql.query<Conflict>(
      `select officer, enterprise_code as "enterprise", from_day as "from", until_day as "until"
       from registry.conflicts order by officer, enterprise_code, from_day`,
    ),
    tokens: await sql.query<OfficerToken>(
      `select officer, label, hash, expires_at as "expiresAt", revoked_at as "revokedAt"
       from registry.officer_tokens order by officer, label`,
    ),
  };
}

const INSPECTORS = `
  select count(*)::integer as n from registry.officers
  where 'officer' = any(roles) and 'customs' = any(tags) and from_day <= $1
    and (until_day is null or until_day > $1)`;

/** How many officers of that day may open a parcel. */
export async function inspectorsOn(sql: Sql, day: BusinessDate): Promise<number> {
  const [row] = await sql.query<{ n: number }>(INSPECTORS, [day]);
  return row?.n ?? 0;
}

/** Adds or changes officers by number. */
export function writeOfficers(tx: Sql, rows: readonly Officer[]): Promise<Written> {
  return write(tx, OFFICERS, rows, [
    rows.map((row) => row.number),
    rows.map((row) => row.name),
    rows.map((row) => row.roles.join(';')),
    rows.map((row) => row.tags.join(';')),
    rows.map((row) => row.weight),
    rows.map((row) => row.capacity),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
  ]);
}

const OFFICERS = `
  with written as (
    insert into registry.officers as old
      (number, name, roles, tags, weight, capacity, from_day, until_day)
    select number, name, string_to_array(roles, ';'), string_to_array(tags, ';'), weight,
           capacity, from_day, until_day
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[],
                $7::date[], $8::date[])
         as given (number, name, roles, tags, weight, capacity, from_day, until_day)
    order by number
    on conflict (number) do update set
      name = excluded.name, roles = excluded.roles, tags = excluded.tags,
      weight = excluded.weight, capacity = excluded.capacity, from_day = excluded.from_day,
      until_day = excluded.until_day
    where old is distinct from excluded
    returning number
  )
  select count(*) as written, count(before.number) as changed
  from written left join registry.officers as before using (number)`;

/** Adds or changes stretches of the roster by officer and beginning. */
export function writeDuty(tx: Sql, rows: readonly Duty[]): Promise<Written> {
  return write(tx, DUTY, rows, [
    rows.map((row) => row.officer),
    rows.map((row) => instantText(row.from)),
    rows.map((row) => instantText(row.until)),
    rows.map((row) => row.shift),
  ]);
}

const DUTY = `
  with written as (
    insert into registry.duty as old (officer, from_at, until_at, shift)
    select officer, from_at, until_at, shift
    from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])
         as given (officer, from_at, until_at, shift)
    order by officer, from_at
    on conflict (officer, from_at) do update set
      until_at = excluded.until_at, shift = excluded.shift
    where old is distinct from excluded
    returning officer, from_at
  )
  select count(*) as written, count(before.officer) as changed
  from written left join registry.duty as before using (officer, from_at)`;

/** Adds or changes conflicts of interest by officer, enterprise and first day. */
export function writeConflicts(tx: Sql, rows: readonly Conflict[]): Promise<Written> {
  return write(tx, CONFLICTS, rows, [
    rows.map((row) => row.officer),
    rows.map((row) => row.enterprise),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
  ]);
}

const CONFLICTS = `
  with written as (
    insert into registry.conflicts as old (officer, enterprise_code, from_day, until_day)
    select officer, enterprise_code, from_day, until_day
    from unnest($1::text[], $2::text[], $3::date[], $4::date[])
         as given (officer, enterprise_code, from_day, until_day)
    order by officer, enterprise_code, from_day
    on conflict (officer, enterprise_code, from_day) do update set
      until_day = excluded.until_day
    where old.until_day is distinct from excluded.until_day
    returning officer, enterprise_code, from_day
  )
  select count(*) as written, count(before.officer) as changed
  from written left join registry.conflicts as before using (officer, enterprise_code, from_day)`;

const OFFICER_TOKENS: TokenTable = { table: 'registry.officer_tokens', owner: 'officer' };

/** Adds or changes tokens by officer and label; a revocation stays while the token is the same. */
export function writeOfficerTokens(tx: Sql, rows: readonly OfficerToken[]): Promise<Written> {
  const owned = rows.map(({ officer: owner, ...token }) => ({ owner, ...token }));
  return writeOwnedTokens(tx, OFFICER_TOKENS, owned);
}

/** Revokes a token of an officer from `at` on; returns how many were not revoked yet. */
export function revokeOfficerToken(
  tx: Sql,
  { officer, label }: Pick<OfficerToken, 'officer' | 'label'>,
  at: Instant,
): Promise<number> {
  return revokeOwnedToken(tx, OFFICER_TOKENS, { owner: officer, label }, at);
}

/** Which of these officers are registered. One statement. */
export async function knownOfficers(sql: Sql, numbers: readonly string[]): Promise<Set<string>> {
  if (numbers.length === 0) return new Set();
  const rows = await sql.query<{ number: string }>(
    'select number from registry.officers where number = any($1::text[])',
    [numbers],
  );
  return new Set(rows.map(({ number }) => number));
}
