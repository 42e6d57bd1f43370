import { createHash } from 'node:crypto';
import { assert, present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { pack } from '../io/pack.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type Archive, NO_ARCHIVE } from './archive.ts';
import { messagePlaces } from './message-places.ts';
import { readSegments, segmentKey } from './segments.ts';

/**
 * Evidence: every accepted byte, kept bit for bit. A process writes one stream of segments; each
 * holds the messages of one transaction, compressed together, and the hash of what went before,
 * so that a missing or altered segment shows. The head moves on only after the commit.
 */
export type ChainHead = {
  readonly stream: string;
  readonly sequence: number;
  readonly digest: Uint8Array;
};

/** Where one message lies in its segment. */
export type Placement = { readonly start: number; readonly length: number };

export type Segment = {
  readonly stream: string;
  readonly sequence: number;
  readonly rawLength: number;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
  readonly previousDigest: Uint8Array;
  readonly placements: readonly Placement[];
};

/** The head of a new stream. `stream` is a fresh UUID. */
export function newChain(stream: string): ChainHead {
  return { stream, sequence: 0, digest: new Uint8Array(32) };
}

/** The next segment of a chain, holding `messages` in order. */
export function makeSegment(head: ChainHead, messages: readonly Uint8Array[]): Segment {
  const raw = Buffer.concat(messages);
  assert(raw.length <= LIMITS.segmentBytes, 'a segment exceeds its bound');
  let start = 0;
  const placements = messages.map((bytes) => {
    const placement = { start, length: bytes.length };
    start += bytes.length;
    return placement;
  });
  return {
    stream: head.stream,
    sequence: head.sequence + 1,
    rawLength: raw.length,
    body: pack(raw),
    digest: createHash('sha256').update(head.digest).update(raw).digest(),
    previousDigest: head.digest,
    placements,
  };
}

/** The head after `segment` is committed. */
export function advance(segment: Segment): ChainHead {
  return { stream: segment.stream, sequence: segment.sequence, digest: segment.digest };
}

const INSERT_SEGMENT = `
  insert into documents.segments
    (stream, sequence, raw_length, body, digest, previous_digest, stored_at, day, terms)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/**
 * Writes one segment in the caller's transaction.
 * @param terms of its records, see `terms-block.ts`
 * @param at the same instant as `received_at` of its messages: their day is where it is looked for
 */
export async function storeSegment(
  tx: Sql,
  segment: Segment,
  terms: Uint8Array,
  at: Instant,
): Promise<void> {
  await tx.execute(INSERT_SEGMENT, [
    segment.stream,
    segment.sequence,
    segment.rawLength,
    segment.body,
    segment.digest,
    segment.previousDigest,
    instantText(at),
    businessDate(at),
    pack(terms),
  ]);
}

/**
 * The received bytes of messages, by message id; unknown ids are left out. Two statements.
 * @throws Fault when the file of an archived day cannot be read
 */
export async function readEvidence(
  sql: Sql,
  messageIds: readonly string[],
  archive: Archive = NO_ARCHIVE,
): Promise<Map<string, Uint8Array>> {
  const places = await messagePlaces(sql, messageIds);
  const raw = await readSegments(sql, 'evidence', places, archive);
  return new Map(
    places.map((place) => {
      const segment = present(raw.get(segmentKey(place)), 'evidence segment');
      return [place.messageId, segment.subarray(place.start, place.start + place.length)];
    }),
  );
}
