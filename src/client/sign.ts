import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { signDocument } from '../xml/sign.ts';

/** The pairs of digest and signature that are written. */
export type SigningAlgorithm = 'rsa-sha1' | 'rsa-sha256' | 'sm2-sm3';

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
 * @throws Error when they cannot be read or do not belong together.
 */
export function signerFrom(
  keyPem: string,
  certificatePem: string,
  algorithm: SigningAlgorithm = 'rsa-sha256',
): Signer {
  const key = createPrivateKey(keyPem);
  const certificate = new X509Certificate(certificatePem);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error('the certificate is not the one of this key');
  }
  return {
    key,
    keyName: certificate.serialNumber.toLowerCase(),
    certificateBase64: certificate.raw.toString('base64'),
    algorithm,
  };
}

/**
 * The message with an enveloped signature as its last element; all other bytes stay.
 * @throws Error when the message is no well-formed XML or is signed already.
 */
export function signMessage(message: Uint8Array | string, signer: Signer): Uint8Array {
  return signDocument(message, signer);
}
