import { Worker } from 'node:worker_threads';
import { assert, Bug } from '../../base/assert.ts';
import type { Credentials } from '../world/credentials.ts';
import { CHUNK_PARCELS, type Chunk, type ChunkOrder, type Freight } from './chunk.ts';
import type { WorkerGift } from './freight-worker.ts';

/** What the yard makes freight from. */
export type YardOptions = {
  readonly seed: bigint;
  readonly records: number;
  /** `mixed` unless told. */
  readonly freight?: Freight;
  readonly profileDir: string;
  readonly credentials: ReadonlyMap<string, Credentials>;
  /** Number of the first chunk; what was sent to a database once is not sent to it again. */
  readonly firstChunk?: number;
  readonly workers?: number;
};

/** Makes freight in threads of its own. */
export type Yard = {
  /** Parcels of the next chunk; resolves when it is made. */
  order(parcels: number): Promise<Chunk>;
  /** Number of the chunk that comes next. */
  nextChunk(): number;
  /** Ends the threads; from then on they take no CPU. */
  close(): Promise<void>;
};

type Hand = {
  readonly worker: Worker;
  readonly waiting: { done(chunk: Chunk): void; failed(error: unknown): void }[];
};

/** Opens a yard; its threads start at once. */
export function openYard(options: YardOptions): Yard {
  const { profileDir, credentials, seed, records, freight = 'mixed' } = options;
  const gift: WorkerGift = { profileDir, credentials };
  const hands = Array.from({ length: options.workers ?? 2 }, () => hire(gift));
  let next = options.firstChunk ?? 0;
  return {
    order: (parcels) => {
      const order: ChunkOrder = { seed, number: next, parcels, records, freight };
      next += 1;
      const hand = hands.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
      return new Promise((done, failed) => {
        hand.waiting.push({ done, failed });
        hand.worker.postMessage(order);
      });
    },
    nextChunk: () => next,
    close: async () => {
      await Promise.all(hands.map(({ worker }) => worker.terminate()));
    },
  };
}

function hire(gift: WorkerGift): Hand {
  const worker = new Worker(new URL('./freight-worker.ts', import.meta.url), {
    workerData: gift,
  });
  const hand: Hand = { worker, waiting: [] };
  const give = (error: unknown): void => {
    for (const { failed } of hand.waiting.splice(0)) failed(error);
  };
  worker.on('message', (chunk: Chunk) => hand.waiting.shift()?.done(chunk));
  worker.on('error', give);
  worker.on('exit', () => give(new Bug('a thread that makes freight ended')));
  return hand;
}

/** Parcels of one order: whole wagons, so that only the last wagon of all may be smaller. */
export function chunkSize(records: number): number {
  assert(records <= CHUNK_PARCELS, 'a wagon fits a chunk');
  return CHUNK_PARCELS - (CHUNK_PARCELS % records);
}

/** Makes `parcels` parcels and keeps them all; two orders a thread are under way. */
export async function stock(
  yard: Yard,
  { parcels, records }: { readonly parcels: number; readonly records: number },
  onProgress?: (done: number, all: number) => void,
): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  const size = chunkSize(records);
  let [left, done] = [parcels, 0];
  const lane = async (): Promise<void> => {
    while (left > 0) {
      const take = Math.min(size, left);
      left -= take;
      chunks.push(await yard.order(take));
      done += take;
      onProgress?.(done, parcels);
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return chunks.sort((a, b) => a.number - b.number);
}
