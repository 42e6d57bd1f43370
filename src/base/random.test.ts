import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

describe('seededRandom', () => {
  it('gives the same sequence for the same seed, for ever', () => {
    const random = seededRandom(7n);
    // Published draws are verified with this sequence; a change of it breaks them.
    expect(Array.from({ length: 6 }, () => random.below(1000))).toEqual([
      879, 727, 829, 551, 622, 505,
    ]);
    expect(seededRandom(7n).bytes(8)).toEqual(seededRandom(7n).bytes(8));
  });

  it('differs by seed, also in the upper half of the seed', () => {
    const first = (seed: bigint): number => seededRandom(seed).below(2 ** 32);
    const seeds = [0n, 1n, 2n, 1n << 32n, 1n << 63n, -1n];
    expect(new Set(seeds.map(first)).size).toBe(seeds.length);
  });

  it('stays below the bound and reaches every value', () => {
    const random = seededRandom(1n);
    const counts = new Map<number, number>();
    for (let i = 0; i < 7000; i += 1) {
      const value = random.below(7);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // Six standard deviations of a fair draw: 1000 +- 176.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(176);
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = seededRandom(seed).below(bound);
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true);
      }),
    );
  });

  it('shuffles to a permutation and leaves the given list alone', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.array(fc.integer(), { maxLength: 50 }), (seed, items) => {
        const before = [...items];
        const shuffled = seededRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  it('shuffles three things into all six orders about equally often', () => {
    const random = seededRandom(3n);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i += 1) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(174);
  });

  it('picks members, and takes chances of nothing and of certainty', () => {
    const random = seededRandom(5n);
    const items = ['x', 'y'];
    for (let i = 0; i < 50; i += 1) {
      expect(items).toContain(random.pick(items));
      expect(random.chance(0, 10)).toBe(false);
      expect(random.chance(10, 10)).toBe(true);
    }
  });

  it('refuses bounds that are none instead of drawing for ever', () => {
    const random = seededRandom(1n);
    for (const bad of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) {
      expect(() => random.below(bad)).toThrow('bound');
    }
    expect(() => random.pick([])).toThrow('bound');
  });
});
