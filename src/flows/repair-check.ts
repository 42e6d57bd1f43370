import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { decide } from '../clearance/decide.ts';
import type { Verdict } from '../clearance/verdict.ts';
import type { FiledList } from '../documents/list-store.ts';
import { messageIdOf } from '../documents/message-id.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { repairOf } from '../repair/correction.ts';
import { documentOf } from '../repair/document.ts';
import type { Checked, Item } from '../repair/item-store.ts';
import type { Job, Outcome } from '../repair/job.ts';
import { classify } from './classify.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { type MatchedList, matchLists } from './match-lists.ts';
import type { RegistryView } from './registry-watch.ts';
import { orderKeyOf, type Repaired, read, repairLists } from './repair-lists.ts';

type Trial = Omit<Checked, 'position' | 'changes'>;

/**
 * Tries a correction on lists, as if they were declared now: the schema, the content, who may send,
 * the other documents and the decision itself, with the facts of this moment. Nothing is written,
 * and nothing is drawn: what would be released may still be inspected. Lists of one step see what
 * the earlier ones of it take from a quota.
 */
export async function checkItems(
  house: House,
  job: Pick<Job, 'id' | 'corrections'>,
  sender: Enterprise,
  items: readonly Item[],
): Promise<Checked[]> {
  const at = house.clock.now();
  const registry = await house.registry.fresh(house.db);
  const { repaired, moved } = await repairLists(house, items, repairOf(job.corrections));
  const changed = repaired.filter(({ changes }) => changes.length > 0);
  const trials = new Map<Item, Trial>();
  const sound: { one: Repaired; list: FiledList }[] = [];
  for (const one of changed) {
    const taken = termsOf(one, job.id, sender, registry, at);
    if ('findings' in taken) trials.set(one.item, { outcome: 'bad', findings: taken.findings });
    else sound.push({ one, list: taken.list });
  }
  const lists = new Map(sound.map(({ one, list }) => [orderKeyOf(one.item), list]));
  const judged = await judge(house, lists, registry, at);
  for (const { one } of sound) {
    trials.set(one.item, present(judged.get(orderKeyOf(one.item)), 'trial of a list'));
  }
  return [
    ...repaired.map(({ item: { position }, item, changes }) => {
      return { position, changes, ...(trials.get(item) ?? plain('same')) };
    }),
    ...moved.map(({ position }) => ({ position, changes: [], ...plain('moved') })),
  ];
}

const plain = (outcome: Outcome): Trial => ({ outcome, findings: [] });

/** A corrected list as it would be filed, or why it would not be. */
function termsOf(
  { item, list, content }: Repaired,
  job: string,
  sender: Enterprise,
  registry: RegistryView,
  at: Instant,
): { readonly list: FiledList } | { readonly findings: readonly Finding[] } {
  const { position } = item;
  const bytes = documentOf(job, [{ position, content }], sender, at);
  const message = present(read(bytes), 'a message of ours');
  const messageId = messageIdOf(bytes);
  const frame = { sender: sender.code, certificate: null, signature: null, delegated: true };
  const received = { messageId, bytes, message, revision: registry.snapshot.revision, ...frame };
  const hash = cachedHash(registry.hash);
  const [classified] = classify(received, registry.snapshot, hash, businessDate(at));
  const { sort, ref } = present(classified, 'record of a message of ours');
  if (sort.kind === 'refused') return { findings: sort.findings };
  if (sort.kind !== 'ready' || sort.incoming.kind !== 'list') return { findings: [] };
  const terms = sort.incoming.terms as ListTerms;
  return { list: { ...list, terms, ref, attempt: list.attempt + 1, acceptedAt: at } };
}

/** What clearance would say to these lists, by order key. */
async function judge(
  house: House,
  lists: ReadonlyMap<string, FiledList>,
  registry: RegistryView,
  at: Instant,
): Promise<Map<string, Trial>> {
  const parameters = registry.index.at(businessDate(at));
  const matched = await matchLists(house.db, house.terms, lists, at, parameters);
  const complete = matched.flatMap(({ orderKey, match }) =>
    match.state === 'complete' ? [{ orderKey, matched: match.case }] : [],
  );
  const cases = complete.map((one) => one.matched);
  const facts = await loadFacts(house.db, cases, registry, at);
  const decisions = decide(
    cases,
    facts,
    complete.map(({ orderKey }) => orderKey),
  );
  const trials = matched.map(({ orderKey, match }) => [orderKey, trialOf(match)] as const);
  const verdicts = complete.map(({ orderKey }, i) => {
    return [orderKey, verdictTrial(decisions[i]!.verdict)] as const;
  });
  return new Map([...trials, ...verdicts]);
}

function trialOf(match: MatchedList['match']): Trial {
  if (match.state === 'expired') return { outcome: 'fail', findings: match.findings };
  return plain('wait');
}

function verdictTrial({ status, findings }: Verdict): Trial {
  const outcome = status === '800' ? 'pass' : status === '100' ? 'fail' : 'hold';
  return { outcome, findings: [...findings] };
}
