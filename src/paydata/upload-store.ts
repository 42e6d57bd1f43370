import { createHash } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { pack } from '../io/pack.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** Where a finding points; its words are in the tables of codes. */
export type Found = Pick<Finding, 'code' | 'path'>;

/** One upload as it is kept: evidence, with what was found in it. */
export type KeptUpload = {
  readonly receivedAt: Instant;
  readonly accepted: boolean;
  readonly findings: readonly Found[];
};

/** What tells an upload from another one of the same session. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const OF_SESSION = `
  select received_at as "receivedAt", accepted, findings, digest from paydata.uploads
  where session_id = $1::uuid order by received_at`;

/** The uploads of a session, the oldest first. */
export function uploadsOf(
  sql: Sql,
  sessionId: string,
): Promise<(KeptUpload & { readonly digest: Buffer })[]> {
  return sql.query(OF_SESSION, [sessionId]);
}

const STORE = `
  insert into paydata.uploads (session_id, digest, received_at, accepted, body, findings)
  values ($1::uuid, $2, $3::timestamptz, $4::boolean, $5, $6::jsonb)
  on conflict do nothing`;

/** Keeps the text of an upload; false when it is there, or another one was accepted. */
export async function storeUpload(
  tx: Sql,
  sessionId: string,
  text: string,
  { receivedAt, accepted, findings }: KeptUpload,
): Promise<boolean> {
  const body = pack(Buffer.from(text));
  const found = JSON.stringify(findings.map(({ code, path }) => ({ code, path })));
  const row = [sessionId, digestOf(text), instantText(receivedAt), accepted, body, found];
  return (await tx.execute(STORE, row)) > 0;
}
