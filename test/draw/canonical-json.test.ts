import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalText } from '../../src/audit/draw-again.ts';
import { canonicalJson, type Json } from '../../src/inspection/canonical-json.ts';

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(fc.string(), fc.nat(20).map(String)), tie('value')),
  ),
}));

it('is the text that the auditor makes by code of its own, whatever the order of members', () => {
  fc.assert(
    fc.property(value, (one) => canonicalJson(one) === canonicalText(one)),
    { numRuns: 2_000 },
  );
});

it.each<[Json, string]>([
  [{ b: 1, a: [{ d: null, c: 'é' }] }, '{"a":[{"c":"é","d":null}],"b":1}'],
  [{ a: 1, b: { y: 1, x: 2 } }, '{"a":1,"b":{"x":2,"y":1}}'],
  // Numbers as names come in the order of their value from an object, and as texts here.
  [{ 9: 1, 10: 2 }, '{"10":2,"9":1}'],
])('orders the members of %j by name at every depth', (one, text) => {
  expect(canonicalJson(one)).toBe(text);
});
