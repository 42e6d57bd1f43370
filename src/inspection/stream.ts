import { assert } from '../base/assert.ts';
import { streamBlock } from './hashes.ts';

/** What a stream is drawn for. Each has its own, so that one never moves another. */
export type Purpose = 'targets' | 'officers' | 'redraws';

/** Whole numbers in [0, bound), `bound` from 1 to 2^53. */
export type NumberStream = { below(bound: number): number };

const WORD_DIGITS = 16;
const WORDS = 1n << 64n;

/**
 * The stream of a seed: SHA-256 in counter mode, read as words of 64 bits with the high byte first.
 * A word of the last, incomplete round of the bound is thrown away, so that no number is likelier
 * than another.
 */
export function numberStream(seed: string, purpose: Purpose): NumberStream {
  let [block, used, index] = ['', 0, 0];
  const next = (): bigint => {
    if (used === block.length) {
      block = streamBlock(seed, purpose, index);
      [used, index] = [0, index + 1];
    }
    used += WORD_DIGITS;
    return BigInt(`0x${block.slice(used - WORD_DIGITS, used)}`);
  };
  return {
    below(bound) {
      assert(Number.isSafeInteger(bound) && bound >= 1, `no bound: ${bound}`);
      const size = BigInt(bound);
      const limit = WORDS - (WORDS % size);
      for (;;) {
        const word = next();
        if (word < limit) return Number(word % size);
      }
    },
  };
}

/**
 * The index that a number below the sum of the weights falls on: each weight is a stretch of the
 * line as long as it is. -1 when the sum is zero, and then nothing is taken from the stream.
 */
export function pickByWeight(weights: readonly number[], stream: NumberStream): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return -1;
  let left = stream.below(sum);
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
}
