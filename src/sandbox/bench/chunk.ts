import { hash } from 'node:crypto';
import { assert, present } from '../../base/assert.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import type { Profile } from '../../registry/profile.ts';
import { type Credentials, credentialsOf } from '../world/credentials.ts';
import { exportWorldLaw } from '../world/export/law.ts';
import { LIST, ORDER, PAYMENT, type Parcel, WAYBILL, type Workshop } from '../world/parcel.ts';
import { DEFAULT_START } from '../world/plan.ts';
import { worldLaw } from '../world/rates.ts';
import { type PlainMessage, signedBytes } from '../world/render.ts';
import { uuid, type WorldFrame } from '../world/write-sale.ts';
import { buyerAt } from './buyers.ts';
import { exportWagons } from './export-wagons.ts';
import { type ImportFreight, plainWagons, returningBuyers } from './plain-wagons.ts';
import { requestHead } from './request.ts';

/** Parcels of a full chunk; each parcel's company number carries chunk and place. */
export const CHUNK_PARCELS = 2_000;

/** What parcels of import are like, or `export`: retail parcels that leave. */
export type Freight = ImportFreight | 'export';

/** Messages of a wagon, the lists last; those that leave are told to have arrived as well. */
export function wagonMessages(freight: Freight): number {
  return freight === 'export' ? 5 : 4;
}

/**
 * A part of the freight, ready to be written to sockets: whole HTTP requests one behind the other
 * in one block of memory, which moves between threads without a copy and is nothing to collect.
 */
export type Chunk = {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Requests of each wagon, its lists last. */
  readonly messages: number;
  /** Where each request ends. */
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
  const sizes = sizesOf(order);
  const messages = wagonMessages(order.freight);
  const parts: Uint8Array[] = [];
  const ends = new Uint32Array(sizes.length * messages);
  let [length, rawBytes, at] = [0, 0, 0];
  for (const message of freightOf(order, sizes, profile)) {
    const bytes = signedBytes(message, credentials);
    const head = requestHead(credentialsOf(credentials, message.sender).token, bytes.length);
    parts.push(head, bytes);
    length += head.length + bytes.length;
    rawBytes += bytes.length;
    ends[at] = length;
    at += 1;
  }
  const { user, system } = process.threadCpuUsage(began);
  return {
    number: order.number,
    bytes: joined(parts, length),
    messages,
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

/** The messages of all wagons, one wagon behind the other. */
function freightOf(
  order: ChunkOrder,
  sizes: readonly number[],
  profile: Profile,
): readonly PlainMessage[] {
  const { seed, number, freight } = order;
  const random = seededRandom(hash('sha256', `${seed} ${number}`, 'buffer').readBigUInt64BE());
  if (freight === 'export') {
    const law = present(exportWorldLaw(profile, DEFAULT_START), 'a law of exports');
    return exportWagons(random, law, frameOf(number), sizes);
  }
  const shop = workshopOf(order, profile, random);
  return plainWagons(shop, sizes, freight).flatMap((parcels) => messagesOf(shop, parcels));
}

function frameOf(number: number): WorldFrame {
  return {
    start: DEFAULT_START,
    mark: number.toString(36).toUpperCase().padStart(6, '0'),
    digits: String(number).padStart(6, '0'),
  };
}

function workshopOf(
  { seed, number }: ChunkOrder,
  profile: Profile,
  random: SeededRandom,
): Workshop {
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
    frame: frameOf(number),
    start: DEFAULT_START,
    freshBuyer,
    regularBuyer: returningBuyers(random, freshBuyer, law.annualLimit),
    nextIndex: counter(),
  };
}

// The messages of a wagon in the order of sending; each holds one document of every parcel.
function messagesOf(shop: Workshop, parcels: readonly Parcel[]): PlainMessage[] {
  return [ORDER, PAYMENT, WAYBILL, LIST].map((at) => {
    const { sender, document } = present(parcels[0]?.sent[at], 'document');
    return {
      guid: uuid(shop.random),
      type: document.type,
      sender,
      documents: parcels.map(({ sent }) => present(sent[at], 'document').document),
    };
  });
}
