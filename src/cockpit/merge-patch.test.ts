import { assert, dictionary, integer, letrec, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { type Json, type JsonObject, mergePatch } from './merge-patch.ts';

/** What a client does with a patch, as RFC 7396 writes it. */
function merged(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result: Record<string, Json> = isObject ? { ...(target as JsonObject) } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

const { object } = letrec<{ object: JsonObject; value: Json }>((tie) => ({
  object: dictionary(string({ maxLength: 2 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  value: oneof(
    { maxDepth: 2 },
    integer({ min: 0, max: 3 }),
    string({ maxLength: 1 }),
    tie('object'),
  ),
}));

test('a client that applies the patch has the new state', () => {
  assert(
    property(object, object, (before, after) => {
      const patch = mergePatch(before, after);
      expect(patch === null ? before : merged(before, patch)).toEqual(after);
    }),
  );
});

test('what did not change is not sent', () => {
  const before = { day: { a: 1, b: 2 }, list: [1, 2], gone: 1 };
  expect(mergePatch(before, before)).toBeNull();
  const after = { day: { a: 1, b: 3 }, list: [1], new: { x: 1 } };
  const patch = { day: { b: 3 }, list: [1], new: { x: 1 }, gone: null };
  expect(mergePatch(before, after)).toEqual(patch);
});
