import type { Instant } from '../base/dates.ts';
import { type ChainHead, makeSegment, type Segment, storeSegment } from '../documents/evidence.ts';
import type { TermsOf } from '../documents/filing.ts';
import { FilingRace } from '../documents/filing-store.ts';
import { storeMessages } from '../documents/message-store.ts';
import { type KeptTerms, packTerms } from '../documents/terms-block.ts';
import { ENCODE } from '../documents/terms-codec.ts';
import type { Sql } from '../io/postgres.ts';
import type { Filings } from './file-records.ts';
import { type Received, refKey } from './received.ts';

/** The messages of a batch packed as one segment, with the terms of their filed records. */
export type Evidence = {
  readonly segment: Segment;
  readonly messages: readonly Received[];
  /** See `terms-block.ts`. */
  readonly terms: Buffer;
};

/** Packs the bytes of messages, and what clearance needs of them, for `storeEvidence`. */
export function packEvidence(
  head: ChainHead,
  messages: readonly Received[],
  outcomes: Filings['outcomes'],
): Evidence {
  const segment = makeSegment(
    head,
    messages.map((one) => one.bytes),
  );
  const entries = messages.flatMap(({ messageId, message }) =>
    message.records.map(({ index }): KeptTerms | null => {
      const filing = outcomes.get(refKey({ messageId, record: index }));
      if (filing === undefined || filing.outcome.kind !== 'filed') return null;
      const { kind, terms, digest } = filing.incoming;
      return { text: textOf(kind, terms), digest };
    }),
  );
  return { segment, messages, terms: packTerms(entries) };
}

function textOf<K extends keyof TermsOf>(kind: K, terms: TermsOf[K]): string {
  return ENCODE[kind](terms);
}

/**
 * Writes a segment, with a row for each of its messages. Two statements in one turn.
 * @throws FilingRace when another process stored one of the messages first
 */
export async function storeEvidence(
  tx: Sql,
  { segment, messages, terms }: Evidence,
  at: Instant,
): Promise<void> {
  const rows = messages.map((one) => ({
    ...one,
    type: one.message.type,
    records: one.message.records.length,
  }));
  const [, fresh] = await Promise.all([
    storeSegment(tx, segment, terms, at),
    storeMessages(tx, rows, segment, at),
  ]);
  if (!fresh) throw new FilingRace('message stored by another process');
}
