/** SM2 keys from their numbers; files of keys are read by node:crypto itself. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';

/** DER around the numbers: PKCS #8 with an EC key of the SM2 curve, and its public form. */
const PRIVATE_HEAD = Buffer.from(
  '308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420',
  'hex',
);
const POINT_HEAD = Buffer.from('a144034200', 'hex');
const PUBLIC_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');

/** One more than the largest private number. */
const END = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122n;

/** A new key pair; `bytes` gives so many unpredictable ones. */
export function newSm2KeyPair(bytes: (size: number) => Uint8Array): ReturnType<typeof sm2KeyPair> {
  for (;;) {
    const scalar = bytes(32);
    const value = BigInt(`0x${Buffer.from(scalar).toString('hex')}`);
    // One in four billion is out of range, and drawn again.
    if (value > 0n && value < END) return sm2KeyPair(scalar);
  }
}

/** The key pair of a private number, 32 bytes from 1 to the order of the curve less 2. */
export function sm2KeyPair(scalar: Uint8Array): {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Uncompressed, 65 bytes. */
  readonly point: Buffer;
} {
  const hex = Buffer.from(scalar).toString('hex');
  const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(hex), 'hex');
  const der = Buffer.concat([PRIVATE_HEAD, scalar, POINT_HEAD, point]);
  return {
    privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publicKey: sm2PublicKey(point),
    point,
  };
}

/** The public key of an uncompressed point, 65 bytes. */
export function sm2PublicKey(point: Uint8Array): KeyObject {
  const der = Buffer.concat([PUBLIC_HEAD, point]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}
