import { assert } from './assert.ts';

/** A seeded generator for draws, worlds and simulations; the same seed gives the same sequence. */
export type SeededRandom = {
  /** A whole number in [0, bound), unbiased; `bound` from 1 to 2^32. */
  below(bound: number): number;
  /** True with probability numerator / denominator. */
  chance(numerator: number, denominator: number): boolean;
  /** One element of a non-empty list. */
  pick<T>(items: readonly T[]): T;
  /** The items in random order (Fisher-Yates), as a new list. */
  shuffle<T>(items: readonly T[]): T[];
  /** `length` random bytes. */
  bytes(length: number): Uint8Array;
};

/**
 * sfc32 keyed with the low 64 bits of the seed: small, fast, passes PractRand; not for secrets.
 * A bound outside 1 to 2^32, or a pick from nothing, is a bug.
 */
export function seededRandom(seed: bigint): SeededRandom {
  const next = sfc32(seed);
  const below = (bound: number): number => {
    // Without this a bound of zero would draw for ever.
    assert(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 32, `no bound: ${bound}`);
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const value = next();
      if (value < limit) return value % bound;
    }
  };
  return {
    below,
    chance: (numerator, denominator) => below(denominator) < numerator,
    pick: (items) => items[below(items.length)]!,
    shuffle: (items) => shuffled(items, below),
    bytes: (length) => Uint8Array.from({ length }, () => next() & 255),
  };
}

function shuffled<T>(items: readonly T[], below: (bound: number) => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

function sfc32(seed: bigint): () => number {
  let a = Number(seed & 0xffffffffn) | 0;
  let b = Number((seed >> 32n) & 0xffffffffn) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 20; i += 1) next();
  return next;
}
