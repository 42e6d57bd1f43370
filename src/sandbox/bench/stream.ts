import { present } from '../../base/assert.ts';
import type { Chunk } from './chunk.ts';
import type { Source } from './wagon.ts';
import { chunkSize, type Yard } from './yard.ts';

export type StreamOptions = {
  /** Parcels in one message. */
  readonly records: number;
  /** How many in all; endless without. */
  readonly parcels?: number;
  /** Chunks that are made ahead of what is sent: the bound of its memory. */
  readonly ahead: number;
};

/** Freight that is made while it is sent, for loads that no memory holds. */
export type Stream = Source & {
  /** What was made so far, and the CPU time that this took. */
  made(): { readonly parcels: number; readonly rawBytes: number; readonly cpuMicros: number };
};

/** Orders freight a few chunks ahead of what is taken. */
export function streamOf(yard: Yard, { records, parcels, ahead }: StreamOptions): Stream {
  const size = chunkSize(records);
  const coming: Promise<Chunk>[] = [];
  let left = parcels ?? Number.POSITIVE_INFINITY;
  const made = { parcels: 0, rawBytes: 0, cpuMicros: 0 };
  let chunk: Chunk | null = null;
  let place = 0;
  let loading: Promise<void> | null = null;
  const fill = (): void => {
    while (coming.length < ahead && left > 0) {
      const order = yard.order(Math.min(size, left));
      // Chunks that are never taken, because the run ends, may fail as they like.
      order.catch(() => undefined);
      coming.push(order);
      left -= Math.min(size, left);
    }
  };
  const load = async (): Promise<void> => {
    chunk = await present(coming.shift(), 'an ordered chunk');
    place = 0;
    made.parcels += chunk.parcelEnds.at(-1) ?? 0;
    made.rawBytes += chunk.rawBytes;
    made.cpuMicros += chunk.cpuMicros;
    loading = null;
    fill();
  };
  fill();
  return {
    made: () => made,
    take: async () => {
      for (;;) {
        if (chunk !== null && place < chunk.parcelEnds.length) {
          place += 1;
          return { chunk, place: place - 1 };
        }
        if (loading === null && coming.length === 0) return null;
        loading ??= load();
        await loading;
      }
    },
  };
}
