import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineAt } from '../xml/finding.ts';
import { linesOf } from './lines.ts';

it('counts lines as the scanner does', () => {
  const bytes = fc
    .array(fc.constantFrom(0x0a, 0x0d, 0x41), { maxLength: 30 })
    .map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(bytes, (text) => {
      const lines = linesOf(text);
      const offsets = Array.from({ length: text.length + 1 }, (_, at) => at);
      expect(offsets.map(lines)).toEqual(offsets.map((offset) => lineAt(text, offset)));
    }),
  );
});
