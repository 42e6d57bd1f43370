import { hash } from 'node:crypto';
import { assert, present } from '../../base/assert.ts';
import { seededRandom } from '../../base/random.ts';
import type { Profile } from '../../registry/profile.ts';
import { type Credentials, credentialsOf } from '../world/credentials.ts';
import type { WorldMessage } from '../world/messages.ts';
import { LIST, ORDER, PAYMENT, type Parcel, WAYBILL, type Workshop } from '../world/parcel.ts';
import { DEFAULT_START, type WorldPlan, worldArguments } from '../world/plan.ts';
import { worldLaw } from '../world/rates.ts';
import { messageBytes } from '../world/render.ts';
import { uuid } from '../world/write-sale.ts';
import { buyerAt } from './buyers.ts';
import { type Freight, plainWagons, returningBuyers } from './plain-wagons.ts';
import { requestHead } from './request.ts';

/** Parcels of a full chunk; each parcel's company number carries chunk and place. */
export const CHUNK_PARCELS = 2_000;

/** Messages of a wagon, the lists last. */
export const WAGON_MESSAGES = 4;

/**
 * A part of the freight, ready to be written to sockets: whole HTTP requests one behind the other
 * in one block of memory, which moves between threads without a copy and is nothing to collect.
 */
export type Chunk = {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Where each request ends; four a wagon. */
  readonly ends: Uint32Array;
  /** Where the parcels of each wagon end, counted within the chunk. */
  readonly parcelEnds: Uint32Array;
  /** Bytes of the messages alone. */
  readonly rawBytes: number;
  /** CPU time that making it took, in the thread that did. */
  readonly cpuMicros: number;
};

/** What a chunk is made from: the same order gives the same bytes. */
export type ChunkOrder = {
  readonly seed: bigint;
  readonly number: number;
  readonly parcels: number;
  /** Parcels in one message. */
  readonly records: number;
  readonly freight: Freight;
};

/** Makes one chunk: plans its parcels, writes and signs their messages. */
export function makeChunk(
  order: ChunkOrder,
  profile: Profile,
  credentials: ReadonlyMap<string, Credentials>,
): Chunk {
  const began = process.threadCpuUsage();
  const shop = workshopOf(order, profile);
  const sizes = sizesOf(order);
  const wagons = plainWagons(shop, sizes, order.freight);
  const parts: Uint8Array[] = [];
  const ends = new Uint32Array(sizes.length * WAGON_MESSAGES);
  let [length, rawBytes, at] = [0, 0, 0];
  for (const parcels of wagons) {
    for (const message of messagesOf(shop, parcels)) {
      const bytes = messageBytes(planOf(order, parcels), message, credentials);
      const head = requestHead(credentialsOf(credentials, message.sender).token, bytes.length);
      parts.push(head, bytes);
      length += head.length + bytes.length;
      rawBytes += bytes.length;
      ends[at] = length;
      at += 1;
    }
  }
  const { user, system } = process.threadCpuUsage(began);
  return {
    number: order.number,
    bytes: joined(parts, length),
    ends,
    parcelEnds: sums(sizes),
    rawBytes,
    cpuMicros: user + system,
  };
}

// Not Buffer.concat: small ones lie in a block that Node shares and will not hand over.
function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function sizesOf({ parcels, records }: ChunkOrder): number[] {
  assert(parcels <= CHUNK_PARCELS, 'the parcels fit the chunk');
  const sizes: number[] = Array(Math.floor(parcels / records)).fill(records);
  if (parcels % records > 0) sizes.push(parcels % records);
  return sizes;
}

function sums(sizes: readonly number[]): Uint32Array {
  let sum = 0;
  return Uint32Array.from(sizes, (size) => {
    sum += size;
    return sum;
  });
}

function workshopOf({ seed, number }: ChunkOrder, profile: Profile): Workshop {
  const random = seededRandom(hash('sha256', `${seed} ${number}`, 'buffer').readBigUInt64BE());
  const law = worldLaw(profile, DEFAULT_START);
  const counter = () => {
    let next = 0;
    return () => next++;
  };
  const nextBuyer = counter();
  const freshBuyer = () => buyerAt(seed, number, nextBuyer());
  return {
    random,
    law,
    frame: {
      start: DEFAULT_START,
      mark: number.toString(36).toUpperCase().padStart(6, '0'),
      digits: String(number).padStart(6, '0'),
    },
    start: DEFAULT_START,
    freshBuyer,
    regularBuyer: returningBuyers(random, freshBuyer, law.annualLimit),
    nextIndex: counter(),
  };
}

// The messages of a wagon in the order of sending; each holds one document of every parcel.
function messagesOf(shop: Workshop, parcels: readonly Parcel[]): WorldMessage[] {
  return [ORDER, PAYMENT, WAYBILL, LIST].map((at) => {
    const { sender, document } = present(parcels[0]?.sent[at], 'document');
    return {
      guid: uuid(shop.random),
      type: document.type,
      sender,
      records: parcels.map((_, parcel) => ({ parcel, at })),
      damage: null,
      refused: false,
      after: null,
      copyOf: null,
      names: null,
      arrived: null,
    };
  });
}

function planOf({ seed }: ChunkOrder, parcels: readonly Parcel[]): WorldPlan {
  const args = worldArguments({ seed, parcels: parcels.length });
  return { arguments: args, parcels, sets: new Map(), messages: [], people: [] };
}
