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

test('the cached hash is one for each hash, and right however much it is asked', () => {
  expect(cachedHash(hash)).toBe(cachedHash(hash));
  const other = makeHash(Buffer.alloc(32, 9));
  expect(cachedHash(other)('name', '张三')).toBe(other('name', '张三'));
  expect(cachedHash(hash)('name', '张三')).toBe(hash('name', '张三'));
  let calls = 0;
  const counting = cachedHash((kind, text) => {
    calls += 1;
    return hash(kind, text);
  });
  for (let i = 0; i < 20_000; i += 1) counting('phone', String(i));
  expect(calls).toBe(20_000);
  for (let i = 19_000; i < 20_000; i += 1)
    expect(counting('phone', `${i}`)).toBe(hash('phone', `${i}`));
  expect(calls).toBe(20_000);
  counting('phone', '0');
  expect(calls).toBe(20_001);
});

test('texts that need no normalising are normal already', () => {
  const slow = (kind: PersonalKind, text: string) =>
    kind === 'id'
      ? text.trim().toUpperCase()
      : kind === 'phone'
        ? text.replace(/\D+/g, '')
        : text.normalize('NFC').trim().replace(/\s+/g, ' ');
  const kinds = fc.constantFrom<PersonalKind>('id', 'name', 'phone', 'address');
  const units = fc.oneof(
    fc.constantFrom(' ', '　', 'x', 'X', '-', '0', 'é', 'e', '\u0301', '가', '\u1100', '\u1161'),
    fc.integer({ min: 0x4dff, max: 0x9fff }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0, max: 0x17f }).map((code) => String.fromCharCode(code)),
  );
  const texts = fc.array(units, { maxLength: 8 }).map((all) => all.join(''));
  fc.assert(
    fc.property(kinds, texts, (kind, text) => normalise(kind, text) === slow(kind, text)),
    { numRuns: 2000 },
  );
  for (let code = 0x4e00; code <= 0x9fa5; code++) {
    const text = String.fromCharCode(code);
    expect(text.normalize('NFC')).toBe(text);
  }
});
