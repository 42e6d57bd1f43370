import { describe, expect, it } from 'vitest';
import { uuidOf, uuidOfHex } from './uuid.ts';

describe('uuidOf', () => {
  it('takes 16 bytes and sets version and variant', () => {
    const digest = new Uint8Array(32).fill(0xff);
    expect(uuidOf(digest)).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect([...digest]).toEqual(Array(32).fill(0xff));
    expect(uuidOf(Uint8Array.from({ length: 16 }, (_, i) => i))).toBe(
      '00010203-0405-8607-8809-0a0b0c0d0e0f',
    );
  });

  it('is the same from hex, whatever the digest', () => {
    for (let byte = 0; byte < 256; byte++) {
      const digest = Buffer.alloc(32, byte);
      expect(uuidOfHex(digest.toString('hex'))).toBe(uuidOf(digest));
      const variant = ((byte & 0x3f) | 0x80).toString(16);
      expect(uuidOf(digest).slice(14, 21)).toBe(
        `8${digest.toString('hex')[1]}${digest.toString('hex').slice(0, 2)}-${variant}`,
      );
    }
  });
});
