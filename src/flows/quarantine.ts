import { awaitingArrivals } from '../clearance/held-store.ts';
import { storeQuarantine, storeRequestQuarantine } from '../clearance/quarantine-store.ts';
import { findWaiting, forgetWaiting } from '../clearance/waiting-store.ts';
import type { ChainHead } from '../documents/evidence.ts';
import { quarantineExport } from './export-quarantine.ts';
import { failureOf } from './failure.ts';
import type { House } from './house.ts';
import { fileBatch, intake } from './intake.ts';
import { isExport, type Look } from './looks.ts';
import type { IntakeResult, Received } from './received.ts';

/**
 * Takes one message that breaks an assertion on its own. Its bytes are kept; the records that
 * break it are found by halving and marked for a person, the others are filed. The sender is told
 * the message was taken: nothing is lost and nothing waits.
 */
export async function quarantineMessage(
  house: House,
  head: ChainHead,
  message: Received,
): Promise<IntakeResult> {
  const all = message.message.records.map(({ index }) => index);
  const poison = await poisonOf(house, head, message, all);
  try {
    return await intake(house, head, [{ ...message, aside: new Set(poison) }]);
  } catch (error) {
    // Records that are sound alone and not together: all of them are for a person.
    if (failureOf(error) !== 'poison') throw error;
    return await intake(house, head, [{ ...message, aside: new Set(all) }]);
  }
}

async function poisonOf(
  house: House,
  head: ChainHead,
  message: Received,
  part: readonly number[],
): Promise<readonly number[]> {
  if (await isSound(house, head, message, new Set(part))) return [];
  if (part.length <= 1) return part;
  const middle = part.length >> 1;
  return [
    ...(await poisonOf(house, head, message, part.slice(0, middle))),
    ...(await poisonOf(house, head, message, part.slice(middle))),
  ];
}

class Undo extends Error {}

/** Whether the message could be filed with only this part of its records. Leaves no trace. */
async function isSound(
  house: House,
  head: ChainHead,
  message: Received,
  part: ReadonlySet<number>,
): Promise<boolean> {
  const others = message.message.records.filter(({ index }) => !part.has(index));
  const aside = new Set(others.map(({ index }) => index));
  try {
    await house.db.transaction(async (tx) => {
      await fileBatch(tx, house, head, [{ ...message, aside }], house.clock.now());
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return true;
    if (failureOf(error) !== 'poison') throw error;
  }
  return false;
}

/**
 * Sets the list or request behind one look aside, for a person, with what went wrong. When several
 * lists wait for what came, nobody knows yet which one it is.
 * @returns what to look at one by one instead
 */
export async function quarantineLook(house: House, look: Look, bug: unknown): Promise<Look[]> {
  if (isExport(look.kind)) return quarantineExport(house, look, messageOf(bug));
  if (look.kind === 'request') {
    await quarantineRequests(house, [look.key], bug);
    return [];
  }
  if (look.kind === 'arrival') {
    const awaiting = await awaitingArrivals(house.db, [look.key]);
    return awaiting.map((key): Look => ({ kind: 'awaiting', key }));
  }
  const lists = await listsBehind(house, look);
  if (lists.length > 1) return lists.map((key): Look => ({ kind: 'again', key }));
  await quarantineLists(house, lists, bug);
  return [];
}

/** Marks the latest attempts of these orders as set aside for a person; they no longer wait. */
export async function quarantineLists(
  house: House,
  orderKeys: readonly string[],
  bug: unknown,
): Promise<void> {
  if (orderKeys.length === 0) return;
  await house.db.transaction(async (tx) => {
    await storeQuarantine(tx, orderKeys, messageOf(bug), house.clock.now());
    await forgetWaiting(tx, orderKeys);
  });
}

/**
 * Marks the latest versions of these requests as set aside for a person. No sweep looks at them
 * again; one that its sender files anew is a new version and is decided.
 */
export async function quarantineRequests(
  house: House,
  keys: readonly string[],
  bug: unknown,
): Promise<void> {
  await storeRequestQuarantine(house.db, keys, messageOf(bug), house.clock.now());
}

function messageOf(bug: unknown): string {
  return bug instanceof Error ? bug.message : String(bug);
}

async function listsBehind(house: House, { kind, key }: Look): Promise<readonly string[]> {
  if (kind === 'order') return findWaiting(house.db, [key], []);
  if (kind === 'waybill') return findWaiting(house.db, [], [key]);
  return [key];
}
