import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Characters of a password: long ones are good ones, and nothing else is asked of them. */
export const PASSWORD_LEAST = 12;
export const PASSWORD_MOST = 1_000;

/** About 60 ms and 32 MiB on a slow core (OWASP names 2^17 at most, 2^14 at least). */
const COST = { N: 32_768, r: 8, p: 1 };
const BYTES = 32;
export const SALT_BYTES = 16;

/**
 * A password as it is kept: `scrypt:N:r:p:salt:hash`, the last two in base64url, so that the cost
 * can grow while old ones are still understood.
 * @param salt 16 unpredictable bytes
 */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const hash = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, textOf(salt), textOf(hash)].join(':');
}

/** Whether the password is the one that was hashed; takes the same time for each answer. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = kept.split(':');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  const known = Buffer.from(hash, 'base64url');
  return known.length === derived.length && timingSafeEqual(derived, known);
}

function derive(password: string, salt: Uint8Array, cost: ScryptOptions): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
