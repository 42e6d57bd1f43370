import { assert, present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import { DOCUMENTS, type DocumentName } from '../flows/declare.ts';
import type { Profile } from '../registry/profile.ts';
import { type Credentials, credentialsOf } from './world/credentials.ts';
import type { WorldType } from './world/document.ts';
import type { WorldMessage } from './world/messages.ts';
import { headOf, ORDER } from './world/parcel.ts';
import type { Party } from './world/parties.ts';
import { planWorld, type WorldPlan, worldArguments } from './world/plan.ts';
import { taxTotal } from './world/predict.ts';
import { registryFiles, type WorldFile } from './world/registry-files.ts';
import { messageBytes } from './world/render.ts';
import type { Sale } from './world/sale.ts';

/** A signed message with one document, and who sends it with which token. */
export type TourMessage = {
  readonly document: DocumentName;
  readonly type: WorldType;
  readonly sender: Party;
  readonly token: string;
  readonly bytes: Uint8Array;
};

/** One made-up parcel whose documents have not been sent. */
export type TourParcel = {
  readonly sale: Sale;
  readonly orderNo: string;
  /** What it should be taxed with, fen. */
  readonly tax: bigint;
  /** Files of the registry that have to be on file before: buyer, goods, book. */
  readonly registry: readonly WorldFile[];
  /** In the order of `DOCUMENTS`. */
  readonly messages: readonly TourMessage[];
};

const TYPES: Readonly<Record<DocumentName, WorldType>> = {
  ...{ order: 'CEB311', payment: 'CEB411', waybill: 'CEB511', list: 'CEB621' },
};

/** Seeds that are tried: about every second parcel leaves a bonded warehouse, not an aeroplane. */
const TRIES = 64n;

/**
 * A parcel out of a bonded warehouse (1210) that should be released.
 * @param seed which one; near ones may give the same
 * @param credentials of all firms of a world that is on file
 * @param start business date of its documents
 */
export function tourParcel(
  seed: bigint,
  profile: Profile,
  credentials: ReadonlyMap<string, Credentials>,
  start: BusinessDate,
): TourParcel {
  for (let one = seed; one < seed + TRIES; one += 1n) {
    const wish = worldArguments({ seed: one, parcels: 1, good: 100, start });
    const plan = planWorld(wish, profile, { good: [], bad: [], traffic: false });
    const [parcel] = plan.parcels;
    if (parcel?.sale.mode !== '1210') continue;
    assert(parcel.outcome.status === '800', 'an ordinary parcel is released');
    return {
      sale: parcel.sale,
      orderNo: headOf(parcel, ORDER, 'orderNo'),
      tax: taxTotal(present(parcel.outcome.tax, 'its tax')),
      registry: [...registryFiles(plan, credentials)],
      messages: DOCUMENTS.map((document) => messageOf(plan, document, credentials)),
    };
  }
  throw new Error('no parcel of a bonded warehouse in a whole row of worlds');
}

function messageOf(
  plan: WorldPlan,
  document: DocumentName,
  credentials: ReadonlyMap<string, Credentials>,
): TourMessage {
  const type = TYPES[document];
  const found: WorldMessage | undefined = plan.messages.find((one) => one.type === type);
  const message = present(found, `a message ${type}`);
  const { sender } = message;
  const { token } = credentialsOf(credentials, sender);
  return { document, type, sender, token, bytes: messageBytes(plan, message, credentials) };
}
