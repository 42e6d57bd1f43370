import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { N_AFTER, N_CLOSE, N_CONTENT, NODE } from './document.ts';
import { nextSibling, scan, strayText, text, withDocument, type XmlDocument } from './scan.ts';

const LIMITS = { bytes: 1 << 20, depth: 8, nodes: 1000, attributes: 8 };

function accepted(source: string): XmlDocument {
  const result = scan(Buffer.from(source), LIMITS);
  if (!result.ok) throw new Error(`${result.finding.code}: ${source}`);
  return result.doc;
}

function code(source: string): string {
  const result = scan(Buffer.from(source), LIMITS);
  return result.ok ? 'accepted' : result.finding.code;
}

const names = fc.constantFrom('a', 'ab', 'abc', 'abcd', 'abcde', 'p:a', 'p:abcdefgh', 'q:a', '名');
const texts = fc.constantFrom(
  '',
  'x',
  ' ',
  '\n  ',
  'long text of a leaf',
  ']',
  'a]]',
  '>',
  '&amp;',
);

/** Columns that do not depend on how long the tags are. */
function shapeOf(doc: XmlDocument): unknown[] {
  return Array.from({ length: doc.nodeCount }, (_, node) => {
    const length = doc.nodes[node * NODE + N_CLOSE]! - doc.nodes[node * NODE + N_CONTENT]!;
    const after = doc.nodes[node * NODE + N_AFTER];
    return [text(doc, node), after === node + 1 ? length : -1, after, nextSibling(doc, node)];
  });
}

describe('leaves closed where they are opened', () => {
  it('are what they are when their end tag makes the scanner go the long way', () => {
    const leaves = fc.array(fc.tuple(names, texts, texts), { maxLength: 12 });
    fc.assert(
      fc.property(leaves, (all) => {
        const write = (end: string) => {
          const body = all.map(([name, inner, gap]) => `<${name}>${inner}</${name}${end}>${gap}`);
          return `<r xmlns:p="urn:p" xmlns:q="urn:q">${body.join('')}</r>`;
        };
        const [short, long] = [accepted(write('')), accepted(write(' '))];
        expect(shapeOf(short)).toEqual(shapeOf(long));
        expect(strayText(short, 0) >= 0).toBe(strayText(long, 0) >= 0);
      }),
    );
  });

  it.each([
    ['<r><abcde>x</abcdf></r>', 'XML-MISMATCH'],
    ['<r><abcde>x</abcd></r>', 'XML-MISMATCH'],
    ['<r><abcd>x</abcde></r>', 'XML-MISMATCH'],
    ['<r><a>x</r></a>', 'XML-MISMATCH'],
    ['<r><abcde>x</abcde', 'XML-TRUNCATED'],
    ['<r><abcde>x</ab', 'XML-TRUNCATED'],
    ['<r><abcde>x', 'XML-TRUNCATED'],
    ['<r><abcde>x</abcde>', 'XML-TRUNCATED'],
    ['<r><p:a>x</p:a></r>', 'XML-NAMESPACE'],
    ['<r><a>x]]></a></r>', 'XML-SYNTAX'],
    ['<r><a>\u0001</a></r>', 'XML-CHARACTER'],
    ['<r><a>x</a>y</r>', 'accepted'],
  ])('%j gives %s', (source, expected) => expect(code(source)).toBe(expected));

  it('count against depth and number of elements', () => {
    const deep = (n: number) => `${'<a>'.repeat(n)}${'</a>'.repeat(n)}`;
    expect([code(deep(8)), code(deep(9))]).toEqual(['accepted', 'XML-DEPTH']);
    const many = (n: number) => `<r>${'<a>x</a>'.repeat(n)}</r>`;
    expect([code(many(999)), code(many(1000))]).toEqual(['accepted', 'XML-COUNT']);
  });
});

describe('text between elements', () => {
  it('is stray unless it is white space or a comment', () => {
    const gaps = fc.constantFrom<readonly [string, boolean]>(
      ['', false],
      [' \n\t', false],
      ['\r\n', false],
      ['        ', false],
      ['&#32;', false],
      ['<!-- x -->', false],
      ['x', true],
      ['     x', true],
      ['&#65;', true],
      ['&amp;', true],
      ['<![CDATA[x]]>', true],
      ['\u00a0', true],
    );
    fc.assert(
      fc.property(fc.array(gaps, { minLength: 1, maxLength: 5 }), (all) => {
        const doc = accepted(`<r>${all.map(([gap]) => gap).join('<a>t</a>')}<b/></r>`);
        expect(strayText(doc, 0) >= 0).toBe(all.some(([, stray]) => stray));
      }),
    );
  });
});

describe('a document that is lent out', () => {
  const first = Buffer.from('<r a="1"><x>one</x></r>');
  const second = Buffer.from('<q><y>two</y><y>three</y></q>');

  it('reads as one that was copied', () => {
    const lent = withDocument(first, LIMITS, (doc) => [...shapeOf(doc), doc.nodeCount]);
    const doc = accepted(first.toString());
    expect(lent).toEqual({ ok: true, value: [...shapeOf(doc), doc.nodeCount] });
    expect(withDocument(Buffer.from('<r>'), LIMITS, () => 1)).toMatchObject({ ok: false });
  });

  it('stays whole while another one is scanned within, also after a bug', () => {
    const lent = withDocument(first, LIMITS, (outer) => {
      const inner = withDocument(second, LIMITS, (doc) => text(doc, 2));
      return [text(outer, 1), inner.ok && inner.value, text(outer, 1)];
    });
    expect(lent).toEqual({ ok: true, value: ['one', 'three', 'one'] });
    const bug = () => {
      throw new Error('bug');
    };
    expect(() => withDocument(first, LIMITS, bug)).toThrow('bug');
    expect(withDocument(second, LIMITS, (doc) => text(doc, 1))).toEqual({ ok: true, value: 'two' });
  });

  it('does not change one that was copied before', () => {
    const copy = accepted(first.toString());
    withDocument(second, LIMITS, () => null);
    expect(text(copy, 1)).toBe('one');
  });
});

describe('the XML declaration', () => {
  it('is judged the same whichever came before', () => {
    const plain = '<?xml version="1.0" encoding="UTF-8"?>';
    const heads: readonly (readonly [string, string])[] = [
      [plain, 'accepted'],
      ['<?xml version="1.0" encoding="GBK"?>', 'XML-ENCODING'],
      ['<?xml version="1.1" encoding="UTF-8"?>', 'XML-DECLARATION'],
      [`${plain}${plain}`, 'XML-PI'],
      [`${plain.slice(0, -2)} standalone="no"?>`, 'accepted'],
      [`${plain.slice(0, -2)} standalone="maybe"?>`, 'XML-DECLARATION'],
      [`<?xml version="1.0"${' '.repeat(200)}?>`, 'accepted'],
      [plain.slice(0, -1), 'XML-TRUNCATED'],
      ['', 'accepted'],
    ];
    for (const [before] of heads) {
      for (const [head, expected] of heads) {
        code(`${before}<r/>`);
        expect(code(`${head}<r></r>`)).toBe(expected);
      }
    }
  });
});
