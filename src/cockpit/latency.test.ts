import { expect, test } from 'vitest';
import { bucketOf, percentilesOf } from './latency.ts';

test('a time falls into the first bucket whose bound is not below it', () => {
  const found = [0, 1, 2, 3, 10, 11, 13, 14, 999, 1_000, 1_001, 1e9, 1e9 + 1].map(bucketOf);
  expect(found).toEqual([0, 0, 2, 4, 10, 11, 11, 12, 30, 30, 31, 90, 91]);
});

test('percentiles are the bounds of buckets', () => {
  expect(percentilesOf(new Map())).toEqual({ count: 0, p50: 0, p95: 0, p99: 0 });
  const times = Array.from({ length: 100 }, (_, i) => bucketOf(i + 1));
  const histogram = new Map<number, bigint>();
  for (const bucket of times) histogram.set(bucket, (histogram.get(bucket) ?? 0n) + 1n);
  expect(percentilesOf(histogram)).toEqual({ count: 100, p50: 50, p95: 100, p99: 100 });
  expect(percentilesOf(new Map([[91, 3n]])).p50).toBe(1e9);
});
