import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateDocument } from '../../test/xml-documents.ts';
import { canonicalize } from './canonical.ts';
import { firstChild, nextSibling, scan, text, type XmlDocument } from './scan.ts';

const LIMITS = { bytes: 1 << 20, depth: 300, nodes: 10_000, attributes: 64 };

function parse(source: string | Uint8Array): XmlDocument {
  const result = scan(typeof source === 'string' ? Buffer.from(source) : source, LIMITS);
  if (!result.ok) throw new Error(`${result.finding.code} in ${source}`);
  return result.doc;
}

function canonical(source: string, node = 0, options = {}): string {
  return Buffer.from(canonicalize(parse(source), node, options)).toString('utf8');
}

describe('a whole document', () => {
  it.each([
    ['\ufeff<?xml version="1.0"?>\n<!-- x --><a></a>\n', '<a></a>'],
    ['<a/>', '<a></a>'],
    ['<a  ><b /></a\n>', '<a><b></b></a>'],
    ["<a c='1' b='\"'/>", '<a b="&quot;" c="1"></a>'],
    ['<a b="1\t2\r\n3&#9;&#10;&#13;>&gt;&lt;"/>', '<a b="1 2 3&#x9;&#xA;&#xD;>>&lt;"></a>'],
    ['<a>&quot;&apos;&gt;>&#13;\r\n\r<![CDATA[&]]></a>', '<a>"\'&gt;&gt;&#xD;\n\n&amp;</a>'],
    ['<a>1<!-- x -->2</a>', '<a>12</a>'],
    ['<a z="" xmlns:q="urn:q" xmlns="urn:d"/>', '<a xmlns="urn:d" xmlns:q="urn:q" z=""></a>'],
    [
      '<a xmlns:p="urn:b" xmlns:q="urn:a" p:x="" q:y="" b="" xml:lang="zh"/>',
      '<a xmlns:p="urn:b" xmlns:q="urn:a" b="" xml:lang="zh" q:y="" p:x=""></a>',
    ],
    [
      '<a xmlns=""><b xmlns="urn:x"><c xmlns=""/></b></a>',
      '<a><b xmlns="urn:x"><c xmlns=""></c></b></a>',
    ],
    [
      '<a xmlns:p="urn:p"><b xmlns:p="urn:p"><p:c xmlns:p="urn:q"/></b></a>',
      '<a xmlns:p="urn:p"><b><p:c xmlns:p="urn:q"></p:c></b></a>',
    ],
    ['<a xmlns="urn:x?a&amp;&#98;"/>', '<a xmlns="urn:x?a&amp;b"></a>'],
    ['<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>', '<a></a>'],
    ['<a \u{10000}="" \uff21=""/>', '<a \uff21="" \u{10000}=""></a>'],
  ])('%j', (source, expected) => {
    expect(canonical(source)).toBe(expected);
  });

  it('is the same once more, and is left as received', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const once = canonical(generateDocument(seed));
        expect(canonical(once)).toBe(once);
      }),
      { numRuns: 400 },
    );
  });

  it('says the same as the document', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const doc = parse(generateDocument(seed));
        const again = parse(canonicalize(doc, 0));
        expect(again.nodeCount).toBe(doc.nodeCount);
        for (let node = 0; node < doc.nodeCount; node++) {
          expect(text(again, node)).toBe(text(doc, node));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is written without recursion', () => {
    const deep = `${'<a >'.repeat(300)}${'</a>'.repeat(300)}`;
    expect(canonical(deep)).toBe(deep.replaceAll(' ', ''));
  });
});

describe('with an element left out', () => {
  it('keeps all around it', () => {
    const source = '<a>1<b/>2<c>x</c>3</a>';
    expect(canonical(source, 0, { exclude: 2 })).toBe('<a>1<b></b>23</a>');
    expect(canonical(source, 0, { exclude: 1 })).toBe('<a>12<c>x</c>3</a>');
    expect(canonical('<a><b><c/></b></a>', 0, { exclude: 2 })).toBe('<a><b></b></a>');
  });

  it('drops the tail behind it on demand, and nothing else', () => {
    const options = { exclude: 2, dropTail: true };
    expect(canonical('<a>\n<b>\n<c/> \n</b>\n</a>', 0, options)).toBe('<a>\n<b>\n</b>\n</a>');
  });

  it('equals the text with the element cut out, for every node', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const once = canonical(generateDocument(seed));
        const doc = parse(once);
        for (let node = firstChild(doc, 0); node >= 0; node = nextSibling(doc, node)) {
          const cut = Buffer.from(canonicalize(doc, 0, { exclude: node })).toString();
          const own = doc.bytes.toString(
            'utf8',
            doc.nodes[node * 10 + 4]!,
            doc.nodes[node * 10 + 7]!,
          );
          expect(once).toContain(own);
          expect(cut).toBe(
            doc.bytes.toString('utf8', 0, doc.nodes[node * 10 + 4]!) +
              doc.bytes.toString('utf8', doc.nodes[node * 10 + 7]!),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('without white space between elements', () => {
  it('keeps text of leaves and mixed text', () => {
    const source = '<a>\n <b> </b>\n <c>x <d/> </c>\n</a>';
    expect(canonical(source, 0, { dropSpace: true })).toBe('<a><b> </b><c>x <d></d></c></a>');
  });
});

describe('a subtree in its place', () => {
  it('carries namespaces and xml attributes of its ancestors', () => {
    const source =
      '<r xmlns="urn:d" xmlns:p="urn:p" xml:lang="zh" xml:space="preserve" id="1">' +
      '<m xmlns:p="urn:q" xmlns:u="urn:u" xml:lang="en"><t b="1"><u:v/></t></m></r>';
    expect(canonical(source, 2)).toBe(
      '<t xmlns="urn:d" xmlns:p="urn:q" xmlns:u="urn:u" b="1" xml:lang="en" xml:space="preserve">' +
        '<u:v></u:v></t>',
    );
  });

  it('has no empty default namespace at its top', () => {
    expect(canonical('<r xmlns="urn:d"><t xmlns=""><u/></t></r>', 1)).toBe('<t><u></u></t>');
    expect(canonical('<r xmlns="urn:d"><t xmlns=""><u/></t></r>', 2)).toBe('<u></u>');
  });

  it('declares again what the document declares superfluously', () => {
    expect(canonical('<r xmlns:p="urn:p"><t xmlns:p="urn:p"/></r>', 1)).toBe(
      '<t xmlns:p="urn:p"></t>',
    );
  });
});
