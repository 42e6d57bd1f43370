import { businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { SegmentPlace } from './segments.ts';

/** Where the bytes and the terms of a message lie: its segment, and the place in it. */
export type MessagePlace = SegmentPlace & {
  readonly messageId: string;
  /** Of its bytes in the unpacked segment. */
  readonly start: number;
  readonly length: number;
  /** Number of its first record among those of the segment. */
  readonly firstRecord: number;
};

type Row = {
  message_id: string;
  stream: string;
  sequence: number;
  start_at: number;
  length: number;
  first_record: number;
  received_at: Instant;
};

const PLACES = `
  select message_id, stream, sequence, start_at, length, first_record, received_at
  from documents.messages where message_id = any($1::uuid[])`;

/** The places of messages, each once; unknown ids are left out. One statement. */
export async function messagePlaces(
  sql: Sql,
  messageIds: Iterable<string>,
): Promise<MessagePlace[]> {
  const rows = await sql.query<Row>(PLACES, [[...new Set(messageIds)]]);
  return rows.map((row) => ({
    messageId: row.message_id,
    day: businessDate(row.received_at),
    stream: row.stream,
    sequence: row.sequence,
    start: row.start_at,
    length: row.length,
    firstRecord: row.first_record,
  }));
}
