import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cachedHash, makeHash, normalise, type PersonalKind } from './personal-hash.ts';

const secret = Buffer.alloc(32, 7);
const hash = makeHash(secret);

const reference = (kind: PersonalKind, text: string) =>
  createHmac('sha256', secret)
    .update(`${kind}\u0000${normalise(kind, text)}`)
    .digest('base64url')
    .slice(0, 22);

test('it is HMAC-SHA-256 of kind and normalised text, whatever the text', () => {
  const kinds = fc.constantFrom<PersonalKind>('id', 'name', 'phone', 'address');
  const texts = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(fc.property(kinds, texts, (k, t) => hash(k, t) === reference(k, t)));
  for (const length of [0, 1, 300, 335, 336, 337, 338, 400, 5000]) {
    const text = '街'.repeat(length);
    expect(hash('address', text)).toBe(reference('address', text));
  }
});

test('a key has 22 characters of base64url', () => {
  expect(hash('id', '11010519491231002X')).toMatch(/^[\w-]{22}$/);
});

test('the kind is part of the hash', () => {
  const kinds: PersonalKind[] = ['id', 'name', 'phone', 'address'];
  expect(new Set(kinds.map((kind) => hash(kind, '13800000000'))).size).toBe(4);
});

test('another secret gives other keys', () => {
  expect(makeHash(Buffer.alloc(32, 8))('name', '张三')).not.toBe(hash('name', '张三'));
  expect(() => makeHash(new Uint8Array(0))).toThrow('hash key');
  expect(() => makeHash(new Uint8Array(65))).toThrow('hash key');
});

test('spellings of one thing agree, different things do not', () => {
  expect(hash('id', ' 11010519491231002x ')).toBe(hash('id', '11010519491231002X'));
  expect(hash('phone', '138-0000 0000')).toBe(hash('phone', '13800000000'));
  expect(hash('name', ' 张　 三\t丰 ')).toBe(hash('name', '张 三 丰'));
  expect(hash('address', 'Cafe\u0301 1')).toBe(hash('address', 'Caf\u00e9 1'));
  expect(hash('name', '张三')).not.toBe(hash('name', '张 三'));
  expect(hash('id', '110105194912310021')).not.toBe(hash('id', '11010519491231002X'));
});

test('the cached hash asks once for each different question', () => {
  let calls = 0;
  const counting = cachedHash((kind, text) => {
    calls += 1;
    return hash(kind, text);
  });
  const answers = [counting('name', '张三'), counting('name', '张三'), counting('phone', '张三')];
  expect(calls).toBe(2);
  expect(answers).toEqual([hash('name', '张三'), hash('name', '张三'), hash('phone', '张三')]);
});
