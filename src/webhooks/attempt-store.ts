import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Step } from './store.ts';

/** One message that was sent to an endpoint, or could not be. */
export type Attempt = {
  readonly number: bigint;
  readonly at: Instant;
  /** It held the receipts behind this cursor, up to the other. */
  readonly after: bigint;
  readonly through: bigint;
  readonly receipts: number;
  readonly milliseconds: number;
  /** Why it was not taken; null: it was. */
  readonly error: string | null;
};

/** Attempts that are kept of an endpoint. */
const KEPT = 100;

// The oldest go when there are more than are kept; an endpoint that was deleted meanwhile has none.
const NOTE = `
  with sent as (
    select d.* from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[],
      $6::integer[], $7::integer[], $8::text[])
      as d (enterprise, endpoint, at, after, through, receipts, milliseconds, error)
    join webhooks.endpoints e on e.enterprise_code = d.enterprise and e.id = d.endpoint
    for key share of e
  ), old as (
    delete from webhooks.attempts a using (select distinct enterprise, endpoint from sent) s
    where a.enterprise_code = s.enterprise and a.endpoint = s.endpoint and a.number <= (
      select n.number from webhooks.attempts n
      where n.enterprise_code = s.enterprise and n.endpoint = s.endpoint
      order by n.number desc offset ${KEPT - 1} limit 1)
  )
  insert into webhooks.attempts
    (enterprise_code, endpoint, at, after, through, receipts, milliseconds, error)
  select * from sent`;

/** Notes what was sent; one statement, none when nothing was. */
export async function noteAttempts(sql: Sql, steps: readonly Step[]): Promise<void> {
  const rows = steps.flatMap(({ was, is, sent }) => (sent === null ? [] : [{ was, is, sent }]));
  if (rows.length === 0) return;
  const failed = rows.map(({ was, is }) => is.failures > was.failures);
  await sql.execute(NOTE, [
    rows.map(({ was }) => was.enterprise),
    rows.map(({ was }) => was.id),
    rows.map(({ is }, i) => instantText((failed[i] ? is.failedAt : is.deliveredAt) ?? is.nextAt)),
    rows.map(({ was }) => was.position),
    rows.map(({ is }) => is.pending ?? is.position),
    rows.map(({ sent }) => sent.receipts),
    rows.map(({ sent }) => sent.milliseconds),
    rows.map(({ is }, i) => (failed[i] ? is.lastError : null)),
  ]);
}

const OF = `
  select number, at, after, through, receipts, milliseconds, error from webhooks.attempts
  where enterprise_code = $1 and endpoint = $2 order by number desc`;

/** The last attempts of an endpoint, the newest first. */
export function attemptsOf(sql: Sql, enterprise: string, endpoint: string): Promise<Attempt[]> {
  return sql.query<Attempt>(OF, [enterprise, endpoint]);
}
