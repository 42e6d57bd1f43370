import { createHash } from 'node:crypto';
import { bls12_381 } from '@noble/curves/bls12-381';
import { isoShanghai } from '../base/dates.ts';

/** A chain of drand whose rounds are signed each by itself, in G1, as RFC 9380 hashes to it. */
export type Chain = {
  /** SHA-256 of the members below: the chain's own name, and the `source` of terms. */
  readonly hash: string;
  /** Compressed point of G2, 192 hexadecimal digits. */
  readonly publicKey: string;
  /** Unix seconds of round 1. */
  readonly genesis: number;
  /** Seconds from one round to the next. */
  readonly period: number;
  /** Hash of the group that made the key, and the name of the chain. */
  readonly groupHash: string;
  readonly id: string;
};

/** The League of Entropy's quicknet, as its relays describe it under /info. */
export const QUICKNET: Chain = {
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c' +
    '8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb' +
    '5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesis: 1_692_803_367,
  period: 3,
  groupHash: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e',
  id: 'quicknet',
};

/** What a chain published of one round. */
export type Round = { readonly round: number; readonly signature: string };

const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';

const hex = (digits: string) => Buffer.from(digits, 'hex');
const sha256Of = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The hash that names a chain, of its members: a key of another chain gives another. */
export function chainHash({ publicKey, genesis, period, groupHash, id }: Chain): string {
  const times = Buffer.alloc(12);
  times.writeUInt32BE(period, 0);
  times.writeBigInt64BE(BigInt(genesis), 4);
  return sha256Of(times, hex(publicKey), hex(groupHash), Buffer.from(id)).toString('hex');
}

/** When a round comes out, as terms write it; null where no calendar has that time. */
export function timeOfRound({ genesis, period }: Chain, round: number): string | null {
  const at = (genesis + (round - 1) * period) * 1_000;
  return at <= Date.UTC(9999, 0) ? isoShanghai(at) : null;
}

/** The value of a round: SHA-256 of its signature, 64 hexadecimal digits. */
export function roundValue({ signature }: Round): string {
  return sha256Of(hex(signature)).toString('hex');
}

/** Whether the chain signed the round: one pairing, tens of milliseconds. */
export function isSigned({ publicKey }: Chain, { round, signature }: Round): boolean {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(round));
  const scheme = bls12_381.shortSignatures;
  try {
    return scheme.verify(signature, scheme.hash(sha256Of(number), DOMAIN), publicKey);
  } catch {
    // Digits that are no point of the curve, or of its wrong subgroup.
    return false;
  }
}
