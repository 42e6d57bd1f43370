import { present } from '../base/assert.ts';
import { LIMITS } from '../base/limits.ts';
import type { Sql } from '../io/postgres.ts';
import { type Archive, NO_ARCHIVE } from './archive.ts';
import { type MessagePlace, messagePlaces } from './message-places.ts';
import { segmentKey, visitSegments } from './segments.ts';
import type { DocumentRef } from './terms.ts';
import { type KeptTerms, termsAt } from './terms-block.ts';

/**
 * The terms of filed documents. Those of the last batches are at hand in memory, for a list mostly
 * comes soon after its documents; others are read from the block beside their evidence. What a
 * record's terms are never changes, so nothing here can be out of date: which record stands under
 * a key is asked of the rows.
 */
export type TermsShelf = {
  /** Puts a batch on the shelf; `messages` in the order in which their records stand in it. */
  put(block: Buffer, messages: readonly { messageId: string; records: number }[]): void;
  /** The terms of filed records, in the order of the references. No statement when at hand. */
  read(sql: Sql, refs: readonly DocumentRef[]): Promise<KeptTerms[]>;
};

/** Where the records of a message stand. */
type AtHand = { readonly block: Buffer; readonly first: number };
type Batch = { readonly bytes: number; readonly messageIds: readonly string[] };

/**
 * A shelf of at most so many bytes: the oldest batch goes first. The blocks are plain bytes outside
 * the heap of the garbage collector; a text is made when it is asked for.
 * @param archive where terms of archived days are found
 */
export function termsShelf(
  most: number = LIMITS.termsAtHandBytes,
  archive: Archive = NO_ARCHIVE,
): TermsShelf {
  const places = new Map<string, AtHand>();
  const batches: Batch[] = [];
  let held = 0;
  const drop = ({ bytes, messageIds }: Batch): void => {
    held -= bytes;
    for (const id of messageIds) places.delete(id);
  };
  return {
    put: (block, messages) => {
      let first = 0;
      for (const { messageId, records } of messages) {
        places.set(messageId, { block, first });
        first += records;
      }
      batches.push({ bytes: block.length, messageIds: messages.map((one) => one.messageId) });
      held += block.length;
      while (held > most) drop(present(batches.shift(), 'a batch on the shelf'));
    },
    read: async (sql, refs) => {
      const away = refs.filter(({ messageId }) => !places.has(messageId));
      const fetched = away.length === 0 ? NOTHING : await fetchTerms(sql, away, archive);
      return refs.map((ref) => {
        const place = places.get(ref.messageId);
        const kept =
          place === undefined ? undefined : termsAt(place.block, place.first + ref.record);
        return present(kept ?? fetched.get(keyOf(ref)), 'terms of a filed record');
      });
    },
  };
}

const NOTHING: ReadonlyMap<string, KeptTerms> = new Map();

const keyOf = ({ messageId, record }: DocumentRef): string => `${messageId}/${record}`;

/**
 * The terms of filed records, in the order of the references; null of those whose day lies in a
 * file. Three statements at the most.
 */
export async function termsInDatabase(
  sql: Sql,
  refs: readonly DocumentRef[],
): Promise<(KeptTerms | null)[]> {
  const found = refs.length === 0 ? NOTHING : await fetchTerms(sql, refs, NO_ARCHIVE);
  return refs.map((ref) => found.get(keyOf(ref)) ?? null);
}

/** Three statements at the most, whatever the number of records. */
async function fetchTerms(
  sql: Sql,
  refs: readonly DocumentRef[],
  archive: Archive,
): Promise<Map<string, KeptTerms>> {
  const found = await messagePlaces(
    sql,
    refs.map(({ messageId }) => messageId),
  );
  const places = new Map(found.map((place) => [place.messageId, place]));
  const placed = ({ messageId }: DocumentRef): MessagePlace =>
    present(places.get(messageId), 'the message of a filed record');
  const wanted = Map.groupBy(refs, (ref) => segmentKey(placed(ref)));
  const terms = new Map<string, KeptTerms>();
  const take = (key: string, block: Buffer): void => {
    for (const ref of wanted.get(key) ?? []) {
      const kept = termsAt(block, placed(ref).firstRecord + ref.record);
      if (kept !== null) terms.set(keyOf(ref), kept);
    }
  };
  await visitSegments(sql, 'evidence', found, archive, take, 'terms');
  const early = refs.filter((ref) => !terms.has(keyOf(ref)));
  if (early.length > 0) await fetchEarly(sql, early, terms);
  return terms;
}

type EarlyRow = { message_id: string; record: number; digest: Uint8Array; terms: string };

const EARLY = `
  select message_id, record, digest, terms from documents.early_terms
  where (message_id, record) in (select * from unnest($1::uuid[], $2::smallint[]))`;

/** Terms from before blocks were written (migration 0006). */
async function fetchEarly(
  sql: Sql,
  refs: readonly DocumentRef[],
  found: Map<string, KeptTerms>,
): Promise<void> {
  const rows = await sql.query<EarlyRow>(EARLY, [
    refs.map(({ messageId }) => messageId),
    refs.map(({ record }) => record),
  ]);
  for (const { message_id, record, digest, terms } of rows) {
    found.set(keyOf({ messageId: message_id, record }), {
      text: terms,
      digest: new Uint8Array(digest),
    });
  }
}
