import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MESSAGE_LIMITS } from './limits.ts';
import { scan } from './scan.ts';
import { signObject } from './sign-object.ts';
import { readEnveloping, type SignatureVariant, verifySignature } from './signature.ts';
import { sm2KeyPair } from './sm2-keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const other = generateKeyPairSync('rsa', { modulusLength: 1024 });
const sm2 = sm2KeyPair(Buffer.alloc(32, 7));
const MESSAGE =
  '<Signature xmlns:sas="http://www.chinaport.gov.cn/sas"><SignedInfo></SignedInfo>' +
  '<SignatureValue/><KeyInfo></KeyInfo>\n' +
  '<Object Id="String"><Package>\n <no>A1</no>\n</Package></Object></Signature>';
const KEY = { keyInfo: '<KeyName>00ab</KeyName>' };
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

function signed(more: Partial<Parameters<typeof signObject>[1]> = {}, message = MESSAGE): string {
  return signObject(message, { ...KEY, key: rsa.privateKey, algorithm: 'rsa-sha256', ...more });
}

/** Variant that holds, or the code of the finding. */
function verdict(
  xml: string,
  key = rsa.publicKey,
  variants: readonly SignatureVariant[] = ['strict', 'tail-stripped', 'whitespace-stripped'],
): string {
  const scanned = scan(Buffer.from(xml), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const read = readEnveloping(scanned.doc);
  if (!read.ok) return read.finding.code;
  const result = verifySignature(scanned.doc, read.parts, key, { variants });
  return result.ok ? result.variant : `${result.step} ${result.finding.code}`;
}

describe('a signature around its Object', () => {
  it.each([
    ['rsa-sha1', rsa],
    ['rsa-sha256', rsa],
    ['sm2-sm3', sm2],
  ] as const)('holds with %s, and says which step fails', (algorithm, keys) => {
    const xml = signed({ algorithm, key: keys.privateKey });
    expect(verdict(xml, keys.publicKey)).toBe('strict');
    expect(verdict(xml.replace('>A1<', '>A2<'), keys.publicKey)).toBe('digest SIGNATURE-DIGEST');
    const value = /(<SignatureValue>)(....)/;
    expect(verdict(xml.replace(value, '$1AAAA'), keys.publicKey)).toBe('value SIGNATURE-VALUE');
    const wrong = algorithm === 'sm2-sm3' ? 'algorithm SIGNATURE-KEY' : 'value SIGNATURE-VALUE';
    expect(verdict(xml, other.publicKey)).toBe(wrong);
  });

  it('holds in a namespace, and with the bare Id as the import client has it', () => {
    const spaced = MESSAGE.replace('<Signature', '<Signature xmlns="urn:x"');
    expect(verdict(signed({}, spaced))).toBe('strict');
    expect(verdict(signed({ uri: 'String' }))).toBe('strict');
    const same = `<Transforms><Transform Algorithm="${C14N}"/></Transforms>`;
    expect(verdict(signed({ transforms: same }))).toBe('strict');
  });

  it('may be digested without white space, where the law puts up with it', () => {
    const dense = MESSAGE.replaceAll('\n', '').replace('> <', '><');
    const header = /<SignedInfo>[\s\S]*<\/KeyInfo>/;
    const loose = MESSAGE.replace(header, () => header.exec(signed({}, dense))![0]);
    expect(verdict(loose)).toBe('whitespace-stripped');
    expect(verdict(loose, rsa.publicKey, ['strict'])).toBe('digest SIGNATURE-DIGEST');
  });

  it.each([
    ['SIGNATURE-REFERENCE', signed({ uri: '' })],
    ['SIGNATURE-REFERENCE', signed({ uri: '#Other' })],
    ['SIGNATURE-REFERENCE', signed({ uri: '#' }, MESSAGE.replace(' Id="String"', ''))],
    ['SIGNATURE-TRANSFORM', signed({ transforms: '<Transforms/>' })],
    ['SIGNATURE-STRUCTURE', signed().replace('<KeyInfo>', '<Extra/><KeyInfo>')],
    ['SIGNATURE-STRUCTURE', signed().replace('</Object>', '</Object><Object/>')],
    ['SIGNATURE-STRUCTURE', signed().replace('<SignatureValue>', '<SignatureValue>?')],
    ['SIGNATURE-COUNT', signed().replace('<no>', '<Signature/><no>')],
    ['SIGNATURE-ALGORITHM', signed().replace('#rsa-sha256', '#rsa-md5')],
    ['SIGNATURE-ALGORITHM', signed().replace(C14N, `${C14N}#WithComments`)],
  ])('is refused as it is built: %s', (code, xml) => {
    expect(verdict(xml)).toBe(code);
  });
});
