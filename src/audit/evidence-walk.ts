import { zstdDecompressSync } from 'node:zlib';
import type { Instant } from '../base/dates.ts';
import type { FileRow } from './day-file-reader.ts';
import { type Days, merged, type Source } from './days.ts';
import { type Peek, rowsOf } from './snapshot.ts';
import { type RawMessage, readRaw, unwrapped } from './xml-text.ts';

/** One row of the evidence with its bytes; `raw` is null when they cannot be unpacked. */
export type SegmentView = {
  readonly stream: string;
  readonly sequence: number;
  readonly rawLength: number;
  readonly digest: Buffer;
  readonly previousDigest: Buffer;
  readonly raw: Buffer | null;
};

/** What the tables say became of one record. */
export type RecordRow = {
  readonly message_id: string;
  readonly record: number;
  readonly kind:
    | 'order'
    | 'payment'
    | 'waybill'
    | 'list'
    | 'export order'
    | 'collection'
    | 'export waybill'
    | 'export list'
    | 'other'
    | 'unfiled';
  readonly first: string | null;
  readonly second: string | null;
  readonly third: string | null;
  readonly fourth: string | null;
  readonly pre_no: string | null;
  readonly readers: string | null;
  readonly reason: string | null;
};

export type MessageRow = {
  readonly message_id: string;
  readonly sender: string;
  readonly type: string;
  readonly records: number;
  readonly stream: string;
  readonly sequence: number;
  readonly start_at: number;
  readonly length: number;
  readonly received_at: Instant;
};

/** One message with its bytes and the rows of its records. */
export type MessageView = {
  readonly row: MessageRow;
  /** The message itself; null when its place is not inside a segment that can be read. */
  readonly bytes: Buffer | null;
  readonly raw: RawMessage | null;
  readonly rows: readonly RecordRow[];
  /** Whether it belongs to the sample that is read again in full. */
  readonly sampled: boolean;
};

type SegmentRow = {
  stream: string;
  sequence: number;
  raw_length: number;
  body: Uint8Array | null;
  /** Of an archived day: it stands unpacked in its file. */
  unpacked?: Buffer | null;
  digest: Buffer;
  previous_digest: Buffer;
};

const SEGMENTS = `
  select stream, sequence, raw_length, body, digest, previous_digest
  from documents.segments order by stream, sequence`;

const MESSAGES = `
  select message_id, sender, type, records, stream, sequence, start_at, length,
    received_at
  from documents.messages order by stream, sequence, start_at, message_id`;

/** All rows that stand for a record, with the keys the documents must bear out. */
export const RECORD_ROWS = `
  select message_id, record, 'order' as kind, ebp_code as first, order_no as second,
    null::text as third, null::text as fourth, null::text as pre_no, null::text as readers,
    null::text as reason from documents.orders
  union all
  select message_id, record, 'payment', pay_code, pay_transaction_id, ebp_code, order_no, null,
    null, null from documents.payments
  union all
  select message_id, record, 'waybill', logistics_code, logistics_no, order_no, null, null, null,
    null from documents.waybills
  union all
  select message_id, record, 'list', ebp_code, order_no, logistics_code, logistics_no, pre_no,
    readers, null from documents.lists
  union all
  select message_id, record, 'export order', ebp_code, order_no, null, null, null, null, null
  from documents.export_orders
  union all
  select message_id, record, 'collection', ebp_code, order_no, null, null, null, null, null
  from documents.collections
  union all
  select message_id, record, 'export waybill', logistics_code, logistics_no, null, null, null, null,
    null from documents.export_waybills
  union all
  select message_id, record, 'export list', ebp_code, order_no, logistics_code, logistics_no,
    pre_no, readers, null from documents.export_lists
  union all
  select message_id, record, 'other', code, name, null, null, pre_no, readers, null
  from documents.others
  union all
  select message_id, record, 'unfiled', null, null, null, null, null, null, reason
  from documents.unfiled`;

const ROWS = `
  select r.* from (${RECORD_ROWS}) r join documents.messages m using (message_id)
  order by m.stream, m.sequence, m.start_at, m.message_id, r.record`;

/** Segments are up to 16 MB unpacked; a few at a time keep the memory small. */
const SEGMENT_PAGE = 4;
const PAGE = 2_000;

/** Who looks on. */
export type EvidenceWatch = {
  onSegment(segment: SegmentView): void;
  onMessage(message: MessageView): void;
  /** Bytes and messages seen so far. */
  onProgress(messages: number): void;
};

/**
 * Goes once over all evidence in the order of its streams. The messages of a segment and the rows
 * of their records come in the same order from two more cursors, so nothing is looked up.
 */
export async function walkEvidence(
  { sql, days, sampleOf }: Source,
  watch: EvidenceWatch,
): Promise<void> {
  const segments = segmentsOf(sql, days);
  const messages = rowsOf<MessageRow>(sql, 'audit_messages', MESSAGES, PAGE);
  const records = rowsOf<RecordRow>(sql, 'audit_records', ROWS, PAGE);
  let current: SegmentView | null = null;
  let seen = 0;
  for (let row = await messages.take(); row !== undefined; row = await messages.take()) {
    while (current === null || isBefore(current, row)) {
      const next = await segments.take();
      if (next === undefined) break;
      current = viewOf(next);
      watch.onSegment(current);
    }
    const rows: RecordRow[] = [];
    while ((await records.peek())?.message_id === row.message_id) {
      rows.push((await records.take())!);
    }
    if (days.isExpired(row.received_at)) continue;
    const stored = bytesOf(current, row);
    const bytes = stored === null ? null : unwrapped(stored);
    const raw = bytes === null ? null : readRaw(bytes);
    watch.onMessage({ row, bytes, raw, rows, sampled: isSampled(row.message_id, sampleOf) });
    seen += 1;
    if (seen % 500 === 0) watch.onProgress(seen);
  }
  for (let rest = await segments.take(); rest !== undefined; rest = await segments.take()) {
    watch.onSegment(viewOf(rest));
  }
  watch.onProgress(seen);
}

function segmentsOf(sql: Source['sql'], days: Days): Peek<SegmentRow> {
  const database = rowsOf<SegmentRow>(sql, 'audit_segments', SEGMENTS, SEGMENT_PAGE);
  const rowOf = ({ text, bytes }: FileRow): SegmentRow => ({
    stream: text.stream ?? '',
    sequence: Number(text.sequence),
    raw_length: Number(text.raw_length),
    body: null,
    unpacked: bytes.body ?? null,
    digest: bytes.digest ?? Buffer.alloc(0),
    previous_digest: bytes.previous_digest ?? Buffer.alloc(0),
  });
  const compare = (a: Place, b: Place) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
  return merged(database, days, 'evidence', rowOf, compare);
}

function viewOf(row: SegmentRow): SegmentView {
  const { stream, sequence, digest } = row;
  const more = { rawLength: row.raw_length, previousDigest: row.previous_digest };
  const raw = row.body === null ? (row.unpacked ?? null) : unpack(row.body);
  return { stream, sequence, digest, ...more, raw };
}

/** The unpacked bytes of a segment, or null. */
export function unpack(body: Uint8Array): Buffer | null {
  try {
    return zstdDecompressSync(body);
  } catch {
    return null;
  }
}

type Place = { readonly stream: string; readonly sequence: number };

function isBefore(a: Place, b: Place): boolean {
  return a.stream === b.stream ? a.sequence < b.sequence : a.stream < b.stream;
}

function bytesOf(segment: SegmentView | null, row: MessageRow): Buffer | null {
  const own = segment?.stream === row.stream && segment.sequence === row.sequence;
  if (!own || segment.raw === null) return null;
  const end = row.start_at + row.length;
  const inside = row.start_at >= 0 && row.length > 0 && end <= segment.raw.length;
  return inside ? segment.raw.subarray(row.start_at, end) : null;
}

/** Ids are hashes, so their first digits choose evenly and every audit chooses the same. */
function isSampled(messageId: string, sampleOf: number): boolean {
  return Number.parseInt(messageId.slice(0, 8), 16) % sampleOf === 0;
}
