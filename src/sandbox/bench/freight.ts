import { present } from '../../base/assert.ts';
import type { Profile } from '../../registry/profile.ts';
import { credentialsOf, makeCredentials } from '../world/credentials.ts';
import type { WorldMessage } from '../world/messages.ts';
import { LIST, ORDER, PAYMENT, type Parcel, WAYBILL } from '../world/parcel.ts';
import { planWorld, worldArguments } from '../world/plan.ts';
import { registryFiles, type WorldFile } from '../world/registry-files.ts';
import { messageBytes } from '../world/render.ts';

/** A message ready to be sent: nothing is left to do but to send it. */
export type ReadyMessage = { readonly token: string; readonly bytes: Uint8Array };

/** Parcels that travel together: their documents, then the message with their lists. */
export type Wagon = {
  readonly documents: readonly ReadyMessage[];
  readonly lists: ReadyMessage;
  /** Company numbers of the lists, by which their receipts are known. */
  readonly copNos: readonly string[];
};

/** Everything a load run sends, prepared beforehand and kept in memory. */
export type Freight = {
  readonly registry: readonly WorldFile[];
  readonly wagons: readonly Wagon[];
  /** Tokens of the declarants, whose receipts tell when a list is decided. */
  readonly agents: readonly string[];
  readonly parcels: number;
  readonly bytes: number;
};

export type FreightOptions = {
  readonly seed: bigint;
  readonly parcels: number;
  readonly records: number;
  readonly profile: Profile;
  readonly onProgress?: (done: number, all: number) => void;
};

const PLACES = [ORDER, PAYMENT, WAYBILL, LIST] as const;

/**
 * Good parcels only, packed so that the four messages of a wagon hold the same parcels: one
 * sender each, `records` parcels at the most.
 */
export function makeFreight(options: FreightOptions): Freight {
  const { seed, parcels, records, profile, onProgress } = options;
  const planned = Math.ceil((parcels * 5) / 4);
  const plan = planWorld(worldArguments({ seed, parcels: planned, good: 100 }), profile);
  const credentials = makeCredentials(seed);
  // About one good parcel in eleven is of a special kind; a quarter more leaves enough plain ones.
  const all = plan.parcels.map((parcel, index) => ({ parcel, index }));
  const plain = all.filter(isPlain).slice(0, parcels);
  const groups = [...Map.groupBy(plain, ({ parcel }) => sendersOf(parcel)).values()];
  const chunks = groups.flatMap((group) => chunked(group, records));
  const agents = new Set<string>();
  const wagons = chunks.map((chunk, place): Wagon => {
    onProgress?.(place, chunks.length);
    const first = present(chunk[0], 'parcel of a wagon').parcel;
    const messages = PLACES.map((at) => {
      const { sender, document } = present(first.sent[at], 'document');
      const message: WorldMessage = {
        guid: guidOf(place, at),
        type: document.type,
        sender,
        records: chunk.map(({ index }) => ({ parcel: index, at })),
        damage: null,
        refused: false,
        after: null,
        copyOf: null,
      };
      const { token } = credentialsOf(credentials, sender);
      return { token, bytes: messageBytes(plan, message, credentials) };
    });
    const lists = present(messages[LIST], 'lists');
    agents.add(lists.token);
    const copNos = chunk.map(({ parcel }) => parcel.sent[LIST]?.document.head.copNo ?? '');
    return { documents: messages.slice(0, LIST), lists, copNos };
  });
  const messages = wagons.flatMap(({ documents, lists }) => [...documents, lists]);
  return {
    registry: [...registryFiles(plan, credentials)],
    wagons,
    agents: [...agents],
    parcels: plain.length,
    bytes: messages.reduce((sum, one) => sum + one.bytes.length, 0),
  };
}

// A parcel whose documents are sent once, unharmed and to a release of its own.
function isPlain({ parcel }: { parcel: Parcel }): boolean {
  const { sent, outcome, set } = parcel;
  const simple = sent.every(({ damage, after, twice }) => {
    return damage === null && after === null && !twice;
  });
  return simple && sent.length === PLACES.length && outcome.status === '800' && set === null;
}

function sendersOf({ sent }: Parcel): string {
  return sent.map(({ sender }) => sender.code).join(' ');
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}

function guidOf(place: number, at: number): string {
  const tail = (place * PLACES.length + at).toString(16).toUpperCase().padStart(12, '0');
  return `BE4C0000-0000-4000-8000-${tail}`;
}
