import { businessDate, type Instant } from '../base/dates.ts';
import type { Source } from './days.ts';
import { unpack } from './evidence-walk.ts';
import { type RawRecord, readRaw, unwrapped } from './xml-text.ts';

/** A stored document of a parcel as its evidence has it; `raw` null when that is not there. */
export type ParcelDocument = {
  readonly raw: RawRecord | null;
  /** Message and record, as `id/record`. */
  readonly ref: string;
  readonly acceptedAt: Instant;
  readonly deleted: boolean;
  /** How often a waybill's number has been used; else 1. */
  readonly use: number;
};

/** A segment of evidence or of facts. */
export type Place = { stream: string; sequence: number };

/** A stored document with the place of its bytes. */
export type Ref = Place & {
  first: string;
  second: string;
  message_id: string;
  record: number;
  start_at: number;
  length: number;
  accepted_at: Instant;
  /** When the message came: its day is where the segment lies. */
  received_at: Instant;
  deleted: boolean;
  use_no: number;
};

/** A place as one text. */
export const placeKey = ({ stream, sequence }: Place): string => `${stream}/${sequence}`;

/** The bytes of documents, wherever they lie. */
export type Evidence = {
  /** Makes the records of these documents ready to be read. */
  read(places: readonly Ref[]): Promise<(ref: Ref) => ParcelDocument>;
};

const SEGMENTS = `
  select stream, sequence, body from documents.segments
  where day = any($3::date[])
    and (stream, sequence) in (select * from unnest($1::uuid[], $2::integer[]))`;

/** Unpacked bytes kept between pages: neighbours were filed together and share segments. */
const MOST_BYTES = 128 * 1024 * 1024;
const SEGMENTS_AT_ONCE = 8;

/** Reads documents from the evidence, keeping what was used last. */
export function evidenceCache(scope: Omit<Source, 'sampleOf'>): Evidence {
  const kept = keptSegments();
  return {
    read: async (refs) => {
      const bySegment = [...Map.groupBy(refs, placeKey)];
      const parsed = new Map<string, readonly RawRecord[]>();
      for (let from = 0; from < bySegment.length; from += SEGMENTS_AT_ONCE) {
        const some = bySegment.slice(from, from + SEGMENTS_AT_ONCE);
        await loadSegments(
          scope,
          kept,
          some.map(([, [ref]]) => ref!),
        );
        // Read at once: by the next round the bytes may be gone.
        for (const [key, own] of some) {
          const raw = kept.get(key);
          for (const ref of own) parsed.set(messageKey(ref), recordsAt(raw, ref, parsed));
        }
      }
      return (ref) => {
        const { accepted_at: acceptedAt, deleted, use_no: use } = ref;
        const raw = parsed.get(messageKey(ref))?.[ref.record] ?? null;
        return { raw, ref: `${ref.message_id}/${ref.record}`, acceptedAt, deleted, use };
      };
    },
  };
}

const messageKey = (ref: Ref): string => `${placeKey(ref)}/${ref.start_at}`;

function recordsAt(
  raw: Buffer | null,
  ref: Ref,
  parsed: ReadonlyMap<string, readonly RawRecord[]>,
): readonly RawRecord[] {
  const { start_at, length } = ref;
  const known = parsed.get(messageKey(ref));
  if (known !== undefined) return known;
  return raw === null ? [] : readRaw(unwrapped(raw.subarray(start_at, start_at + length))).records;
}

type Kept = {
  has(key: string): boolean;
  /** The bytes, or null when there are none; they now count as used last. */
  get(key: string): Buffer | null;
  set(key: string, raw: Buffer | null): void;
};

/** Keeps what was used last, up to `MOST_BYTES`. */
function keptSegments(): Kept {
  const segments = new Map<string, Buffer | null>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= segments.get(key)?.length ?? 0;
    segments.delete(key);
  };
  const put = (key: string, raw: Buffer | null): void => {
    segments.set(key, raw);
    bytes += raw?.length ?? 0;
  };
  return {
    has: (key) => segments.has(key),
    get: (key) => {
      const raw = segments.get(key) ?? null;
      drop(key);
      put(key, raw);
      return raw;
    },
    set: (key, raw) => {
      put(key, raw);
      const most = Math.max(MOST_BYTES, raw?.length ?? 0);
      for (const oldest of segments.keys()) {
        if (bytes <= most || segments.size <= SEGMENTS_AT_ONCE) break;
        drop(oldest);
      }
    },
  };
}

async function loadSegments(
  { sql, days }: Omit<Source, 'sampleOf'>,
  kept: Kept,
  refs: readonly Ref[],
): Promise<void> {
  // What is there already is used last, so that loading the others does not drop it.
  const wanted = refs.filter((ref) => !kept.has(placeKey(ref)));
  for (const ref of refs) if (!wanted.includes(ref)) kept.get(placeKey(ref));
  if (wanted.length === 0) return;
  const rows = await sql.query<Place & { body: Uint8Array }>(SEGMENTS, [
    wanted.map(({ stream }) => stream),
    wanted.map(({ sequence }) => sequence),
    wanted.map(({ received_at }) => businessDate(received_at)),
  ]);
  for (const row of rows) kept.set(placeKey(row), unpack(row.body));
  const found = new Set(rows.map(placeKey));
  for (const ref of wanted.filter((one) => !found.has(placeKey(one)))) {
    const row = await days.find('evidence', ref.received_at, ref);
    if (row !== null) kept.set(placeKey(ref), row.bytes.body ?? null);
  }
}
