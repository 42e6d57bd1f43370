import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, it } from 'vitest';
import { PAIRS, signatureAlgorithm } from './algorithms.ts';
import { canonicalize } from './canonical.ts';
import { scan, type XmlDocument } from './scan.ts';
import {
  readSignature,
  SIGNATURE_VARIANTS,
  type SignatureVariant,
  signDocument,
  verifySignature,
} from './signature.ts';
import { sm2KeyPair } from './sm2-keys.ts';

const LIMITS = { bytes: 1 << 20, depth: 64, nodes: 10_000, attributes: 64 };
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const HAIKOU = 'http://www.w3.org/2000/09/xmldsig#sm2-sm3';
const SOURCE = '<m:message xmlns:m="urn:m"><m:price>100</m:price></m:message>';

const sm = sm2KeyPair(Buffer.alloc(32, 7));
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
type Pair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

function parse(source: string): XmlDocument {
  const result = scan(Buffer.from(source), LIMITS);
  if (!result.ok) throw new Error(result.finding.code);
  return result.doc;
}

/** A message whose SignedInfo is changed before it is signed. */
function signed(algorithm: keyof typeof PAIRS, pair: Pair, change: (info: string) => string) {
  const options = { key: pair.privateKey, keyName: '0a', certificateBase64: 'AAEC', algorithm };
  const plain = Buffer.from(signDocument(SOURCE, options)).toString();
  const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(plain)![0];
  const draft = plain.replace(info, change(info));
  const doc = parse(draft);
  const read = readSignature(doc);
  if (!read.ok) throw new Error(read.finding.en);
  const canonical = canonicalize(doc, read.parts.signedInfoNode);
  const { signatureMethod } = read.parts;
  const value = signatureAlgorithm(signatureMethod)!.sign(canonical, pair.privateKey);
  return draft.replace(/(<ds:SignatureValue>)[^<]*/, `$1${value.toString('base64')}`);
}

const withDigest = (value: string) => (info: string) =>
  info.replace(/(<ds:DigestValue>)[^<]*/, `$1${value}`);
const sha1 = createHash('sha1')
  .update(canonicalize(parse(SOURCE), 0))
  .digest('base64');
const asHaikou = (info: string) =>
  withDigest(sha1)(info)
    .replace(PAIRS['sm2-sm3'].signature, HAIKOU)
    .replace(PAIRS['sm2-sm3'].digest, SHA1);

/** Variant that holds, or code and text of the finding. */
function verdict(source: string, variants: readonly SignatureVariant[], { publicKey }: Pair = sm) {
  const doc = parse(source);
  const read = readSignature(doc);
  if (!read.ok) return read.finding.code;
  const result = verifySignature(doc, read.parts, publicKey, { variants });
  return result.ok ? result.variant : `${result.finding.code} ${result.finding.en}`;
}

const PAIR = 'SIGNATURE-ALGORITHM the digest algorithm does not belong to the signature algorithm';
const LENGTH = 'SIGNATURE-DIGEST the digest is not as long as its algorithm makes it';

it('SM2 over SHA-1 is taken only where the law names it, also behind a tail', () => {
  const whole = signed('sm2-sm3', sm, asHaikou);
  expect(verdict(whole, ['strict'])).toBe(PAIR);
  expect(verdict(whole, ['strict', 'sha1-as-sm3'])).toBe(PAIR);
  expect(verdict(whole, ['strict', 'sm2-sha1'])).toBe('strict sm2-sha1');
  const tail = whole.replace('</ds:Signature>', '</ds:Signature>\n');
  expect(verdict(tail, ['strict', 'sm2-sha1'])).toMatch(/^SIGNATURE-DIGEST/);
  expect(verdict(tail, SIGNATURE_VARIANTS)).toBe('tail-stripped sm2-sha1');
  const altered = whole.replace('>100<', '>101<');
  expect(verdict(altered, SIGNATURE_VARIANTS)).toMatch(/^SIGNATURE-DIGEST/);
});

it('SHA-1 under the name of SM3 is taken only where the law names it', () => {
  const whole = signed('sm2-sm3', sm, withDigest(sha1));
  expect(verdict(whole, ['strict', 'sm2-sha1'])).toBe(LENGTH);
  expect(verdict(whole, ['strict', 'sha1-as-sm3'])).toBe('strict sha1-as-sm3');
  const altered = whole.replace('>100<', '>101<');
  expect(verdict(altered, SIGNATURE_VARIANTS)).toMatch(/^SIGNATURE-DIGEST/);
  const cut = signed('sm2-sm3', sm, withDigest(Buffer.alloc(19).toString('base64')));
  expect(verdict(cut, SIGNATURE_VARIANTS)).toBe(LENGTH);
});

it('a layout must be named beside a weak digest', () => {
  expect(verdict(signed('sm2-sm3', sm, asHaikou), ['sm2-sha1'])).toMatch(/^SIGNATURE-DIGEST/);
});

it('no other families are mixed, whatever is allowed', () => {
  const rsaSm3 = signed('rsa-sha1', rsa, (info) => info.replace(SHA1, PAIRS['sm2-sm3'].digest));
  expect(verdict(rsaSm3, SIGNATURE_VARIANTS, rsa)).toBe(PAIR);
  const sha256 = PAIRS['rsa-sha256'].digest;
  const smSha256 = signed('sm2-sm3', sm, (info) => info.replace(PAIRS['sm2-sm3'].digest, sha256));
  expect(verdict(smSha256, SIGNATURE_VARIANTS)).toBe(PAIR);
  const mixed = signed('rsa-sha256', rsa, (info) => withDigest(sha1)(info.replace(sha256, SHA1)));
  expect(verdict(mixed, ['strict'], rsa)).toBe('strict');
});
