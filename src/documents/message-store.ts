import type { Instant } from '../base/dates.ts';
import { inKeyOrder } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Segment } from './evidence.ts';
import type { DocumentRef } from './terms.ts';

/** The row of one accepted message. */
export type MessageRow = {
  readonly messageId: string;
  readonly sender: string;
  readonly type: string;
  readonly records: number;
  /** Serial of the certificate that signed it, or null when it is unsigned. */
  readonly certificate: string | null;
  /** Algorithm and variant that verified, such as `rsa-sha1 strict`. */
  readonly signature: string | null;
};

const KNOWN = `select message_id from documents.messages where message_id = any($1::uuid[])`;

/** Which of these messages are stored already. One statement. */
export async function knownMessages(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ message_id: string }>(KNOWN, [ids]);
  return new Set(rows.map((row) => row.message_id));
}

const TIMES = `
  select message_id as id, received_at as at from documents.messages
  where message_id = any($1::uuid[])`;

/** When messages came, which is when their records were accepted; by message id. One statement. */
export async function receivedTimes(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Instant>> {
  const rows = await sql.query<{ id: string; at: Instant }>(TIMES, [[...new Set(ids)]]);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

const INSERT = `
  insert into documents.messages (received_at, stream, sequence, message_id, sender, type, records,
    start_at, length, first_record, certificate, signature)
  select $1::timestamptz, $2::uuid, $3::integer, u.* from unnest($4::uuid[], $5::text[],
    $6::text[], $7::smallint[], $8::integer[], $9::integer[], $10::integer[], $11::text[],
    $12::text[]) u
  on conflict (message_id) do nothing`;

/**
 * Writes the rows of one segment's messages. One statement.
 * @returns false when another process stored one of them first: undo and decide again
 */
export async function storeMessages(
  tx: Sql,
  messages: readonly MessageRow[],
  segment: Segment,
  at: Instant,
): Promise<boolean> {
  let records = 0;
  const placed = messages.map((message, i) => {
    const firstRecord = records;
    records += message.records;
    return { ...message, ...segment.placements[i]!, firstRecord };
  });
  const rows = inKeyOrder(placed, ({ messageId }) => messageId);
  const stored = await tx.execute(INSERT, [
    instantText(at),
    segment.stream,
    segment.sequence,
    rows.map((row) => row.messageId),
    rows.map((row) => row.sender),
    rows.map((row) => row.type),
    rows.map((row) => row.records),
    rows.map((row) => row.start),
    rows.map((row) => row.length),
    rows.map((row) => row.firstRecord),
    rows.map((row) => row.certificate),
    rows.map((row) => row.signature),
  ]);
  return stored === messages.length;
}

/** A record that became no document of its own, and why. */
export type Unfiled = {
  readonly ref: DocumentRef;
  readonly reason: 'refused' | 'draft' | 'changed' | 'quarantined';
  readonly codes: readonly string[];
};

// Arrays of arrays do not pass through unnest, so the codes travel as one text a row.
const INSERT_UNFILED = `
  insert into documents.unfiled (at, message_id, record, reason, codes)
  select $1::timestamptz, u.message_id, u.record, u.reason, string_to_array(u.codes, ' ')
  from unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[])
    as u (message_id, record, reason, codes)`;

/** Writes the records that became no document. One statement, none when there are none. */
export async function storeUnfiled(
  tx: Sql,
  unfiled: readonly Unfiled[],
  at: Instant,
): Promise<void> {
  if (unfiled.length === 0) return;
  await tx.execute(INSERT_UNFILED, [
    instantText(at),
    unfiled.map((one) => one.ref.messageId),
    unfiled.map((one) => one.ref.record),
    unfiled.map((one) => one.reason),
    unfiled.map((one) => one.codes.join(' ')),
  ]);
}
