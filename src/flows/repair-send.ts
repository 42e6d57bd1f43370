import { messageIdOf } from '../documents/message-id.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { documentOf } from '../repair/document.ts';
import {
  type Ended,
  endItems,
  filedItems,
  type Item,
  markItems,
  type Sent,
  storeSent,
} from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import type { House } from './house.ts';
import type { TurnedAway } from './overload.ts';
import { repairItems } from './repair-items.ts';
import type { Submitted } from './submit.ts';

/** Brings a message without a signature to the door, in the name of a sender. */
export type BringDelegated = (
  bytes: Uint8Array,
  sender: Enterprise,
) => Promise<Submitted | TurnedAway>;

/** A document that is made of an item. */
type Document = Sent & { readonly bytes: Buffer };

/**
 * Sends queued items: each document as a message of its own through the door that all messages come
 * through. What was filed before a crash is recognised by its message; what was sent by others
 * meanwhile is left alone.
 * @returns how many were settled; fewer than given when the door turned some away
 */
export async function sendItems(
  { house, bring }: { readonly house: House; readonly bring: BringDelegated },
  job: Job & { readonly sentAt: number },
  sender: Enterprise,
  items: readonly Item[],
): Promise<number> {
  const { db } = house;
  const filed = await filedItems(
    db,
    job.id,
    items.map(({ position }) => position),
  );
  const known = new Set(filed.map(({ position }) => position));
  const fresh = items.filter(({ position }) => !known.has(position));
  const { repaired, moved } = await repairItems(house, job, fresh);
  const documents = repaired.map(({ item: { position }, content }): Document => {
    const bytes = documentOf(job, [{ position, content }], sender, job.sentAt);
    return { position, bytes, messageId: messageIdOf(bytes) };
  });
  const marked = await markItems(db, job.id, documents);
  const brought = await Promise.all(
    documents
      .filter(({ position }) => marked.has(position))
      .map(async (one) => ({ one, answer: await bring(one.bytes, sender) })),
  );
  const sent: Sent[] = [...filed];
  const ended = moved.map(({ position }): Ended => ({ position, result: 'moved' }));
  for (const { one, answer } of brought) {
    if (answer.accepted) sent.push(one);
    else if (!MAY_COME_AGAIN.includes(answer.status)) {
      ended.push({ position: one.position, result: 'rejected', findings: answer.findings });
    }
  }
  await db.transaction(async (tx) => {
    await storeSent(tx, job.id, sent);
    await endItems(tx, job.id, ended);
  });
  return sent.length + ended.length;
}

/** The door is crowded, or the database away: the next step brings it again. */
const MAY_COME_AGAIN: readonly number[] = [429, 503];
