import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** When a token was made here and when it came in last; null: not known. */
export type TokenNote = {
  readonly hash: string;
  readonly madeAt: Instant | null;
  readonly usedAt: Instant | null;
};

/** The notes of some tokens, by hash. */
export async function tokenNotes(
  sql: Sql,
  hashes: readonly string[],
): Promise<Map<string, TokenNote>> {
  const rows = await sql.query<TokenNote>(
    `select hash, made_at as "madeAt", used_at as "usedAt"
     from registry.token_notes where hash = any($1::text[])`,
    [hashes],
  );
  return new Map(rows.map((row) => [row.hash, row]));
}

/** Notes when a token was made. */
export async function noteMade(tx: Sql, hash: string, at: Instant): Promise<void> {
  await tx.execute(
    `insert into registry.token_notes as n (hash, made_at) values ($1, $2::timestamptz)
     on conflict (hash) do update set made_at = excluded.made_at`,
    [hash, instantText(at)],
  );
}

/** Notes that a token came in. */
export async function noteUsed(sql: Sql, hash: string, at: Instant): Promise<void> {
  await sql.execute(
    `insert into registry.token_notes as n (hash, used_at) values ($1, $2::timestamptz)
     on conflict (hash) do update set used_at = greatest(n.used_at, excluded.used_at)`,
    [hash, instantText(at)],
  );
}

/** Nobody else makes or asks for keys of this enterprise until the transaction ends. */
export async function lockKeys(tx: Sql, enterpriseCode: string): Promise<void> {
  await tx.execute('select from registry.enterprises where code = $1 for update', [enterpriseCode]);
}

/** A certificate that an enterprise asks to have registered. */
export type CertificateRequest = {
  readonly id: string;
  readonly enterpriseCode: string;
  readonly askedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly state: 'open' | 'accepted' | 'refused' | 'taken-back';
  readonly serial: string;
  readonly der: Uint8Array;
  /** The officer who decided. */
  readonly decidedBy: string | null;
  readonly reason: string | null;
};

const REQUESTS = `
  select id, enterprise_code as "enterpriseCode", asked_at as "askedAt", state, serial, der,
    decided_at as "decidedAt", decided_by as "decidedBy", reason
  from registry.certificate_requests`;

/** What an enterprise asked for, the newest first, at most 50. */
export function requestsOf(sql: Sql, enterpriseCode: string): Promise<CertificateRequest[]> {
  return sql.query<CertificateRequest>(
    `${REQUESTS} where enterprise_code = $1 order by asked_at desc, id limit 50`,
    [enterpriseCode],
  );
}

/** What waits for an operator, the oldest first, at most 200. */
export function openRequests(sql: Sql): Promise<CertificateRequest[]> {
  return sql.query<CertificateRequest>(
    `${REQUESTS} where state = 'open' order by asked_at, id limit 200`,
  );
}

/** One request, which nobody else decides meanwhile; null where there is none. */
export async function lockRequest(tx: Sql, id: string): Promise<CertificateRequest | null> {
  const [row] = await tx.query<CertificateRequest>(`${REQUESTS} where id = $1::uuid for update`, [
    id,
  ]);
  return row ?? null;
}

/** Keeps a request. */
export async function addRequest(
  tx: Sql,
  { id, enterpriseCode, askedAt, serial, der }: CertificateRequest,
): Promise<void> {
  await tx.execute(
    `insert into registry.certificate_requests (id, enterprise_code, asked_at, state, serial, der)
     values ($1::uuid, $2, $3::timestamptz, 'open', $4, $5)`,
    [id, enterpriseCode, instantText(askedAt), serial, der],
  );
}

/** What became of a request. */
export type RequestEnd = {
  readonly state: 'accepted' | 'refused' | 'taken-back';
  readonly by: string | null;
  readonly reason: string | null;
};

/** Ends a request. */
export async function endRequest(
  tx: Sql,
  id: string,
  { state, by, reason }: RequestEnd,
  at: Instant,
): Promise<void> {
  await tx.execute(
    `update registry.certificate_requests
     set state = $2, decided_by = $3, reason = $4, decided_at = $5::timestamptz
     where id = $1::uuid`,
    [id, state, by, reason, instantText(at)],
  );
}
