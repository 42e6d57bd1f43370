import type { BusinessDate } from '../base/dates.ts';
import type { Profile } from '../registry/profile.ts';
import { credentialsOf, makeCredentialsOf } from './world/credentials.ts';
import { coupon } from './world/kinds/good.ts';
import type { Party } from './world/parties.ts';
import { planWorld, worldArguments } from './world/plan.ts';
import { registryFiles, type WorldFile } from './world/registry-files.ts';
import { messageBytes } from './world/render.ts';

/** A signed message of some parcels, and who sends it with which token. */
export type PastMessage = {
  readonly sender: Party;
  readonly token: string;
  readonly bytes: Uint8Array;
};

/** Ordinary parcels of a day: what has to be on file before, and their documents in order. */
export type PastParcels = {
  readonly registry: readonly WorldFile[];
  readonly messages: readonly PastMessage[];
};

/**
 * Parcels of firms of a world that should all be released, of a day of one's own.
 * @param seed of the world whose firms send; buyers are other persons than there
 */
export function pastParcels(
  seed: bigint,
  parcels: number,
  profile: Profile,
  start: BusinessDate,
): PastParcels {
  const wish = worldArguments({ seed: seed + 1n, parcels, good: 100, start });
  const plan = planWorld(wish, profile, { good: [coupon], bad: [], traffic: false });
  const senders = new Set(plan.messages.map(({ sender }) => sender.code));
  const credentials = makeCredentialsOf(seed, senders);
  return {
    registry: registryFiles(plan, credentials),
    messages: plan.messages.map((message) => ({
      sender: message.sender,
      token: credentialsOf(credentials, message.sender).token,
      bytes: messageBytes(plan, message, credentials),
    })),
  };
}
