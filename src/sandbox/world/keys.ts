import { checkPrimeSync, createPrivateKey, createPublicKey } from 'node:crypto';
import type { SeededRandom } from '../../base/random.ts';
import type { KeyPair } from '../../client/x509.ts';
import { sm2KeyPair } from '../../xml/sm2-keys.ts';

/** For worlds only: the seed gives the secret away. */
export type WorldKey = KeyPair;

const EXPONENT = 65_537n;

/**
 * An RSA key of `bits` bits drawn from the seed, the same on every machine; node's own key
 * generator cannot be seeded.
 */
export function makeKey(random: SeededRandom, bits: number): WorldKey {
  const p = makePrime(random, bits / 2);
  let q = makePrime(random, bits / 2);
  while (q === p) q = makePrime(random, bits / 2);
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: encode(p * q),
      e: encode(EXPONENT),
      d: encode(d),
      p: encode(p),
      q: encode(q),
      dp: encode(d % (p - 1n)),
      dq: encode(d % (q - 1n)),
      qi: encode(inverse(q, p)),
    },
  });
  return { privateKey, publicKey: createPublicKey(privateKey as never) };
}

/** An SM2 key drawn from the seed. */
export function makeSm2Key(random: SeededRandom): WorldKey {
  // A first byte of 1 keeps the number below the order of the curve and above 0.
  return sm2KeyPair(Buffer.from([1, ...random.bytes(31)]));
}

// The two top bits are set, so that a product of two primes always has the full length.
function makePrime(random: SeededRandom, bits: number): bigint {
  const bytes = random.bytes(bits / 8);
  let candidate = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  candidate |= (3n << BigInt(bits - 2)) | 1n;
  while (!suitable(candidate)) candidate += 2n;
  return candidate;
}

function suitable(candidate: bigint): boolean {
  if ((candidate - 1n) % EXPONENT === 0n) return false;
  return checkPrimeSync(candidate, { checks: 20 });
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1] = [modulus, value % modulus];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t0 < 0n ? t0 + modulus : t0;
}

function encode(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
