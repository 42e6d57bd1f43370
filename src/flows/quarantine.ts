import type { Bug } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { storeQuarantine } from '../clearance/quarantine-store.ts';
import { findWaiting } from '../clearance/waiting-store.ts';
import { advance, type ChainHead } from '../documents/evidence.ts';
import { storeUnfiled } from '../documents/message-store.ts';
import { storeEvidence } from './evidence-of.ts';
import type { House } from './house.ts';
import type { Look } from './looks.ts';
import type { Accepted, Received } from './received.ts';

/**
 * Sets one message aside that breaks an assertion on its own: its bytes are kept, its records are
 * marked for a person, and the sender is told it was taken. Nothing is lost and nothing waits.
 */
export async function quarantineMessage(
  house: House,
  head: ChainHead,
  message: Received,
): Promise<{ accepted: Accepted; head: ChainHead }> {
  const at = house.clock.now();
  const segment = await house.db.transaction(async (tx) => {
    const stored = await storeEvidence(tx, head, [message], at);
    const records = message.message.records.map(({ index }) => ({
      ref: { messageId: message.messageId, record: index },
      reason: 'quarantined' as const,
      codes: [],
    }));
    await storeUnfiled(tx, records, at);
    return stored;
  });
  const { messageId } = message;
  const { type, records } = message.message;
  return {
    accepted: { messageId, type, records: records.length, duplicate: false },
    head: advance(segment),
  };
}

/** Sets the lists behind one look aside, for a person, with what went wrong. */
export async function quarantineLook(house: House, look: Look, bug: Bug): Promise<void> {
  const at: Instant = house.clock.now();
  const keys =
    look.kind === 'list' || look.kind === 'again'
      ? [look.key]
      : await findWaiting(
          house.db,
          look.kind === 'order' ? [look.key] : [],
          look.kind === 'waybill' ? [look.key] : [],
        );
  if (keys.length > 0) await storeQuarantine(house.db, keys, bug.message, at);
}
