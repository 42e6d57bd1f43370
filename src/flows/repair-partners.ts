import { present } from '../base/assert.ts';
import { readEvidence } from '../documents/evidence.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type Change, type Content, repairOf } from '../repair/correction.ts';
import type { PartnerForm } from '../repair/forms.ts';
import type { Checked, Item } from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import { partnerStanding } from '../repair/partner-sql.ts';
import { filingsOf } from './file-records.ts';
import { loadStanding } from './filing-claims.ts';
import { findingsOf } from './filing-findings.ts';
import type { House } from './house.ts';
import { refKey } from './received.ts';
import { isBuild } from './repair-causes.ts';
import { plainTrial, type Trial } from './repair-judge.ts';
import { messageOf, messagesWith } from './repair-message.ts';
import { sortRecords } from './sort-records.ts';

/** An order, payment or waybill that still stands refused, corrected. */
export type RepairedPartner = {
  readonly item: Item;
  readonly content: Content;
  readonly changes: readonly Change[];
  /** What of its build no correction mends. */
  readonly unmended: Checked['findings'];
};

/**
 * Reads documents of a repair as they were sent, and corrects them. The number of statements does
 * not depend on theirs; each message is read once.
 * @returns `moved`: those that were sent again, or whose evidence is no longer kept
 */
export async function repairPartners(
  { db, archive }: Pick<House, 'db' | 'archive'>,
  { enterprise, corrections }: Pick<Job, 'enterprise' | 'corrections'>,
  form: PartnerForm,
  items: readonly Item[],
): Promise<{ readonly repaired: RepairedPartner[]; readonly moved: readonly Item[] }> {
  const repair = repairOf(corrections, form);
  const standing = await db.query<{ messageId: string; record: number }>(
    partnerStanding(form.partner),
    [
      enterprise,
      items.map(({ ebpCode }) => ebpCode),
      items.map(({ orderNo }) => orderNo),
      items.map(({ refusedMessage }) => refusedMessage),
      items.map(({ refusedRecord }) => refusedRecord),
    ],
  );
  const known = new Set(standing.map(refKey));
  const ids = [...new Set(standing.map(({ messageId }) => messageId))];
  const messages = messagesWith(await readEvidence(db, ids, archive));
  const repaired = items.flatMap((item): RepairedPartner[] => {
    const ref = { messageId: item.refusedMessage ?? '', record: item.refusedRecord ?? -1 };
    const record = known.has(refKey(ref)) ? messages.get(ref.messageId)?.records[ref.record] : null;
    if (record === null || record === undefined) return [];
    const { head, lines, findings } = record;
    return [{ item, ...repair({ head, lines }), unmended: findings.filter(isBuild) }];
  });
  const found = new Set(repaired.map(({ item }) => item));
  return { repaired, moved: items.filter((item) => !found.has(item)) };
}

/**
 * Tries corrected documents as if they were sent now, by what files them: the schema, the content,
 * who may send, and what stands under their numbers. Reads only.
 */
export async function checkPartners(
  house: House,
  job: Pick<Job, 'id' | 'enterprise' | 'cause' | 'corrections'>,
  form: PartnerForm,
  sender: Enterprise,
  items: readonly Item[],
): Promise<Checked[]> {
  const at = house.clock.now();
  const registry = await house.registry.fresh(house.db);
  const { repaired, moved } = await repairPartners(house, job, form, items);
  const sound = repaired.filter(({ changes, unmended }) => {
    return changes.length > 0 && unmended.length === 0;
  });
  const messages = sound.map(({ item: { position }, content }) =>
    messageOf(job, { position, content }, sender, registry.snapshot.revision, at),
  );
  const sorted = sortRecords(messages, registry, at);
  const standing = await loadStanding(house.db, house.terms, sorted);
  const records = [...sorted.records.values()].flat();
  const { reusable } = sorted;
  const filings = [...filingsOf(records, standing, { at, reusable }).values()].flat();
  const outcomes = new Map(filings.map((one) => [refKey(one.incoming.ref), one]));
  const trials = new Map<Item, Trial>();
  for (const [i, { item }] of sound.entries()) {
    const record = present(sorted.records.get(messages[i]!)?.[0], 'record of a message of ours');
    const findings = findingsOf(record, outcomes.get(refKey(record.ref)));
    trials.set(item, findings.length > 0 ? { outcome: 'bad', findings } : plainTrial('pass'));
  }
  return [
    ...repaired.map(({ item: { position }, item, changes, unmended }): Checked => {
      const rest: Trial =
        unmended.length > 0 ? { outcome: 'bad', findings: unmended } : plainTrial('same');
      return { position, changes, ...(trials.get(item) ?? rest) };
    }),
    ...moved.map(({ position }) => ({ position, changes: [], ...plainTrial('moved') })),
  ];
}
