/**
 * Buckets of times on a logarithmic scale, ten for each power of ten: 1, 1, 2, 2, 3, 3, 4, 5, 6, 8,
 * 10, 13, 16, 20 ... milliseconds up to eleven days. A percentile read from them is at most a
 * quarter too high, and sums of buckets are exact, whoever adds them in whatever order.
 */
const BOUNDS: readonly number[] = Array.from({ length: 91 }, (_, k) => Math.round(10 ** (k / 10)));

/** The bucket of a time in milliseconds: the first whose bound is not below it; 91 beyond all. */
export function bucketOf(milliseconds: number): number {
  let [low, high] = [0, BOUNDS.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BOUNDS[middle]! < milliseconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Times by bucket. */
export type Histogram = ReadonlyMap<number, bigint>;

/** Percentiles in milliseconds, each the bound of its bucket; 0 when nothing was measured. */
export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

/** The percentiles of a histogram. */
export function percentilesOf(histogram: Histogram): Percentiles {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const count = buckets.reduce((sum, [, times]) => sum + Number(times), 0);
  const at = (percent: number): number => {
    let left = Math.ceil((count * percent) / 100);
    for (const [bucket, times] of buckets) {
      left -= Number(times);
      if (left <= 0) return BOUNDS[Math.min(bucket, BOUNDS.length - 1)]!;
    }
    return 0;
  };
  return { count, p50: at(50), p95: at(95), p99: at(99) };
}
