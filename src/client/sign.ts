import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { PAIRS, signatureAlgorithm } from '../xml/algorithms.ts';
import { signDocument } from '../xml/sign.ts';
import { signObject } from '../xml/sign-object.ts';
import { isSm2Key } from '../xml/sm2.ts';

/** The pairs of digest and signature that are written. */
export type SigningAlgorithm = keyof typeof PAIRS;

/** What an enterprise signs with. */
export type Signer = {
  readonly key: KeyObject;
  /** Serial number of the certificate, lower-case hex: the KeyName of the signature. */
  readonly keyName: string;
  readonly certificateBase64: string;
  readonly algorithm: SigningAlgorithm;
};

/**
 * Reads key and certificate from PEM texts.
 * @param algorithm SM2 with SM3 or RSA with SHA-256 unless told, as the key is; `rsa-sha1` for
 * platforms that know nothing newer
 * @throws Error when they cannot be read, do not belong together or do not fit the algorithm.
 */
export function signerFrom(
  keyPem: string,
  certificatePem: string,
  algorithm?: SigningAlgorithm,
): Signer {
  const key = createPrivateKey(keyPem);
  const pair = algorithm ?? (isSm2Key(key) ? 'sm2-sm3' : 'rsa-sha256');
  if (signatureAlgorithm(PAIRS[pair].signature)?.fits(key) !== true) {
    throw new Error(`a key of this kind does not sign with ${pair}`);
  }
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error('the certificate is not the one of this key');
  }
  return {
    key,
    keyName: certificate.serialNumber.toLowerCase(),
    certificateBase64: certificate.raw.toString('base64'),
    algorithm: pair,
  };
}

/**
 * The message with an enveloped signature as its last element; all other bytes stay.
 * @throws Error when the message is no well-formed XML or is signed already.
 */
export function signMessage(message: Uint8Array | string, signer: Signer): Uint8Array {
  return signDocument(message, signer);
}

/**
 * A document of a zone (INV101, SAS121) with a signature over its package in the header, which the
 * import client leaves empty.
 * @throws Error when it is no such document.
 */
export function signZoneDocument(document: string, signer: Signer): Uint8Array {
  const { key, keyName, certificateBase64: certificate, algorithm } = signer;
  const data = `<X509Data><X509Certificate>${certificate}</X509Certificate></X509Data>`;
  const keyInfo = `<KeyName>${keyName}</KeyName>${data}`;
  return Buffer.from(signObject(document, { key, algorithm, keyInfo }));
}
