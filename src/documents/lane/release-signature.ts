import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** A PKCS #8 private key of Ed25519 up to the 32 bytes of its seed (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key that comes from 32 secret bytes. */
export function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

/** The public key of a key, as the base64 of its SubjectPublicKeyInfo. */
export function publicKeyText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/** A public key from that text; null when it is none of Ed25519. */
export function readPublicKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** A short name of a public key: the first 16 hex digits of the hash of its text's bytes. */
export function keyIdOf(publicKey: string): string {
  const bytes = Buffer.from(publicKey, 'base64');
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** Signs a page of releases: base64 over the UTF-8 of its text. */
export function signPage(text: string, key: KeyObject): string {
  return sign(null, Buffer.from(text), key).toString('base64');
}

/** Whether that is the signature of a text by the holder of a public key. */
export function isPageSigned(text: string, signature: string, key: KeyObject): boolean {
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
