import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameBytes, viewOf } from './bytes.ts';

test('bytes are compared as a loop over them does', () => {
  const some = fc.array(fc.constantFrom(0, 1, 0x80), { maxLength: 24 });
  fc.assert(
    fc.property(some, some, fc.nat(4), fc.nat(4), fc.nat(20), (one, other, from, at, wanted) => {
      const [a, b] = [Buffer.from(one), Buffer.from(other)];
      const length = Math.max(0, Math.min(wanted, a.length - from, b.length - at));
      const [left, right] = [a.subarray(from, from + length), b.subarray(at, at + length)];
      expect(sameBytes(viewOf(a), from, viewOf(b), at, length)).toBe(left.equals(right));
    }),
    { numRuns: 3000 },
  );
});

test('one other byte anywhere is seen, and what stands around is not looked at', () => {
  for (let length = 0; length < 12; length++) {
    const a = Buffer.from('<abcdefghijklmn>');
    const b = Buffer.from('##abcdefghijklmn');
    for (let i = length + 1; i < a.length; i++) a[i] = 0;
    expect(sameBytes(viewOf(a), 1, viewOf(b), 2, length)).toBe(true);
    for (let i = 1; i <= length; i++) {
      const changed = Buffer.from(a);
      changed[i]! ^= 0x40;
      expect(sameBytes(viewOf(changed), 1, viewOf(b), 2, length)).toBe(false);
    }
  }
});
