import { expect, it } from 'vitest';
import { escapeAttribute, escapeText } from './write.ts';

it('escapes text as canonical form does', () => {
  expect(escapeText('a<b>&"\'\t\n\r中')).toBe('a&lt;b&gt;&amp;"\'\t\n&#xD;中');
  expect(escapeText('plain')).toBe('plain');
});

it('escapes attribute values as canonical form does', () => {
  expect(escapeAttribute('a<b>&"\'\t\n\r中')).toBe("a&lt;b>&amp;&quot;'&#x9;&#xA;&#xD;中");
});

it('throws on characters that no XML can hold', () => {
  for (const text of ['\u0000', '\u001f', '\ufffe', '\ud800', '\udc00x']) {
    expect(() => escapeText(text)).toThrow();
    expect(() => escapeAttribute(text)).toThrow();
  }
});
