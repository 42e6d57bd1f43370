import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** Where a platform's interface `platDataOpen` is called. */
export type Service = {
  readonly ebpCode: string;
  readonly url: string;
  readonly registeredAt: Instant;
};

const COLUMNS = `ebp_code as "ebpCode", url, registered_at as "registeredAt"`;

const PUT = `
  insert into paydata.services (ebp_code, url, registered_at) values ($1, $2, $3::timestamptz)
  on conflict (ebp_code) do update set url = excluded.url, registered_at = excluded.registered_at
  returning ${COLUMNS}`;

/** Registers a service, in place of the one there was. */
export async function putService(
  sql: Sql,
  ebpCode: string,
  url: string,
  at: Instant,
): Promise<Service> {
  return (await sql.query<Service>(PUT, [ebpCode, url, instantText(at)]))[0]!;
}

const FIND = `select ${COLUMNS} from paydata.services where ebp_code = $1 and url is not null`;

/** The service of a platform, or null. */
export async function findService(sql: Sql, ebpCode: string): Promise<Service | null> {
  return (await sql.query<Service>(FIND, [ebpCode]))[0] ?? null;
}

const ALL = `select ${COLUMNS} from paydata.services where url is not null order by ebp_code`;

/** All services. */
export function allServices(sql: Sql): Promise<Service[]> {
  return sql.query<Service>(ALL);
}

const REMOVE = `
  update paydata.services set url = null where ebp_code = $1 and url is not null`;

/** Withdraws a service; open pulls of it run out. Whether there was one. */
export async function removeService(sql: Sql, ebpCode: string): Promise<boolean> {
  return (await sql.execute(REMOVE, [ebpCode])) > 0;
}
