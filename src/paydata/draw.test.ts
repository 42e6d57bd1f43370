import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { ONE, parseRate, type Rate, ZERO } from '../base/rate.ts';
import type { Entropy } from '../io/random.ts';
import { draw } from './draw.ts';

const ITEMS = Array.from({ length: 20_000 }, (_, i) => i);

function entropy(seed: bigint): Entropy & { readonly taken: () => number } {
  const random = seededRandom(seed);
  let taken = 0;
  return {
    bytes: (size) => {
      taken += size;
      return random.bytes(size);
    },
    uuid: () => 'x',
    taken: () => taken,
  };
}

describe('a draw', () => {
  it.each([
    ['0', 0, 0],
    ['0.001', 5, 40],
    ['0.1', 1_850, 2_150],
    ['0.5', 9_700, 10_300],
    ['1', 20_000, 20_000],
  ])('of the share %s takes from %i to %i of 20,000', (text, least, most) => {
    const drawn = draw(ITEMS, parseRate(text)!, entropy(1n)).length;
    expect(drawn).toBeGreaterThanOrEqual(least);
    expect(drawn).toBeLessThanOrEqual(most);
  });

  it('is the same for the same chance and another for another', () => {
    const share: Rate = { n: 1n, d: 100n };
    const of = (seed: bigint) => draw(ITEMS, share, entropy(seed));
    expect(of(7n)).toEqual(of(7n));
    expect(of(7n)).not.toEqual(of(8n));
  });

  it('asks for no chance where nothing depends on it', () => {
    const source = entropy(1n);
    expect([draw(ITEMS, ZERO, source), draw([], ONE, source)]).toEqual([[], []]);
    expect(draw([1, 2], ONE, source)).toEqual([1, 2]);
    expect(source.taken()).toBe(0);
  });

  it('takes exactly those below the share', () => {
    const bytes = [0x7f_ff_ff_ff_ff_ff, 0x80_00_00_00_00_00].map((value) => {
      const one = Buffer.alloc(6);
      one.writeUIntBE(value, 0, 6);
      return one;
    });
    const half = { bytes: () => Buffer.concat(bytes), uuid: () => 'x' };
    expect(draw(['under', 'over'], { n: 1n, d: 2n }, half)).toEqual(['under']);
  });
});
