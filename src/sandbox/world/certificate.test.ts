import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { signerFrom, signMessage } from '../../client/sign.ts';
import { scan } from '../../xml/scan.ts';
import { readSignature, verifySignature } from '../../xml/signature.ts';
import { isSm2Key } from '../../xml/sm2.ts';
import { makeCertificate } from './certificate.ts';
import { encodeGbk } from './gbk.ts';
import { makeKey, makeSm2Key, type WorldKey } from './keys.ts';

const TERMS = {
  serial: '1a2b3c4d',
  code: '4101960A01',
  name: '郑州通关宝报关有限公司',
  from: '2015-06-01',
  until: '2045-05-31',
};

function bitsOf({ publicKey }: WorldKey): number | undefined {
  return publicKey.asymmetricKeyDetails?.modulusLength;
}

function verdictOn(signed: Uint8Array, key: KeyObject) {
  const scanned = scan(Buffer.from(signed), { bytes: 1e6, depth: 20, nodes: 99, attributes: 9 });
  if (!scanned.ok) throw new Error(scanned.finding.en);
  const parts = readSignature(scanned.doc);
  if (!parts.ok) throw new Error(parts.finding.en);
  return verifySignature(scanned.doc, parts.parts, key);
}

describe('keys and cards of a world', () => {
  it('are the same for the same seed and of the length asked for', () => {
    const key = makeKey(seededRandom(5n), 1024);
    expect(makeKey(seededRandom(5n), 1024).publicKey.equals(key.publicKey)).toBe(true);
    expect(makeKey(seededRandom(6n), 1024).publicKey.equals(key.publicKey)).toBe(false);
    expect(bitsOf(key)).toBe(1024);
    expect(bitsOf(makeKey(seededRandom(5n), 2048))).toBe(2048);
  });

  it('may be of SM2, signed with the user id of the trade', () => {
    const key = makeSm2Key(seededRandom(5n));
    const card = makeCertificate(key, { ...TERMS, serial: '03a1b2c3d4e5f607' });
    expect(
      makeCertificate(makeSm2Key(seededRandom(5n)), { ...TERMS, serial: card.serial }),
    ).toEqual(card);
    const read = new X509Certificate(card.der);
    expect(read.serialNumber).toBe('03A1B2C3D4E5F607');
    expect(isSm2Key(read.publicKey)).toBe(true);
    const keyPem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = signerFrom(keyPem, card.pem, 'sm2-sm3');
    expect(signer.keyName).toBe('03a1b2c3d4e5f607');
    const signed = signMessage('<a><b>甲</b></a>', signer);
    expect(verdictOn(signed, read.publicKey)).toMatchObject({ ok: true });
    expect(signerFrom(keyPem, card.pem).algorithm).toBe('sm2-sm3');
    expect(() => signerFrom(keyPem, card.pem, 'rsa-sha256')).toThrow('does not sign with');
  });

  it('are X.509 that others read', () => {
    const key = makeKey(seededRandom(5n), 1024);
    const card = new X509Certificate(makeCertificate(key, TERMS).pem);
    expect(card.serialNumber).toBe('1A2B3C4D');
    expect(card.subject).toBe('C=CN\nO=郑州通关宝报关有限公司\nCN=4101960A01');
    expect(card.validFrom).toBe('Jun  1 00:00:00 2015 GMT');
    expect(card.validTo).toBe('May 31 23:59:59 2045 GMT');
    expect(card.checkPrivateKey(key.privateKey)).toBe(true);
    expect(card.verify(card.publicKey)).toBe(true);
  });

  it('sign messages through the client', () => {
    const key = makeKey(seededRandom(5n), 1024);
    const { pem } = makeCertificate(key, TERMS);
    const keyPem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signer = signerFrom(keyPem, pem, 'rsa-sha1');
    expect(signer.keyName).toBe('1a2b3c4d');
    const signed = signMessage('<a><b>甲</b></a>', signer);
    const { publicKey } = new X509Certificate(pem);
    expect(verdictOn(signed, publicKey)).toMatchObject({ ok: true });
    expect(signerFrom(keyPem, pem).algorithm).toBe('rsa-sha256');
    expect(() => signerFrom(keyPem, pem, 'sm2-sm3')).toThrow('does not sign with');
  });

  it('do not go with another key', () => {
    const { pem } = makeCertificate(makeKey(seededRandom(5n), 1024), TERMS);
    const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    const otherPem = other.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => signerFrom(otherPem, pem)).toThrow('not the one of this key');
  });
});

describe('encodeGbk', () => {
  it('writes what a GBK reader reads, which is no UTF-8', () => {
    const text = '郑州 <a>跨境电商</a> ABC 0';
    const bytes = encodeGbk(text);
    expect(new TextDecoder('gbk').decode(bytes)).toBe(text);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
  });
});
