import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from '../io/pack.ts';
import { type KeptTerms, packTerms, termsAt } from './terms-block.ts';

const kept = fc.record({
  text: fc.string({ unit: 'binary', minLength: 1 }),
  digest: fc.uint8Array({ minLength: 16, maxLength: 16 }),
});

test('each record comes back by its position, those that were not filed as null', () => {
  fc.assert(
    fc.property(fc.array(fc.option(kept), { minLength: 1, maxLength: 50 }), (entries) => {
      const block = zstdDecompressSync(pack(packTerms(entries)));
      const back = entries.map((_, i) => termsAt(block, i));
      expect(back).toEqual(entries);
    }),
  );
});

test('a position beyond the block and a block of another form are bugs', () => {
  const one: KeptTerms = { text: '1a', digest: new Uint8Array(16) };
  const block = packTerms([one]);
  expect(() => termsAt(block, 1)).toThrow('has the record');
  expect(() => termsAt(Buffer.from([2, 0, 0, 0, 0]), 0)).toThrow('known form');
});
