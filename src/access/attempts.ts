import { createHmac } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** How often somebody may try within how many milliseconds. */
export type Allowance = { readonly times: number; readonly within: number };

/** Attempts counted by a key: a name or an address. */
export type Attempts = {
  /** Counts one attempt. @returns seconds to wait when there were too many, else 0 */
  count(key: string, now: Instant): Promise<number>;
  /** Forgets the key: who came in has not guessed. */
  clear(key: string): Promise<void>;
  /** Takes the last attempt back, and leaves those before it: somebody else may have guessed. */
  forgive(key: string): Promise<void>;
};

/** Where attempts are counted: all processes on one database count together. */
export type AttemptBook = {
  readonly sql: Sql;
  /** Under it what was tried is hashed: names, addresses and persons stand in no table. */
  readonly secret: Uint8Array;
};

// The guard stands in the write, so that many at once are not more than many in a row.
const COUNT = `
  insert into access.attempts as a (key, times, until)
  values ($1, array[$2::timestamptz], $4::timestamptz)
  on conflict (key) do update set until = excluded.until, times = excluded.times
    || array(select t from unnest(a.times) t where t > $3::timestamptz order by t desc)
  where (select count(*) from unnest(a.times) t where t > $3::timestamptz) < $5::integer`;

const FIRST = `
  select min(t) as first from access.attempts a, unnest(a.times) t
  where a.key = $1 and t > $2::timestamptz`;

const FORGIVE = 'update access.attempts set times = times[2:] where key = $1';

/**
 * Counts attempts of one sort in the database. An attempt is counted before it is looked at; one
 * that comes too soon is not counted.
 * @param what of which sort they are: other sorts have other keys
 */
export function countAttempts(
  { sql, secret }: AttemptBook,
  what: string,
  { times, within }: Allowance,
): Attempts {
  const hashed = (key: string): string =>
    createHmac('sha256', secret).update(`attempts ${what} ${key}`).digest('base64url');
  return {
    count: async (key, now) => {
      const [at, since, until] = [now, now - within, now + within].map(instantText);
      if ((await sql.execute(COUNT, [hashed(key), at, since, until, times])) > 0) return 0;
      const [row] = await sql.query<{ first: Instant | null }>(FIRST, [hashed(key), since]);
      return Math.max(1, Math.ceil(((row?.first ?? now) + within - now) / 1_000));
    },
    clear: async (key) => {
      await sql.execute('delete from access.attempts where key = $1', [hashed(key)]);
    },
    forgive: async (key) => {
      await sql.execute(FORGIVE, [hashed(key)]);
    },
  };
}

/** Takes away what is of no use any more. */
export async function forgetAttempts(sql: Sql, now: Instant): Promise<void> {
  await sql.execute('delete from access.attempts where until < $1::timestamptz', [
    instantText(now),
  ]);
}
