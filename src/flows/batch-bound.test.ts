import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { batchBound } from './batch-bound.ts';

/** Batches of a house with a fixed price and one for each record, a fifth of it by chance. */
function run(fixed: number, each: number, batches: number, learned = batchBound(2_000, 150)) {
  const random = seededRandom(3n);
  const chance = () => (80 + random.below(41)) / 100;
  const weights: number[] = [];
  for (let i = 0; i < batches; i += 1) {
    const weight = learned.next();
    weights.push(weight);
    learned.note(weight, (fixed + each * weight) * chance());
  }
  const late = weights.slice(-20);
  return { learned, mean: late.reduce((sum, one) => sum + one, 0) / late.length };
}

describe('the bound of a batch', () => {
  it.each([
    ['quick', 10, 0.05, 1_500, 2_000],
    ['common', 20, 0.2, 500, 1_100],
    ['slow', 20, 0.8, 150, 350],
    ['far', 300, 0.2, 1_100, 2_000],
  ])('at a %s house', (_name, fixed, each, low, high) => {
    const { mean } = run(fixed, each, 200);
    expect(mean).toBeGreaterThanOrEqual(low);
    expect(mean).toBeLessThanOrEqual(high);
  });

  it('does not fall into ever smaller batches when every round trip becomes slow', () => {
    const { learned } = run(10, 0.08, 100);
    expect(run(120, 0.08, 100, learned).mean).toBeGreaterThan(1_200);
  });

  it('is not thrown over by batches of one, nor by one long pause', () => {
    const { learned } = run(10, 0.05, 100);
    for (let i = 0; i < 200; i += 1) learned.note(1 + (i % 7), 10);
    expect(learned.value()).toBeGreaterThan(400);
    learned.note(5, 30_000);
    expect(learned.value()).toBeGreaterThanOrEqual(200);
    expect(run(10, 0.05, 60, learned).mean).toBeGreaterThan(1_200);
  });
});
