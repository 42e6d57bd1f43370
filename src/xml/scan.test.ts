import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameId } from './names.ts';
import {
  attribute,
  firstChild,
  isLeaf,
  lineOf,
  localName,
  nameIdOf,
  namespaceIdOf,
  namespaceOf,
  nextSibling,
  parent,
  scan,
  startOf,
  strayText,
  text,
  type XmlDocument,
} from './scan.ts';
import { TEXTS } from './texts.ts';
import { escapeAttribute, escapeText } from './write.ts';

const LIMITS = { bytes: 1 << 20, depth: 64, nodes: 10_000, attributes: 32 };

function bytesOf(source: string | Uint8Array): Uint8Array {
  return typeof source === 'string' ? Buffer.from(source, 'utf8') : source;
}

function accepted(source: string | Uint8Array): XmlDocument {
  const result = scan(bytesOf(source), LIMITS);
  if (!result.ok) throw new Error(`${result.finding.code}: ${result.finding.en}`);
  return result.doc;
}

function refused(source: string | Uint8Array, limits = LIMITS): string {
  const result = scan(bytesOf(source), limits);
  return result.ok ? 'accepted' : result.finding.code;
}

describe('walking a document', () => {
  const doc = accepted(
    '<c:m xmlns:c="urn:c" a="1"><c:x>一</c:x>\n' +
      '<y xmlns="urn:y" b="&lt;&#x4e00;\t"><z/></y><c:x/></c:m>',
  );

  it('links nodes in document order', () => {
    expect([0, 1, 2, 3, 4].map((node) => localName(doc, node))).toEqual(['m', 'x', 'y', 'z', 'x']);
    expect([0, 1, 2, 3, 4].map((node) => parent(doc, node))).toEqual([-1, 0, 0, 2, 0]);
    expect([0, 1, 2, 3, 4].map((node) => firstChild(doc, node))).toEqual([1, -1, 3, -1, -1]);
    expect([0, 1, 2, 3, 4].map((node) => nextSibling(doc, node))).toEqual([-1, 2, 4, -1, -1]);
    expect([0, 1, 2, 3, 4].map((node) => isLeaf(doc, node))).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  it('knows names and namespaces as text and as shared ids', () => {
    expect([0, 2, 3, 4].map((node) => namespaceOf(doc, node))).toEqual([
      'urn:c',
      'urn:y',
      'urn:y',
      'urn:c',
    ]);
    const known = nameId('registeredBefore');
    const other = accepted(
      '<registeredBefore xmlns="urn:only-here"><unheardOf/></registeredBefore>',
    );
    expect(nameIdOf(other, 0)).toBe(known);
    expect(localName(other, 1)).toBe('unheardOf');
    expect(namespaceIdOf(other, 0)).toBe(namespaceIdOf(other, 1));
    expect(nameIdOf(other, 1)).not.toBe(known);
  });

  it('reads text, attributes and lines', () => {
    expect(text(doc, 1)).toBe('一');
    expect(text(doc, 4)).toBe('');
    expect(attribute(doc, 0, 'a')).toBe('1');
    expect(attribute(doc, 2, 'b')).toBe('<一 ');
    expect(attribute(doc, 2, 'xmlns')).toBeNull();
    expect(lineOf(doc, startOf(doc, 2))).toBe(2);
  });

  it('keeps the same node ids for a view into a larger buffer', () => {
    const whole = Buffer.from('junk<a><b>1</b></a>junk');
    const view = new Uint8Array(whole.buffer, whole.byteOffset + 4, whole.length - 8);
    expect(text(accepted(view), 1)).toBe('1');
  });
});

describe('text', () => {
  it.each([
    ['a&amp;b&lt;&gt;&apos;&quot;', 'a&b<>\'"'],
    ['&#65;&#x1F600;&#x00000041;&#13;', 'A\u{1F600}A\r'],
    ['1\r\n2\r3\n', '1\n2\n3\n'],
    ['<![CDATA[<&]]>x<![CDATA[]]>', '<&x'],
    ['1<!-- 9 -->2', '12'],
    [' ] ]] > ', ' ] ]] > '],
    ['\u{20000}𠮷', '\u{20000}𠮷'],
  ])('of %j is %j', (source, expected) => {
    expect(text(accepted(`<a>${source}</a>`), 0)).toBe(expected);
  });

  it('comes back from what the writer escaped', () => {
    const unit = fc.string({ unit: 'binary', maxLength: 40 });
    const legal = unit.map((s) =>
      s.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
    );
    fc.assert(
      fc.property(legal, legal, (content, value) => {
        const doc = accepted(`<a b="${escapeAttribute(value)}">${escapeText(content)}</a>`);
        expect(text(doc, 0)).toBe(content);
        expect(attribute(doc, 0, 'b')).toBe(value);
      }),
    );
  });

  it('among elements is found', () => {
    expect(strayText(accepted('<a> <b/><!-- x -->\n<b/>\t</a>'), 0)).toBe(-1);
    expect(strayText(accepted('<a><b/>x</a>'), 0)).toBe(7);
    expect(strayText(accepted('<a><b/><![CDATA[x]]><b/></a>'), 0)).toBe(7);
    expect(strayText(accepted('<a>&#32;<b/></a>'), 0)).toBe(-1);
  });
});

describe('accepted', () => {
  it.each([
    '<a/>',
    '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<!-- x --><a></a >\n<!-- y -->\n',
    "<?xml version='1.0' standalone='yes' ?><a/>",
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?><a/>',
    '<a b = \'"\' c="\'>"/>',
    '<a xmlns="urn:x"><b xmlns=""><c xmlns="urn:x"/></b></a>',
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="zh"/>',
    '<报文 编号="一"><子·1/></报文>',
    '<a b="1" xmlns:p="urn:x" p:b="1"/>',
    '<a><!----></a>',
    '<a><![CDATA[]]]]><![CDATA[>]]></a>',
  ])('%j', (source) => {
    expect(refused(source)).toBe('accepted');
  });
});

/** Each reason of texts.ts that the scanner can give, by sources that bring it about. */
const REFUSED: readonly (readonly [string, string | Uint8Array])[] = [
  ['XML-DOCTYPE', '<!DOCTYPE a><a/>'],
  ['XML-DOCTYPE', '<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
  ['XML-DOCTYPE', '<a><!DOCTYPE b></a>'],
  ['XML-ENTITY', '<a>&nbsp;</a>'],
  ['XML-ENTITY', '<a b="&x;"/>'],
  ['XML-SYNTAX', '<a>&</a>'],
  ['XML-SYNTAX', '<a>a & b;</a>'],
  ['XML-SYNTAX', '<a>&amp</a>'],
  ['XML-SYNTAX', '<a>&#;</a>'],
  ['XML-SYNTAX', '<a>&#xZ;</a>'],
  ['XML-SYNTAX', '<a>&#X41;</a>'],
  ['XML-CHARACTER', '<a>&#0;</a>'],
  ['XML-CHARACTER', '<a>&#xD800;</a>'],
  ['XML-CHARACTER', '<a>&#xFFFF;</a>'],
  ['XML-CHARACTER', '<a>&#99999999999999999999;</a>'],
  ['XML-CHARACTER', '<a>\u0001</a>'],
  ['XML-CHARACTER', '<a b="\u0000"/>'],
  ['XML-CHARACTER', '<a><!-- \u0002 --></a>'],
  ['XML-CHARACTER', '<a><![CDATA[\u000c]]></a>'],
  ['XML-CHARACTER', '<a>\ufffe</a>'],
  ['XML-PI', '<a><?x y?></a>'],
  ['XML-PI', '<?xml-stylesheet href="x"?><a/>'],
  ['XML-PI', ' <?xml version="1.0"?><a/>'],
  ['XML-PI', '<a/><?x?>'],
  ['XML-DECLARATION', '<?xml encoding="UTF-8"?><a/>'],
  ['XML-DECLARATION', '<?xml version="1.1"?><a/>'],
  ['XML-DECLARATION', '<?xml version="1.0" standalone="maybe"?><a/>'],
  ['XML-DECLARATION', '<?xml version="1.0"encoding="UTF-8"?><a/>'],
  ['XML-ENCODING', '<?xml version="1.0" encoding="GBK"?><a/>'],
  ['XML-ENCODING', '<?xml version="1.0" encoding="gb2312"?><a/>'],
  ['XML-ENCODING', Buffer.from('\ufeff<a/>', 'utf16le')],
  ['XML-ENCODING', Buffer.from('<a/>', 'utf16le')],
  ['XML-ENCODING', Buffer.from('<a/>', 'utf16le').swap16()],
  ['XML-UTF8', Buffer.from([0x3c, 0x61, 0x3e, 0xd6, 0xd0, 0xb9, 0xfa, 0x3c, 0x2f, 0x61, 0x3e])],
  ['XML-DUPLICATE-ATTRIBUTE', '<a b="1" b="2"/>'],
  ['XML-DUPLICATE-ATTRIBUTE', '<a xmlns:p="urn:x" xmlns:q="urn:x" p:b="1" q:b="2"/>'],
  ['XML-DUPLICATE-ATTRIBUTE', '<a xmlns="urn:x" xmlns="urn:x"/>'],
  ['XML-DUPLICATE-ATTRIBUTE', '<a xmlns:p="urn:x" xmlns:p="urn:y"/>'],
  ['XML-NAMESPACE', '<p:a/>'],
  ['XML-NAMESPACE', '<a p:b="1"/>'],
  ['XML-NAMESPACE', '<a><b xmlns:p="urn:x"/><p:c/></a>'],
  ['XML-NAMESPACE', '<a xmlns:p=""/>'],
  ['XML-NAMESPACE', '<a xmlns:xmlns="urn:x"/>'],
  ['XML-NAMESPACE', '<a xmlns:xml="urn:x"/>'],
  ['XML-NAMESPACE', '<a xmlns="http://www.w3.org/XML/1998/namespace"/>'],
  ['XML-NAMESPACE', '<a xmlns:p="http://www.w3.org/2000/xmlns/"/>'],
  ['XML-NAMESPACE', '<xmlns:a/>'],
  ['XML-NAMESPACE', '<a:b:c xmlns:a="urn:x"/>'],
  ['XML-NAMESPACE', '<:a/>'],
  ['XML-NAMESPACE', '<a: xmlns:a="urn:x"/>'],
  ['XML-MISMATCH', '<a><b></a></b>'],
  ['XML-MISMATCH', '<a></ab>'],
  ['XML-MISMATCH', '<ab></a>'],
  ['XML-MISMATCH', '<p:a xmlns:p="urn:x" xmlns:q="urn:x"></q:a>'],
  ['XML-TRUNCATED', ''],
  ['XML-TRUNCATED', ' \n'],
  ['XML-TRUNCATED', '\ufeff'],
  ['XML-TRUNCATED', '<a'],
  ['XML-TRUNCATED', '<a>text'],
  ['XML-TRUNCATED', '<a><b>'],
  ['XML-TRUNCATED', '<a b="1>'],
  ['XML-TRUNCATED', '<a><!-- >'],
  ['XML-TRUNCATED', '<a><![CDATA[ >'],
  ['XML-TRUNCATED', '<?xml version="1.0" >'],
  ['XML-TRAILING', '<a/>x'],
  ['XML-TRAILING', '<a/><a/>'],
  ['XML-TRAILING', '<a/></a>'],
  ['XML-TRAILING', '<a/>\u0000'],
  ['XML-SYNTAX', 'x<a/>'],
  ['XML-SYNTAX', 'hello'],
  ['XML-SYNTAX', '{"a": 1}'],
  ['XML-SYNTAX', '<1/>'],
  ['XML-SYNTAX', '< a/>'],
  ['XML-SYNTAX', '<a$/>'],
  ['XML-SYNTAX', '<a b/>'],
  ['XML-SYNTAX', '<a b=1/>'],
  ['XML-SYNTAX', '<a b="1"c="2"/>'],
  ['XML-SYNTAX', '<a b="<"/>'],
  ['XML-SYNTAX', '<a / >'],
  ['XML-SYNTAX', '<a></a b>'],
  ['XML-SYNTAX', '<a>]]></a>'],
  ['XML-SYNTAX', '<a><!-- -- --></a>'],
  ['XML-SYNTAX', '<a><!-- ---></a>'],
  ['XML-SYNTAX', '<a><!x></a>'],
  ['XML-SYNTAX', '<\u00d7/>'],
];

describe('refused', () => {
  it.each(REFUSED)('%s: %j', (code, source) => {
    expect(refused(source)).toBe(code);
  });

  it('UTF-8 that is overlong, a surrogate, beyond Unicode or cut off', () => {
    for (const bytes of [
      [0xc0, 0x80],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xe4, 0xb8],
    ]) {
      const source = Buffer.concat([Buffer.from('<a>x'), Buffer.from(bytes), Buffer.from('</a>')]);
      const result = scan(source, LIMITS);
      expect(result).toMatchObject({ ok: false, finding: { code: 'XML-UTF8', offset: 4 } });
    }
  });

  it('tells where, in zh and en, and what would mend it', () => {
    const result = scan(Buffer.from('<a>\n<b>\n</c></a>'), LIMITS);
    expect(result).toMatchObject({ ok: false, finding: { offset: 8, line: 3 } });
    if (!result.ok) {
      expect(result.finding.zh).toMatch(/\p{Script=Han}/u);
      expect(result.finding.hint.length).toBeGreaterThan(5);
    }
  });

  it('with a finding and never otherwise, whatever the bytes', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc
        .constantFrom('<a>', '</a>', '<', '&', '&#', '<!--', '<![CDATA[', ']]>', '<?xml ', 'x="')
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = scan(Buffer.concat(pieces), LIMITS);
        if (!result.ok) expect(result.finding.line).toBeGreaterThan(0);
        else expect(result.doc.nodeCount).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('every prefix of a document', () => {
    const whole = Buffer.from(
      '<?xml version="1.0"?><a b="1"><c>&amp;<![CDATA[x]]></c><!-- y --></a>',
    );
    for (let length = 0; length < whole.length; length++) {
      expect(refused(whole.subarray(0, length))).not.toBe('accepted');
    }
  });
});

describe('limits', () => {
  const nest = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);

  it('hold exactly', () => {
    expect(refused(nest(64))).toBe('accepted');
    expect(refused(nest(65))).toBe('XML-DEPTH');
    const limits = { ...LIMITS, nodes: 3, attributes: 2, bytes: 40 };
    expect(refused('<a><b/><b/></a>', limits)).toBe('accepted');
    expect(refused('<a><b/><b/><b/></a>', limits)).toBe('XML-COUNT');
    expect(refused('<a b="" c=""/>', limits)).toBe('accepted');
    expect(refused('<a b="" c="" d=""/>', limits)).toBe('XML-COUNT');
    expect(refused(`<a>${'x'.repeat(33)}</a>`, limits)).toBe('accepted');
    expect(refused(`<a>${'x'.repeat(34)}</a>`, limits)).toBe('XML-SIZE');
  });

  it('stop bombs early', () => {
    expect(refused('<a>'.repeat(100_000))).toBe('XML-DEPTH');
    const many = Array.from({ length: 20_000 }, (_, i) => ` a${i}=""`).join('');
    expect(refused(`<a${many}/>`)).toBe('XML-COUNT');
    expect(refused(`<a>${'<b/>'.repeat(100_000)}</a>`)).toBe('XML-COUNT');
    expect(refused('&'.repeat(1000))).toBe('XML-SYNTAX');
  });

  it('are the only bound: wide limits take 100,000 levels and attributes', () => {
    const wide = { bytes: 1 << 24, depth: 200_000, nodes: 200_000, attributes: 200_000 };
    expect(refused(nest(100_000), wide)).toBe('accepted');
    const many = Array.from({ length: 100_000 }, (_, i) => ` a${i}=""`).join('');
    expect(refused(`<a${many}/>`, wide)).toBe('accepted');
  });
});

describe('the texts', () => {
  it('name no reason twice and are complete', () => {
    const words = Object.values(TEXTS).map(([, zh, en]) => `${zh}/${en}`);
    expect(new Set(words).size).toBe(words.length);
  });

  it('are each given by the code', () => {
    const folder = new URL('.', import.meta.url);
    const code = readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'texts.ts')
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('');
    expect(Object.keys(TEXTS).filter((reason) => !code.includes(`'${reason}'`))).toEqual([]);
  });

  it('cover every code that begins with XML', () => {
    const codes = new Set(Object.values(TEXTS).map(([code]) => code));
    const shown = new Set([...REFUSED.map(([code]) => code), 'XML-SIZE', 'XML-DEPTH', 'XML-COUNT']);
    expect([...codes].filter((code) => code.startsWith('XML-') && !shown.has(code))).toEqual([]);
  });
});
