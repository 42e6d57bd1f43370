import { keyOf } from '../base/keys.ts';
import { type DecodedMessage, decodeMessage } from '../documents/codec.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { readEvidence } from '../documents/evidence.ts';
import { type Change, type ListContent, repairOf } from '../repair/correction.ts';
import { REPAIR_FORMS } from '../repair/forms.ts';
import type { Item } from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { withDocument } from '../xml/scan.ts';
import type { House } from './house.ts';
import { type AnyList, REPAIR_WAYS } from './repair-ways.ts';

/** A list that still stands returned, corrected. */
export type Repaired = {
  readonly item: Item;
  readonly list: AnyList;
  readonly content: ListContent;
  readonly changes: readonly Change[];
};

/**
 * Reads lists of a repair as they were declared, and corrects them. The number of statements does
 * not depend on theirs; each message is read once.
 * @returns `moved`: those that were declared again or do not stand returned any more
 */
export async function repairLists(
  { db, terms, archive }: Pick<House, 'db' | 'terms' | 'archive'>,
  { cause: { direction }, corrections }: Pick<Job, 'cause' | 'corrections'>,
  items: readonly Item[],
): Promise<{ readonly repaired: readonly Repaired[]; readonly moved: readonly Item[] }> {
  const way = REPAIR_WAYS[direction];
  const repair = repairOf(corrections, REPAIR_FORMS[direction].fields);
  const keys = items.map(orderKeyOf);
  // The cases come before the lists: a list that is filed in between is seen in either.
  const cases = await way.cases(db, keys);
  const lists = await way.lists(db, terms, keys);
  const standing = items.flatMap((item) => {
    const [row, list] = [cases.get(orderKeyOf(item)), lists.get(orderKeyOf(item))];
    const stands = row?.state === '100' && row.attempt === item.attempt;
    return stands && list?.attempt === item.attempt ? [{ item, list }] : [];
  });
  const ids = [...new Set(standing.map(({ list }) => list.ref.messageId))];
  const evidence = await readEvidence(db, ids, archive);
  const messages = new Map([...evidence].map(([id, bytes]) => [id, read(messageIn(bytes))]));
  const repaired = standing.map(({ item, list }): Repaired => {
    const record = messages.get(list.ref.messageId)?.records[list.ref.record];
    const { head = {}, lines = [] } = record ?? {};
    return { item, list, ...repair({ head, lines }) };
  });
  const found = new Set(repaired.map(({ item }) => item));
  return { repaired, moved: items.filter((item) => !found.has(item)) };
}

export function orderKeyOf({ ebpCode, orderNo }: Pick<Item, 'ebpCode' | 'orderNo'>): string {
  return keyOf(ebpCode, orderNo);
}

/** What a message of the house holds; null for bytes that are none. */
export function read(bytes: Uint8Array): DecodedMessage | null {
  const scanned = withDocument(bytes, MESSAGE_LIMITS, (doc) => decodeMessage(doc));
  return scanned.ok && scanned.value.ok ? scanned.value.message : null;
}
