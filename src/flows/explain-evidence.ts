import type { Archive } from '../documents/archive.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { readEvidence } from '../documents/evidence.ts';
import { messageIdOf } from '../documents/message-id.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';

/** Where what is explained is read from. */
export type Source = { readonly sql: Sql; readonly archive: Archive };

/** Where one document of a decision is. */
export type Place = {
  readonly kind:
    | 'list'
    | 'order'
    | 'payment'
    | 'collection'
    | 'waybill'
    | 'arrival'
    | 'withdrawal'
    | 'departure';
  readonly ref: DocumentRef;
};

/** One document of a decision, read again from the evidence. */
export type EvidenceLine = Place & {
  /** Whether the kept bytes still have the id they were accepted under. */
  readonly intact: boolean;
};

/** Documents of a decision, and the messages they are records of, by message id. */
export type ReadAgain = {
  readonly evidence: readonly EvidenceLine[];
  readonly bytes: ReadonlyMap<string, Uint8Array>;
};

/** Reads the documents of a decision again. */
export async function readAgain(
  { sql, archive }: Source,
  places: readonly Place[],
): Promise<ReadAgain> {
  const received = await readEvidence(
    sql,
    places.map(({ ref }) => ref.messageId),
    archive,
  );
  const bytes = new Map([...received].map(([id, whole]) => [id, messageIn(whole)]));
  const evidence = places.map(({ kind, ref }) => {
    const message = bytes.get(ref.messageId);
    return { kind, ref, intact: message !== undefined && messageIdOf(message) === ref.messageId };
  });
  return { evidence, bytes };
}
