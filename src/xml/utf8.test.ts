import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstMalformed, pointAt, utf8Length } from './utf8.ts';

it('agrees with the native check on arbitrary bytes', () => {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 12 }), (list) => {
      const bytes = Uint8Array.from(list);
      expect(firstMalformed(bytes) < 0).toBe(isUtf8(bytes));
    }),
    { numRuns: 2000 },
  );
});

it('finds the first bad byte', () => {
  const text = Buffer.from('中文');
  expect(firstMalformed(Buffer.concat([text, Buffer.from([0xd6, 0xd0])]))).toBe(text.length);
});

it('reads code points', () => {
  for (const point of [0x41, 0xb7, 0x7ff, 0x800, 0x4e2d, 0xffff, 0x10000, 0x10ffff]) {
    const bytes = Buffer.from(String.fromCodePoint(point));
    expect(pointAt(bytes, 0)).toBe(point);
    expect(utf8Length(point)).toBe(bytes.length);
  }
});
