import type { Chunk } from './chunk.ts';

/** Parcels that travel together: their documents, then the message with their lists. */
export type Wagon = { readonly chunk: Chunk; readonly place: number };

/** Where a load gets its wagons from; null when there are no more. */
export type Source = { take(): Wagon | null | Promise<Wagon | null> };

/** The request that carries one message of a wagon; the lists are the last. */
export function requestOf({ chunk, place }: Wagon, message: number): Uint8Array {
  const at = place * chunk.messages + message;
  return chunk.bytes.subarray(at === 0 ? 0 : chunk.ends[at - 1]!, chunk.ends[at]!);
}

/** The wagons of chunks that are made already, one after the other. */
export function wagonsOf(chunks: readonly Chunk[]): Wagon[] {
  return chunks.flatMap((chunk) =>
    Array.from(chunk.parcelEnds, (_, place): Wagon => ({ chunk, place })),
  );
}

/** A source that ends with the wagons given. */
export function sourceOf(wagons: readonly Wagon[]): Source {
  let next = 0;
  return {
    take: () => {
      next += 1;
      return wagons[next - 1] ?? null;
    },
  };
}
