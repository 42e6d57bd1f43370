import type { Instant } from '../base/dates.ts';
import { type ChainHead, makeSegment, type Segment, storeSegment } from '../documents/evidence.ts';
import { FilingRace } from '../documents/filing-store.ts';
import { storeMessages } from '../documents/message-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Received } from './received.ts';

/**
 * Keeps the bytes of messages as one segment, with a row each. Two statements.
 * @throws FilingRace when another process stored one of them first
 */
export async function storeEvidence(
  tx: Sql,
  head: ChainHead,
  messages: readonly Received[],
  at: Instant,
): Promise<Segment> {
  const segment = makeSegment(
    head,
    messages.map((one) => one.bytes),
  );
  await storeSegment(tx, segment, at);
  const rows = messages.map((one) => ({
    ...one,
    type: one.message.type,
    records: one.message.records.length,
  }));
  if (!(await storeMessages(tx, rows, segment, at))) {
    throw new FilingRace('message stored by another process');
  }
  return segment;
}
