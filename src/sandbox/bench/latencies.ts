import type { Track } from './tracker.ts';

/** Latencies of all decided parcels, sorted. */
export function latenciesOf(tracks: readonly Track[]): Float64Array {
  const all = tracks.flatMap(({ sentAt, decidedAt }) =>
    Array.from(decidedAt, (at, i) => at - sentAt[i]!).filter((value) => !Number.isNaN(value)),
  );
  return Float64Array.from(all).sort();
}

/**
 * The value that a share of all does not exceed (nearest rank); 0 of nothing.
 * @param sorted ascending
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.max(1, Math.ceil(sorted.length * share));
  return sorted[rank - 1] ?? 0;
}

/** The middle one; the lower of two. */
export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** With so many decimals, for people. */
export function rounded(value: number, decimals = 1): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}
