import { expect, it } from 'vitest';
import { reservoirOf } from './look-ups.ts';
import { slopeOf } from './slope.ts';
import { figureIn } from './watch.ts';

it('finds the slope of the nearest line', () => {
  expect(slopeOf([])).toBe(0);
  expect(slopeOf([[1, 5]])).toBe(0);
  const line = [0, 1, 2, 3].map((x) => [x, 7 + 2.5 * x] as const);
  expect(slopeOf(line)).toBeCloseTo(2.5);
  const noisy = line.map(([x, y], i) => [x, y + (i % 2 === 0 ? 1 : -1)] as const);
  expect(slopeOf(noisy)).toBeCloseTo(2.1);
});

it('reads figures of /metrics', () => {
  const text = '# HELP a_b c\na_b_total 7\na_b 1.5e+06\na_b{x="1"} 9\n';
  expect(figureIn(text, 'a_b')).toBe(1_500_000);
  expect(figureIn(text, 'b')).toBeNaN();
  const labelled = 'queue{stage="intake"} 3\nqueue{stage="clearance"} 4\nqueue_other 9\n';
  expect(figureIn(labelled, 'queue')).toBe(7);
});

it('keeps a fair sample of all that passes by', () => {
  const counts = new Array<number>(10).fill(0);
  for (let seed = 1n; seed <= 400n; seed += 1n) {
    const { offer, items } = reservoirOf<number>(100, seed);
    for (let i = 0; i < 1_000; i += 1) offer(i);
    expect(items).toHaveLength(100);
    for (const item of items) counts[Math.floor(item / 100)]! += 1;
  }
  // 4,000 in each tenth, give or take five standard deviations.
  for (const count of counts) expect(Math.abs(count - 4_000)).toBeLessThan(300);
});
