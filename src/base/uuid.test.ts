import { describe, expect, it } from 'vitest';
import { uuidOf } from './uuid.ts';

describe('uuidOf', () => {
  it('takes 16 bytes and sets version and variant', () => {
    const digest = new Uint8Array(32).fill(0xff);
    expect(uuidOf(digest)).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect([...digest]).toEqual(Array(32).fill(0xff));
    expect(uuidOf(Uint8Array.from({ length: 16 }, (_, i) => i))).toBe(
      '00010203-0405-8607-8809-0a0b0c0d0e0f',
    );
  });
});
