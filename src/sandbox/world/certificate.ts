import { sign } from 'node:crypto';
import { type BusinessDate, stamp14, startOfDay } from '../../base/dates.ts';
import { isSm2Key, signSm2 } from '../../xml/sm2.ts';
import type { WorldKey } from './keys.ts';

/** A self-signed certificate of a made-up enterprise. */
export type WorldCertificate = {
  /** Lower-case hex: 8 digits on RSA cards, 16 that begin with 03 on SM2 ones (NOTES section 6). */
  readonly serial: string;
  readonly der: Uint8Array;
  readonly pem: string;
};

/** What stands in a certificate; the days are Shanghai days, `until` its last one. */
export type CertificateTerms = {
  readonly serial: string;
  readonly code: string;
  readonly name: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate;
  /** What the key is for; nothing is said of it by default. */
  readonly usage?: keyof typeof USAGES;
};

// PKIX object identifiers, DER content bytes.
const SHA256_RSA = '2a864886f70d01010b';
const SM3_SM2 = '2a811ccf55018375';
const COUNTRY = '550406';
const ORGANISATION = '55040a';
const COMMON_NAME = '550403';
const KEY_USAGE = '551d0f';

/** Bit strings of keyUsage: digitalSignature with nonRepudiation, keyEncipherment. */
const USAGES = { signature: '030206c0', encryption: '03020520' } as const;

/**
 * Writes an X.509 v3 certificate (RFC 5280) signed by its own key, with SHA-256 or SM3. The same
 * key and terms give the same bytes: the signatures hold no randomness.
 */
export function makeCertificate(key: WorldKey, terms: CertificateTerms): WorldCertificate {
  const algorithm = isSm2Key(key.privateKey)
    ? sequence(identifier(SM3_SM2))
    : sequence(identifier(SHA256_RSA), tlv(0x05, ''));
  const content = body(key, terms, algorithm);
  const signature = signatureOf(Buffer.from(content, 'hex'), key);
  const der = Buffer.from(sequence(content, algorithm, bitString(signature)), 'hex');
  return { serial: terms.serial, der, pem: pem(der) };
}

function body(key: WorldKey, terms: CertificateTerms, algorithm: string): string {
  const name = sequence(
    attribute(COUNTRY, tlv(0x13, text('CN'))),
    attribute(ORGANISATION, tlv(0x0c, text(terms.name))),
    attribute(COMMON_NAME, tlv(0x0c, text(terms.code))),
  );
  return sequence(
    tlv(0xa0, integer(2n)),
    integer(BigInt(`0x${terms.serial}`)),
    algorithm,
    name,
    sequence(time(terms.from, 0), time(terms.until, 86_399)),
    name,
    key.publicKey.export({ type: 'spki', format: 'der' }).toString('hex'),
    terms.usage === undefined ? '' : tlv(0xa3, sequence(keyUsage(USAGES[terms.usage]))),
  );
}

function keyUsage(bits: string): string {
  const critical = tlv(0x01, 'ff');
  return sequence(identifier(KEY_USAGE), critical, tlv(0x04, bits));
}

/** PKCS #1, or two integers. */
function signatureOf(content: Buffer, { privateKey }: WorldKey): string {
  if (!isSm2Key(privateKey)) return sign('sha256', content, privateKey).toString('hex');
  const raw = signSm2(content, privateKey).toString('hex');
  return sequence(...[raw.slice(0, 64), raw.slice(64)].map((part) => integer(BigInt(`0x${part}`))));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function attribute(oid: string, value: string): string {
  return tlv(0x31, sequence(identifier(oid), value));
}

/** UTCTime; good for 1950 to 2049. */
function time(date: BusinessDate, seconds: number): string {
  // UTCTime has two digits of the year and a Z; worlds only need whole seconds of a UTC day.
  const stamp = stamp14(startOfDay(date) + seconds * 1000);
  return tlv(0x17, text(`${stamp.slice(2)}Z`));
}

function identifier(content: string): string {
  return tlv(0x06, content);
}

function integer(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return tlv(0x02, /^[89a-f]/.test(even) ? `00${even}` : even);
}

function bitString(content: string): string {
  return tlv(0x03, `00${content}`);
}

function sequence(...parts: string[]): string {
  return tlv(0x30, parts.join(''));
}

function text(value: string): string {
  return Buffer.from(value, 'utf8').toString('hex');
}

function tlv(tag: number, content: string): string {
  const length = content.length / 2;
  const hex = length.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const head = length < 128 ? even : (128 + even.length / 2).toString(16) + even;
  return `${tag.toString(16).padStart(2, '0')}${head}${content}`;
}
