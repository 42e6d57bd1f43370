import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type Endpoint, endpointKey } from './endpoint.ts';

const COLUMNS = `
  enterprise_code as enterprise, id, url, description, types, batch, state, secret,
  old_secret as "oldSecret", old_secret_until as "oldSecretUntil", created_at as "createdAt",
  position, pending, epoch, failures, failing_since as "failingSince", next_at as "nextAt",
  last_error as "lastError", failed_at as "failedAt", delivered_at as "deliveredAt"`;

// Two calls at the same moment may both find the last place free: one more does no harm.
const ADD = `
  insert into webhooks.endpoints (enterprise_code, id, url, description, types, batch, state,
    secret, created_at, position, next_at)
  select $1, $2, $3, $4, $5::text[], $6::smallint, 'active', $7, $8::timestamptz, $9::bigint,
    $8::timestamptz
  where (select count(*) from webhooks.endpoints where enterprise_code = $1)
    < ${LIMITS.webhooksEach}
  returning ${COLUMNS}`;

const ALL = `select ${COLUMNS} from webhooks.endpoints order by enterprise_code, created_at, id`;

const OF = `
  select ${COLUMNS} from webhooks.endpoints where enterprise_code = $1 order by created_at, id`;

const FIND = `select ${COLUMNS} from webhooks.endpoints where enterprise_code = $1 and id = $2`;

// Whatever is changed, what comes next is tried at once and as a message of its own.
const CHANGE = `
  update webhooks.endpoints set
    url = coalesce($3, url), description = coalesce($4, description),
    types = coalesce($5::text[], types), batch = coalesce($6::smallint, batch),
    state = coalesce($7, state), position = coalesce($8::bigint, position), pending = null,
    epoch = epoch + 1, failures = 0, failing_since = null, next_at = $9::timestamptz
  where enterprise_code = $1 and id = $2
  returning ${COLUMNS}`;

const ROTATE = `
  update webhooks.endpoints set
    old_secret = secret, old_secret_until = $4::timestamptz, secret = $3
  where enterprise_code = $1 and id = $2
  returning ${COLUMNS}`;

// The place from which the attempt began must still be the place: a change by the enterprise, or
// another process that took over, is not undone.
const SAVE = `
  update webhooks.endpoints as e set
    position = d.position, pending = d.pending, failures = d.failures, state = d.state,
    failing_since = d.failing_since, next_at = d.next_at, last_error = d.last_error,
    failed_at = d.failed_at, delivered_at = d.delivered_at
  from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
    $7::integer[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::text[],
    $12::timestamptz[], $13::timestamptz[])
    as d (enterprise_code, id, epoch, was, position, pending, failures, state, failing_since,
      next_at, last_error, failed_at, delivered_at)
  where e.enterprise_code = d.enterprise_code and e.id = d.id and e.epoch = d.epoch
    and e.position = d.was
  returning e.enterprise_code as enterprise, e.id`;

const TAKE = `
  insert into webhooks.courier as c (name, holder, until_at)
  values ($4, $1, $3::timestamptz)
  on conflict (name) do update set holder = excluded.holder, until_at = excluded.until_at
  where c.holder = excluded.holder or c.until_at <= $2::timestamptz`;

const orNull = (at: Instant | null): string | null => (at === null ? null : instantText(at));

export type NewEndpoint = Pick<
  Endpoint,
  'enterprise' | 'id' | 'url' | 'description' | 'types' | 'batch' | 'secret' | 'position'
>;

/** Adds an endpoint; null when the enterprise has as many as it may. */
export async function addEndpoint(
  sql: Sql,
  { enterprise, id, url, description, types, batch, secret, position }: NewEndpoint,
  at: Instant,
): Promise<Endpoint | null> {
  const row = [enterprise, id, url, description, types, batch, secret, instantText(at), position];
  return first(sql.query<Endpoint>(ADD, row));
}

/** The endpoints of everybody. */
export function allEndpoints(sql: Sql): Promise<Endpoint[]> {
  return sql.query<Endpoint>(ALL);
}

/** The endpoints of one enterprise, the oldest first. */
export function endpointsOf(sql: Sql, enterprise: string): Promise<Endpoint[]> {
  return sql.query<Endpoint>(OF, [enterprise]);
}

/** One endpoint of an enterprise, or null. */
export function findEndpoint(sql: Sql, enterprise: string, id: string): Promise<Endpoint | null> {
  return first(sql.query<Endpoint>(FIND, [enterprise, id]));
}

export type EndpointChange = Partial<
  Pick<Endpoint, 'url' | 'description' | 'types' | 'batch' | 'state' | 'position'>
>;

/** Changes what is given and begins anew with what comes next; null when there is none. */
export function changeEndpoint(
  sql: Sql,
  enterprise: string,
  id: string,
  { url, description, types, batch, state, position }: EndpointChange,
  at: Instant,
): Promise<Endpoint | null> {
  const given = [url, description, types, batch, state, position].map((value) => value ?? null);
  return first(sql.query<Endpoint>(CHANGE, [enterprise, id, ...given, instantText(at)]));
}

/** Puts a new secret beside the old one, which goes on signing until `until`. */
export function replaceSecret(
  sql: Sql,
  enterprise: string,
  id: string,
  secret: string,
  until: Instant,
): Promise<Endpoint | null> {
  return first(sql.query<Endpoint>(ROTATE, [enterprise, id, secret, instantText(until)]));
}

/** Whether there was one to delete. */
export async function removeEndpoint(sql: Sql, enterprise: string, id: string): Promise<boolean> {
  const text = 'delete from webhooks.endpoints where enterprise_code = $1 and id = $2';
  return (await sql.execute(text, [enterprise, id])) > 0;
}

/** An endpoint before and after an attempt. */
export type Step = {
  readonly was: Endpoint;
  readonly is: Endpoint;
  /** What was sent; null where there was nothing to send. */
  readonly sent: { readonly receipts: number; readonly milliseconds: number } | null;
};

/** Saves where endpoints stand now; the keys of those that were changed meanwhile are absent. */
export async function saveSteps(sql: Sql, steps: readonly Step[]): Promise<Set<string>> {
  const column = <T>(read: (step: Step) => T): T[] => steps.map(read);
  const rows = await sql.query<Pick<Endpoint, 'enterprise' | 'id'>>(SAVE, [
    column(({ was }) => was.enterprise),
    column(({ was }) => was.id),
    column(({ was }) => was.epoch),
    column(({ was }) => was.position),
    column(({ is }) => is.position),
    column(({ is }) => is.pending),
    column(({ is }) => is.failures),
    column(({ is }) => is.state),
    column(({ is }) => orNull(is.failingSince)),
    column(({ is }) => instantText(is.nextAt)),
    column(({ is }) => is.lastError),
    column(({ is }) => orNull(is.failedAt)),
    column(({ is }) => orNull(is.deliveredAt)),
  ]);
  return new Set(rows.map(endpointKey));
}

/** What one process of several does for all: sends receipts, or asks for payment data. */
export type CourierName = 'courier' | 'asker' | 'office' | 'repairs';

/** Whether `holder` is the one process that does this, until `until`. */
export async function takeCourier(
  sql: Sql,
  name: CourierName,
  holder: string,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  return (await sql.execute(TAKE, [holder, instantText(now), instantText(until), name])) > 0;
}

/** Lets another process do it at once. */
export async function leaveCourier(sql: Sql, name: CourierName, holder: string): Promise<void> {
  const text = 'delete from webhooks.courier where name = $1 and holder = $2';
  await sql.execute(text, [name, holder]);
}

async function first(rows: Promise<Endpoint[]>): Promise<Endpoint | null> {
  return (await rows)[0] ?? null;
}
