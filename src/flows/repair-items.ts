import type { Content } from '../repair/correction.ts';
import { repairForm } from '../repair/forms.ts';
import type { Item } from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import type { House } from './house.ts';
import { repairLists } from './repair-lists.ts';
import { repairPartners } from './repair-partners.ts';

/** A document that still stands refused, corrected. */
export type RepairedItem = {
  readonly item: Item;
  readonly content: Content;
  /** Who sent it; messages are read by their senders. */
  readonly sender: string | undefined;
};

/**
 * Reads documents of a repair as they were sent, and corrects them.
 * @returns `moved`: those that were sent again, or do not stand refused any more
 */
export async function repairItems(
  house: Pick<House, 'db' | 'terms' | 'archive'>,
  job: Pick<Job, 'enterprise' | 'cause' | 'corrections'>,
  items: readonly Item[],
): Promise<{ readonly repaired: readonly RepairedItem[]; readonly moved: readonly Item[] }> {
  const form = repairForm(job.cause);
  if (form.document === 'list') {
    const { repaired, moved } = await repairLists(house, job, items);
    const told = repaired.map(({ item, content, list }) => {
      return { item, content, sender: list.readers[0] };
    });
    return { repaired: told, moved };
  }
  const { repaired, moved } = await repairPartners(house, job, form, items);
  const told = repaired.map(({ item, content }) => ({ item, content, sender: job.enterprise }));
  return { repaired: told, moved };
}
