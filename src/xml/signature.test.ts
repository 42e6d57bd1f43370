import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAIRS } from './algorithms.ts';
import { canonicalize } from './canonical.ts';
import { attribute, firstChild, nextSibling, scan, text, type XmlDocument } from './scan.ts';
import {
  readSignature,
  type SignatureVariant,
  signDocument,
  verifySignature,
} from './signature.ts';
import { TEXTS } from './texts.ts';

const LIMITS = { bytes: 1 << 20, depth: 64, nodes: 10_000, attributes: 64 };
const ALL: readonly SignatureVariant[] = ['strict', 'tail-stripped', 'whitespace-stripped'];
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const other = generateKeyPairSync('rsa', { modulusLength: 1024 });
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const SOURCE =
  '<?xml version="1.0" encoding="UTF-8"?>\n<m:message  xmlns:m="urn:m" guid="1">\n' +
  '  <m:head><m:no>A1</m:no><m:price>100</m:price></m:head>\n  <m:tail/>\n</m:message>\n';

const SIGNING = { key: privateKey, keyName: '00ab', certificateBase64: 'AAEC' } as const;

function signed(source = SOURCE, placeBefore?: string): string {
  const place = placeBefore === undefined ? {} : { placeBefore };
  return Buffer.from(
    signDocument(source, { ...SIGNING, algorithm: 'rsa-sha256', ...place }),
  ).toString();
}

function parse(source: string | Uint8Array): XmlDocument {
  const result = scan(Buffer.from(source), LIMITS);
  if (!result.ok) throw new Error(`${result.finding.code}: ${source}`);
  return result.doc;
}

/** Variant that holds, or the code of the finding. */
function verdict(source: string | Uint8Array, variants = ALL, key = publicKey): string {
  const doc = parse(source);
  const read = readSignature(doc);
  if (!read.ok) return read.finding.code;
  const result = verifySignature(doc, read.parts, key, { variants });
  return result.ok ? result.variant : result.finding.code;
}

describe('signing', () => {
  it.each(['rsa-sha1', 'rsa-sha256'] as const)('with %s verifies', (algorithm) => {
    const bytes = signDocument(SOURCE, { ...SIGNING, algorithm });
    expect(verdict(bytes, ['strict'])).toBe('strict');
    expect(verdict(bytes, ALL, other.publicKey)).toBe('SIGNATURE-VALUE');
    expect(verdict(bytes, ALL, elliptic.publicKey)).toBe('SIGNATURE-KEY');
  });

  it('changes nothing but the insertion, and says who signed', () => {
    const whole = signed();
    const at = whole.indexOf('<ds:Signature');
    const end = whole.indexOf('</ds:Signature>') + '</ds:Signature>'.length;
    expect(whole.slice(0, at) + whole.slice(end)).toBe(SOURCE);
    const read = readSignature(parse(whole));
    expect(read).toMatchObject({ ok: true, parts: { keyName: '00ab', ...methods('rsa-sha256') } });
    if (read.ok) expect([...read.parts.certificate!]).toEqual([0, 1, 2]);
  });

  it('stands where it is asked to, and opens an empty root', () => {
    const before = signed(SOURCE, 'tail');
    expect(before.indexOf('<ds:Signature')).toBeLessThan(before.indexOf('<m:tail'));
    expect(verdict(before)).toBe('strict');
    const empty = signed('<m:a xmlns:m="urn:m" />');
    expect(empty.endsWith('</ds:Signature></m:a>')).toBe(true);
    expect(verdict(empty, ['strict'])).toBe('strict');
  });

  it('throws on what is signed already or no XML', () => {
    expect(() => signed(signed())).toThrow('cannot sign');
    expect(() => signed('<a>')).toThrow('cannot sign');
  });
});

function methods(algorithm: keyof typeof PAIRS) {
  return { signatureMethod: PAIRS[algorithm].signature, digestMethod: PAIRS[algorithm].digest };
}

describe('alteration', () => {
  it('of any single byte outside the key info is noticed', () => {
    const whole = Buffer.from(signed());
    const stop = whole.indexOf('<ds:KeyInfo>');
    const start = whole.indexOf('<m:message');
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: stop - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, x) => {
          const changed = Buffer.from(whole);
          changed[at] = changed[at]! ^ x;
          const result = scan(changed, LIMITS);
          if (!result.ok) return;
          const same = canonicalize(result.doc, 0);
          if (Buffer.from(same).equals(Buffer.from(canonicalize(parse(whole), 0)))) return;
          expect(verdict(changed)).toMatch(/^SIGNATURE-/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of digits is a digest that fails, of SignedInfo a value that fails', () => {
    expect(verdict(signed().replace('>100<', '>101<'))).toBe('SIGNATURE-DIGEST');
    const whole = signed();
    const forged = signed(SOURCE.replace('>100<', '>101<'));
    const digest = (source: string) => /<ds:DigestValue>(.*?)</.exec(source)![1]!;
    const swapped = whole.replace('>100<', '>101<').replace(digest(whole), digest(forged));
    expect(verdict(swapped)).toBe('SIGNATURE-VALUE');
  });

  it('that canonical form forgives is forgiven', () => {
    expect(verdict(signed().replace('<?xml version="1.0" encoding="UTF-8"?>', ''))).toBe('strict');
    expect(verdict(signed().replaceAll('\n', '\r\n'))).toBe('strict');
    expect(verdict(signed().replace('<m:tail/>', '<m:tail></m:tail >'))).toBe('strict');
    expect(verdict(signed().replace('A1', '<!-- c -->A<![CDATA[1]]>'))).toBe('strict');
  });
});

describe('variants', () => {
  const tail = signed().replace('</ds:Signature>', '</ds:Signature>\n\t');

  it('forgive white space behind the signature, only when asked', () => {
    expect(verdict(tail, ['strict'])).toBe('SIGNATURE-DIGEST');
    expect(verdict(signedWithoutTail(), ['strict'])).toBe('SIGNATURE-DIGEST');
    expect(verdict(signedWithoutTail())).toBe('tail-stripped');
  });

  it('do not forgive anything else behind the signature', () => {
    for (const junk of ['x', '<x/>', '&#32;', '<![CDATA[ ]]>', '<!-- -->\n']) {
      const source = signedWithoutTail().replace('</ds:Signature>\n', `</ds:Signature>${junk}\n`);
      expect(verdict(source)).toBe('SIGNATURE-DIGEST');
    }
  });

  it('forgive white space between elements, only when asked', () => {
    const compact = '<r><a>1</a><b><c>2 </c></b></r>';
    const spaced = signed(compact)
      .replace('<a>', '\n  <a>')
      .replace('<b>', '\n<b> ')
      .replace('</r>', '\n</r>');
    expect(verdict(spaced, ['strict', 'tail-stripped'])).toBe('SIGNATURE-DIGEST');
    expect(verdict(spaced)).toBe('whitespace-stripped');
    expect(verdict(spaced.replace('<c>2 ', '<c>2'))).toBe('SIGNATURE-DIGEST');
    expect(verdict(spaced.replace('<a>1', '<a> 1'))).toBe('SIGNATURE-DIGEST');
    const info = spaced.replace('<ds:Reference', '\n<ds:Reference');
    expect(verdict(info)).toBe('whitespace-stripped');
  });

  it('never lose the text of a leaf', () => {
    const compact = signed('<r><a></a><b>1</b></r>');
    expect(verdict(compact.replace('<a></a>', '<a> </a>'))).toBe('SIGNATURE-DIGEST');
  });
});

/** A signature over the document that ends right behind it, as one library digests. */
function signedWithoutTail(): string {
  return signed('<r>\n<a>1</a></r>').replace('</ds:Signature>', '</ds:Signature>\n');
}

/** A signed document whose SignedInfo is changed before signing, so only the rules refuse it. */
function signedWith(change: (signedInfo: string) => string, source = SOURCE): string {
  const plain = signed(source);
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(plain)![0];
  const draft = plain.replace(info, change(info));
  const doc = parse(draft);
  let node = firstChild(doc, 0);
  while (nextSibling(doc, node) >= 0) node = nextSibling(doc, node);
  const canonical = canonicalize(doc, firstChild(doc, node));
  const value = sign('sha256', canonical, privateKey).toString('base64');
  return draft.replace(/<ds:SignatureValue>.*?</s, `<ds:SignatureValue>${value}<`);
}

const TRANSFORM =
  '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature">';
const AFTER = '</ds:Transform></ds:Transforms>';
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

describe('the rules', () => {
  it('take the two lists of transforms', () => {
    expect(verdict(signedWith((info) => info))).toBe('strict');
    const second = `</ds:Transform><ds:Transform Algorithm="${C14N}"/></ds:Transforms>`;
    expect(verdict(signedWith((info) => info.replace(AFTER, second)))).toBe('strict');
    expect(verdict(signedWith((info) => info.replaceAll('><', '>\n<')))).toBe('strict');
  });

  it.each([
    ['SIGNATURE-REFERENCE', 'URI=""', 'URI="#x"'],
    ['SIGNATURE-REFERENCE', ' URI=""', ''],
    ['SIGNATURE-REFERENCE', 'URI=""', 'URI="http://x.example/"'],
    ['SIGNATURE-REFERENCE', '</ds:Reference>', '</ds:Reference><ds:Reference URI=""/>'],
    [
      'SIGNATURE-TRANSFORM',
      TRANSFORM,
      '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>1</ds:XPath>',
    ],
    ['SIGNATURE-TRANSFORM', '#enveloped-signature', '#base64'],
    [
      'SIGNATURE-TRANSFORM',
      AFTER,
      `</ds:Transform><ds:Transform Algorithm="${C14N}#WithComments"/></ds:Transforms>`,
    ],
    [
      'SIGNATURE-TRANSFORM',
      AFTER,
      `</ds:Transform>${`<ds:Transform Algorithm="${C14N}"/>`.repeat(2)}</ds:Transforms>`,
    ],
    ['SIGNATURE-TRANSFORM', `${TRANSFORM}</ds:Transform>`, ''],
    ['SIGNATURE-STRUCTURE', /<ds:Transforms>.*<\/ds:Transforms>/, ''],
    [
      'SIGNATURE-ALGORITHM',
      `Method Algorithm="${C14N}"`,
      `Method Algorithm="${C14N}#WithComments"`,
    ],
    [
      'SIGNATURE-ALGORITHM',
      `Method Algorithm="${C14N}"`,
      'Method Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
    ],
    ['SIGNATURE-ALGORITHM', '#rsa-sha256', '#rsa-md5'],
    [
      'SIGNATURE-ALGORITHM',
      PAIRS['rsa-sha256'].signature,
      'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    ],
    ['SIGNATURE-ALGORITHM', PAIRS['rsa-sha256'].signature, 'http://www.w3.org/2000/09/xmldsig#sm9'],
    ['SIGNATURE-ALGORITHM', '#sha256', '#md5'],
    [
      'SIGNATURE-STRUCTURE',
      '</ds:SignatureMethod>',
      '<ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
    ],
    ['SIGNATURE-STRUCTURE', '</ds:SignedInfo>', 'x</ds:SignedInfo>'],
    ['SIGNATURE-STRUCTURE', '<ds:DigestValue>', '<ds:DigestValue>*'],
    ['SIGNATURE-STRUCTURE', /<ds:DigestMethod.*<\/ds:DigestMethod>/, ''],
    ['SIGNATURE-STRUCTURE', ' Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"', ''],
  ])('refuse with %s: %s', (code, from, to) => {
    expect(verdict(signedWith((info) => info.replace(from, to)))).toBe(code);
  });

  it('refuse malformed base64, absent parts and strangers in the signature', () => {
    expect(verdict(signed().replace(/<ds:SignatureValue>.{4}/, '<ds:SignatureValue>==='))).toBe(
      'SIGNATURE-STRUCTURE',
    );
    expect(verdict(signed().replace(/<ds:SignatureValue>.*?<\/ds:SignatureValue>/, ''))).toBe(
      'SIGNATURE-STRUCTURE',
    );
    expect(verdict(signed().replace('</ds:Signature>', '<ds:Object/></ds:Signature>'))).toBe(
      'SIGNATURE-STRUCTURE',
    );
    expect(verdict(signed().replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/, ''))).toBe('strict');
  });
});

describe('base64 in a signature', () => {
  const whole = signed();
  const certificate = (written: string) => {
    const read = readSignature(parse(whole.replace('>AAEC<', `>${written}<`)));
    return read.ok ? [...read.parts.certificate!] : read.finding.code;
  };

  it('is taken only as its bytes are written', () => {
    const slow = (written: string) => {
      const digits = written.replace(/[ \t\r\n]+/g, '');
      const wellFormed = /^[A-Za-z0-9+/]*={0,2}$/.test(digits) && digits.length % 4 === 0;
      const bytes = Buffer.from(digits, 'base64');
      const own = wellFormed && bytes.toString('base64') === digits;
      return own ? [...bytes] : 'SIGNATURE-STRUCTURE';
    };
    const signs = fc.constantFrom(...'AAABZaz09+/==-_. \n'.split(''), '一');
    const written = fc.array(signs, { maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(written, (text) => {
        expect(certificate(text)).toEqual(slow(text));
      }),
      { numRuns: 1000 },
    );
    for (const text of ['AAEC', 'AAF=', 'AB==', ' AA EC ', 'AAE', '=AAE', 'AA=A', 'AA-_', '']) {
      expect(certificate(text)).toEqual(slow(text));
    }
  });
});

describe('the last digit of a signature value', () => {
  it('has no bits that can be altered unnoticed', () => {
    const whole = signed();
    const value = /<ds:SignatureValue>([^<]*)</.exec(whole)![1]!;
    const at = value.indexOf('=') - 1;
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const other = digits[digits.indexOf(value[at]!) ^ 1]!;
    const altered = value.slice(0, at) + other + value.slice(at + 1);
    expect(Buffer.from(altered, 'base64')).toEqual(Buffer.from(value, 'base64'));
    expect(verdict(whole.replace(value, altered))).toBe('SIGNATURE-STRUCTURE');
  });
});

describe('wrapping', () => {
  const whole = signed();
  const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(whole)![0];

  it('around a signed document is refused', () => {
    const inner = whole.replace(/^<\?xml.*\?>\n/, '');
    const outer = `<m:message xmlns:m="urn:m"><m:price>1</m:price>${inner}</m:message>`;
    expect(verdict(outer)).toBe('SIGNATURE-PLACE');
    expect(
      verdict(outer.replace(signature, '').replace('</m:message>', `</m:message>${signature}`)),
    ).toBe('SIGNATURE-DIGEST');
  });

  it('with a second signature is refused, wherever it stands', () => {
    expect(verdict(whole.replace(signature, signature + signature))).toBe('SIGNATURE-COUNT');
    expect(verdict(whole.replace('<m:tail/>', `<m:tail>${signature}</m:tail>`))).toBe(
      'SIGNATURE-COUNT',
    );
    const nested = `<ds:Object>${signature}</ds:Object></ds:Signature>`;
    expect(verdict(whole.replace('</ds:Signature>', nested))).toBe('SIGNATURE-COUNT');
    const renamed = signature.replaceAll('ds:', 'q:').replace('xmlns:ds', 'xmlns:q');
    expect(verdict(whole.replace(signature, signature + renamed))).toBe('SIGNATURE-COUNT');
  });

  it('by the signature as root, or by none, is refused', () => {
    expect(verdict(signature)).toBe('SIGNATURE-PLACE');
    expect(verdict(SOURCE)).toBe('SIGNATURE-MISSING');
    const foreign = signature.replace('http://www.w3.org/2000/09/xmldsig#', 'urn:other');
    expect(verdict(whole.replace(signature, foreign))).toBe('SIGNATURE-MISSING');
  });

  it('by data smuggled next to the signature is refused', () => {
    for (const place of ['</ds:Signature>', '</m:message>']) {
      const smuggled = `${place === '</ds:Signature>' ? place : ''}<m:price>1</m:price>`;
      const end = place === '</ds:Signature>' ? '' : place;
      expect(verdict(whole.replace(place, smuggled + end))).toBe('SIGNATURE-DIGEST');
    }
  });

  it('reads a digest the way it was signed, comments or not', () => {
    const split = whole.replace(/<ds:DigestValue>(.)/, '<ds:DigestValue>$1<!-- x -->');
    expect(verdict(split)).toBe('strict');
    expect(text(parse('<a>1<!-- x -->2</a>'), 0)).toBe('12');
    expect(attribute(parse(whole), 0, 'guid')).toBe('1');
    const expected = createHash('sha256')
      .update(canonicalize(parse(SOURCE), 0))
      .digest('base64');
    expect(whole).toContain(`<ds:DigestValue>${expected}</ds:DigestValue>`);
  });
});

describe('the texts', () => {
  it('of signatures are all brought about above or by a verification', () => {
    const codes = Object.values(TEXTS).map(([code]) => code);
    expect(new Set(codes.filter((code) => code.startsWith('SIGNATURE-')))).toEqual(
      new Set(
        'MISSING COUNT PLACE STRUCTURE REFERENCE TRANSFORM ALGORITHM KEY DIGEST VALUE'
          .split(' ')
          .map((word) => `SIGNATURE-${word}`),
      ),
    );
  });
});
