import { createHash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381';
import { type Chain, chainHash, QUICKNET, type Round } from '../../src/inspection/beacon.ts';

/** A round that quicknet published; other programs give VALUE for it. */
export const ROUND: Round = {
  round: 657_413,
  signature:
    'b713718a38ae728dfd477991af2822e08d2f305e47718cef' +
    '9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b',
};
export const VALUE = 'fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587';

/** A round of a chain that the test has the key of. */
export function otherChain(round: number): Round & { readonly chain: Chain } {
  const scheme = bls12_381.shortSignatures;
  const key = new Uint8Array(32).fill(7);
  const chain = { ...QUICKNET, publicKey: scheme.getPublicKey(key).toHex(true), id: 'other' };
  const number = Buffer.alloc(8);
  number.writeUInt32BE(round, 4);
  const message = createHash('sha256').update(number).digest();
  const point = scheme.hash(message, 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_');
  const signature = scheme.sign(point, key).toHex(true);
  return { chain: { ...chain, hash: chainHash(chain) }, round, signature };
}
