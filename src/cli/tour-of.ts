import { businessDate } from '../base/dates.ts';
import { sendMessage } from '../client/send.ts';
import { maskName } from '../documents/masking.ts';
import { systemClock } from '../io/clock.ts';
import { systemEntropy } from '../io/random.ts';
import type { Profile } from '../registry/profile.ts';
import { type TourParcel as Made, tourParcel } from '../sandbox/tour.ts';
import { type Credentials, makeCredentialsBeside } from '../sandbox/world/credentials.ts';
import type { WorldFile } from '../sandbox/world/registry-files.ts';
import type { Tour, TourMessage, TourParcel } from '../window/tour.ts';
import { NotDone } from './command.ts';
import { registerFiles } from './register-files.ts';
import type { Served } from './serve.ts';

/** Parcels that are remembered; the one made longest ago is forgotten first. */
const KEPT = 50;

type Kept = { readonly made: Made; parcel: TourParcel };
type Zone = Pick<Served, 'db' | 'house' | 'url'>;

/** A tour that is there once the sample is. */
export type SampleTour = Tour & {
  /** @param seed of the sample, whose firms send */
  open(zone: Zone, seed: bigint, profile: Profile): void;
};

/**
 * The guided tour of `start`: each parcel is made up anew, and its documents go through the door
 * of the platform as those of any firm do.
 */
export function sampleTour(): SampleTour {
  let sample: { zone: Zone; seed: bigint; profile: Profile } | null = null;
  let credentials: Promise<ReadonlyMap<string, Credentials>> | null = null;
  const kept = new Map<string, Kept>();
  const begin = async (): Promise<TourParcel> => {
    if (sample === null) throw new NotDone('The sample is not there yet.');
    const { zone, seed, profile } = sample;
    // They take a second or two, and many starts never see a tour.
    credentials ??= makeCredentialsBeside(seed).catch((error: unknown) => {
      // The next parcel tries again.
      credentials = null;
      throw error;
    });
    const day = businessDate(systemClock.now());
    const made = tourParcel(anySeed(), profile, await credentials, day);
    await register(zone, made.registry);
    const id = systemEntropy.uuid();
    const parcel = parcelOf(id, made);
    kept.set(id, { made, parcel });
    if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '');
    return parcel;
  };
  return {
    open: (zone, seed, profile) => {
      sample = { zone, seed, profile };
    },
    isOpen: () => sample !== null,
    begin,
    find: (id) => kept.get(id)?.parcel ?? null,
    send: async (id, document) => {
      const one = kept.get(id);
      if (one === undefined || sample === null) return null;
      await send(one, document, sample.zone.url);
      return one.parcel;
    },
  };
}

/** 48 bits: no two tours meet by chance. */
function anySeed(): bigint {
  return BigInt(`0x${Buffer.from(systemEntropy.bytes(6)).toString('hex')}`);
}

async function register({ db, house }: Zone, files: readonly WorldFile[]): Promise<void> {
  await registerFiles(db, files, systemClock.now());
  await house.registry.fresh(db);
}

function parcelOf(id: string, { sale, orderNo, tax, messages }: Made): TourParcel {
  return {
    ...{ id, orderNo, tax, freight: sale.freight },
    platform: sale.platform.name,
    seller: sale.seller.name,
    warehouse: sale.area.name,
    buyer: maskName(sale.buyer.name),
    goods: sale.bought.map(({ article, quantity, price }) => ({
      ...{ name: article.name, quantity: quantity.toString(), price },
    })),
    messages: messages.map(({ document, type, sender, bytes }) => ({
      ...{ document, type, sender: sender.code, senderName: sender.name },
      ...{ xml: Buffer.from(bytes).toString('utf8'), sentAt: null, messageId: null, findings: [] },
    })),
  };
}

/** Sends a document, unless that was done; others may be under way meanwhile. */
async function send(one: Kept, document: TourMessage['document'], url: string): Promise<void> {
  const isDone = one.parcel.messages.some(
    (it) => it.document === document && it.messageId !== null,
  );
  const message = one.made.messages.find((it) => it.document === document);
  if (isDone || message === undefined) return;
  const sentAt = systemClock.now();
  const result = await sendMessage({ url, token: message.token }, message.bytes);
  const said = result.accepted
    ? { messageId: result.messageId, findings: [] }
    : { messageId: null, findings: result.findings };
  const messages = one.parcel.messages.map(
    (it): TourMessage => (it.document === document ? { ...it, ...said, sentAt } : it),
  );
  one.parcel = { ...one.parcel, messages };
}
