import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { repairForm } from '../repair/forms.ts';
import type { Checked, Item } from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import { classify } from './classify.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { plainTrial, type Trial } from './repair-judge.ts';
import { orderKeyOf, type Repaired, repairLists } from './repair-lists.ts';
import { messageOf } from './repair-message.ts';
import { checkPartners } from './repair-partners.ts';
import { type AnyList, REPAIR_WAYS } from './repair-ways.ts';

/** Tries a correction on documents of a repair. */
export function checkItems(
  house: House,
  job: Job,
  sender: Enterprise,
  items: readonly Item[],
): Promise<Checked[]> {
  const form = repairForm(job.cause);
  if (form.document === 'list') return checkLists(house, job, sender, items);
  return checkPartners(house, job, form, sender, items);
}

/**
 * Tries a correction on lists, as if they were declared now: the schema, the content, who may send,
 * the other documents and the decision itself, with the facts of this moment. Nothing is written,
 * and nothing is drawn: what would be released may still be inspected. Lists of one step see what
 * the earlier ones of it take from a quota.
 */
async function checkLists(
  house: House,
  job: Pick<Job, 'id' | 'cause' | 'corrections'>,
  sender: Enterprise,
  items: readonly Item[],
): Promise<Checked[]> {
  const at = house.clock.now();
  const registry = await house.registry.fresh(house.db);
  const { repaired, moved } = await repairLists(house, job, items);
  const changed = repaired.filter(({ changes }) => changes.length > 0);
  const trials = new Map<Item, Trial>();
  const sound: { one: Repaired; list: AnyList }[] = [];
  for (const one of changed) {
    const taken = termsOf(one, job, sender, registry, at);
    if ('findings' in taken) trials.set(one.item, { outcome: 'bad', findings: taken.findings });
    else sound.push({ one, list: taken.list });
  }
  const lists = new Map(sound.map(({ one, list }) => [orderKeyOf(one.item), list]));
  const judged = await REPAIR_WAYS[job.cause.direction].judge(house, lists, registry, at);
  for (const { one } of sound) {
    trials.set(one.item, present(judged.get(orderKeyOf(one.item)), 'trial of a list'));
  }
  return [
    ...repaired.map(({ item: { position }, item, changes }) => {
      return { position, changes, ...(trials.get(item) ?? plainTrial('same')) };
    }),
    ...moved.map(({ position }) => ({ position, changes: [], ...plainTrial('moved') })),
  ];
}

/** A corrected list as it would be filed, or why it would not be. */
function termsOf(
  { item, list, content }: Repaired,
  job: Pick<Job, 'id' | 'cause'>,
  sender: Enterprise,
  registry: RegistryView,
  at: Instant,
): { readonly list: AnyList } | { readonly findings: readonly Finding[] } {
  const { position } = item;
  const { revision } = registry.snapshot;
  const received = messageOf(job, { position, content }, sender, revision, at);
  const hash = cachedHash(registry.hash);
  const [classified] = classify(received, registry.snapshot, hash, businessDate(at));
  const { sort, ref } = present(classified, 'record of a message of ours');
  if (sort.kind === 'refused') return { findings: sort.findings };
  const { kind } = REPAIR_WAYS[job.cause.direction];
  if (sort.kind !== 'ready' || sort.incoming.kind !== kind) return { findings: [] };
  const { terms } = sort.incoming as Pick<AnyList, 'terms'>;
  const next = { ...list, terms, ref, attempt: list.attempt + 1, acceptedAt: at };
  return { list: next as AnyList };
}
