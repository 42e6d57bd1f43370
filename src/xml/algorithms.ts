/** Signature and digest algorithms of XML-DSig by URI. A new one is one more entry here. */
import { type KeyObject, hash as nodeHash, sign, verify } from 'node:crypto';
import { isSm2Key, signSm2, sm3, verifySm2 } from './sm2.ts';

/** Canonicalization: inclusive C14N 1.0 without comments, and nothing else. */
export const INCLUSIVE_C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
/** The digest that the specification of 202205 prefers. */
export const SM3 = 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm3';
/** The transform that takes the signature itself out of what is digested. */
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Which digests and signatures go together: those of China, and those of the W3C. */
export type Family = 'sm' | 'w3c';

/** Digest of canonical bytes. */
export type DigestAlgorithm = {
  readonly uri: string;
  readonly family: Family;
  /** Length of a digest in bytes. */
  readonly length: number;
  readonly digest: (bytes: Uint8Array) => Buffer;
};

/** Signature over canonical bytes with keys of one type. */
export type SignatureAlgorithm = {
  readonly uri: string;
  readonly family: Family;
  readonly fits: (key: KeyObject) => boolean;
  readonly verify: (bytes: Uint8Array, key: KeyObject, signature: Uint8Array) => boolean;
  readonly sign: (bytes: Uint8Array, key: KeyObject) => Buffer;
};

function digestWith(uri: string, name: string, length: number): DigestAlgorithm {
  // As a text of one byte a character: node:crypto takes a tenth more for a buffer.
  const digest = (bytes: Uint8Array) => Buffer.from(nodeHash(name, bytes, 'latin1'), 'latin1');
  return { uri, family: 'w3c', length, digest };
}

function sm3With(uri: string): DigestAlgorithm {
  return { uri, family: 'sm', length: 32, digest: sm3 };
}

/** RSA with PKCS #1 v1.5 padding, the default of node:crypto for RSA keys. */
function rsaWith(uri: string, name: string): SignatureAlgorithm {
  return {
    ...{ uri, family: 'w3c' },
    fits: (key) => key.asymmetricKeyType === 'rsa',
    verify: (bytes, key, signature) => verify(name, bytes, key, signature),
    sign: (bytes, key) => sign(name, bytes, key),
  };
}

function sm2With(uri: string): SignatureAlgorithm {
  return { uri, family: 'sm', fits: isSm2Key, verify: verifySm2, sign: signSm2 };
}

/** SHA-1, also where it stands in the place of another digest; see `SignatureVariant`. */
export const SHA1 = digestWith('http://www.w3.org/2000/09/xmldsig#sha1', 'sha1', 20);

const DIGESTS = byUri([
  SHA1,
  digestWith('http://www.w3.org/2001/04/xmlenc#sha256', 'sha256', 32),
  sm3With(SM3),
  sm3With('http://www.w3.org/2000/09/xmldsig#sm3'),
]);

const SIGNATURES = byUri([
  rsaWith('http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'sha1'),
  rsaWith('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'sha256'),
  sm2With('http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3'),
  // The name that a library of the trade has for it (NOTES section 6).
  sm2With('http://www.w3.org/2000/09/xmldsig#sm2-sm3'),
]);

function byUri<T extends { uri: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  return new Map(list.map((entry) => [entry.uri, entry]));
}

/** The digest algorithm of a URI. */
export function digestAlgorithm(uri: string): DigestAlgorithm | undefined {
  return DIGESTS.get(uri);
}

/** The signature algorithm of a URI. */
export function signatureAlgorithm(uri: string): SignatureAlgorithm | undefined {
  return SIGNATURES.get(uri);
}

/** The pairs `signDocument` writes, by short name. */
export const PAIRS = {
  'rsa-sha1': {
    signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
    digest: 'http://www.w3.org/2000/09/xmldsig#sha1',
  },
  'rsa-sha256': {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest: 'http://www.w3.org/2001/04/xmlenc#sha256',
  },
  'sm2-sm3': {
    signature: 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3',
    digest: SM3,
  },
} as const;
