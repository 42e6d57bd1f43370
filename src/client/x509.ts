import { type KeyObject, sign } from 'node:crypto';
import { bitString, hexOf, identifier, integer, sequence, tlv } from '../xml/der.ts';
import { isSm2Key, signSm2 } from '../xml/sm2.ts';

/** A key pair, of RSA or SM2. */
export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** Whom a certificate or request names: the enterprise's code as common name (NOTES section 6). */
export type Subject = { readonly code: string; readonly name: string };

// PKIX object identifiers, DER content bytes.
const SHA256_RSA = '2a864886f70d01010b';
const SM3_SM2 = '2a811ccf55018375';
const COUNTRY = '550406';
const ORGANISATION = '55040a';
const COMMON_NAME = '550403';

/** The distinguished name of an enterprise in China. */
export function subjectName({ code, name }: Subject): string {
  return sequence(
    attribute(COUNTRY, tlv(0x13, hexOf('CN'))),
    attribute(ORGANISATION, tlv(0x0c, hexOf(name))),
    attribute(COMMON_NAME, tlv(0x0c, hexOf(code))),
  );
}

function attribute(oid: string, value: string): string {
  return tlv(0x31, sequence(identifier(oid), value));
}

/** How a key signs: with SHA-256 or SM3. */
export function algorithmOf({ privateKey }: KeyPair): string {
  return isSm2Key(privateKey)
    ? sequence(identifier(SM3_SM2))
    : sequence(identifier(SHA256_RSA), tlv(0x05, ''));
}

/** The public key as it stands in certificates and requests. */
export function publicKeyInfo({ publicKey }: KeyPair): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
}

/** The content with algorithm and signature behind it, as bytes: the same for the same key. */
export function signedBy(key: KeyPair, content: string): Buffer {
  const signature = signatureOf(Buffer.from(content, 'hex'), key);
  return Buffer.from(sequence(content, algorithmOf(key), bitString(signature)), 'hex');
}

/** PKCS #1, or two integers. */
function signatureOf(content: Buffer, { privateKey }: KeyPair): string {
  if (!isSm2Key(privateKey)) return sign('sha256', content, privateKey).toString('hex');
  const raw = signSm2(content, privateKey).toString('hex');
  return sequence(...[raw.slice(0, 64), raw.slice(64)].map((part) => integer(BigInt(`0x${part}`))));
}

/** The bytes as a file of text: `CERTIFICATE`, `CERTIFICATE REQUEST`. */
export function pemOf(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * A certificate request (PKCS #10, RFC 2986) as PEM: that the certificate authority may certify
 * the key for the enterprise, signed with it.
 */
export function certificateRequest(key: KeyPair, subject: Subject): string {
  const content = sequence(
    integer(0n),
    subjectName(subject),
    publicKeyInfo(key),
    // No attributes; the empty set must be there.
    tlv(0xa0, ''),
  );
  return pemOf('CERTIFICATE REQUEST', signedBy(key, content));
}
