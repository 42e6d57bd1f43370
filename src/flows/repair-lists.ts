import { keyOf } from '../base/keys.ts';
import { readEvidence } from '../documents/evidence.ts';
import { type Change, type Content, repairOf } from '../repair/correction.ts';
import { repairForm } from '../repair/forms.ts';
import type { Item } from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import type { House } from './house.ts';
import { messagesWith } from './repair-message.ts';
import { type AnyList, REPAIR_WAYS } from './repair-ways.ts';

/** A list that still stands returned, corrected. */
export type Repaired = {
  readonly item: Item;
  readonly list: AnyList;
  readonly content: Content;
  readonly changes: readonly Change[];
};

/**
 * Reads lists of a repair as they were declared, and corrects them. The number of statements does
 * not depend on theirs; each message is read once.
 * @returns `moved`: those that were declared again or do not stand returned any more
 */
export async function repairLists(
  { db, terms, archive }: Pick<House, 'db' | 'terms' | 'archive'>,
  { cause, corrections }: Pick<Job, 'cause' | 'corrections'>,
  items: readonly Item[],
): Promise<{ readonly repaired: readonly Repaired[]; readonly moved: readonly Item[] }> {
  const way = REPAIR_WAYS[cause.direction];
  const repair = repairOf(corrections, repairForm(cause));
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
  const messages = messagesWith(await readEvidence(db, ids, archive));
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
