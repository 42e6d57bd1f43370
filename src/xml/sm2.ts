/**
 * SM2 signatures (GB/T 32918.2) over SM3 digests (GB/T 32905). node:crypto has SM3 and reads SM2
 * keys and certificates, but verifies no signature that was made with a user id, as all of the
 * trade's are (NOTES section 6). The curve is the library's.
 */
import { createHmac, type KeyObject, hash as nodeHash } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { assert } from '../base/assert.ts';

/** The user id of everybody who has none of his own (GB/T 35276). */
const USER_ID = Buffer.from('1234567812345678', 'latin1');

/** OID 1.2.156.10197.1.301, the curve, as it stands in keys. */
const CURVE = Buffer.from('06082a811ccf5501822d', 'hex');
/** a, b and the generator's coordinates. */
const PARAMETERS = Buffer.from(
  [
    'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc',
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93',
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7',
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  ].join(''),
  'hex',
);
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

const SCALAR = 32;
const POINT = 65;

/** SM3 of bytes, 32 bytes. */
export function sm3(bytes: Uint8Array): Buffer {
  return Buffer.from(nodeHash('sm3', bytes, 'latin1'), 'latin1');
}

/** Whether a key of node:crypto, public or private, is one of SM2. */
export function isSm2Key(key: KeyObject): boolean {
  if (publicKeys.has(key)) return true;
  return key.asymmetricKeyType === undefined && encoded(key).includes(CURVE);
}

/** The DER of a key, unchanged as long as the key object lives. */
function encoded(key: KeyObject): Buffer {
  const type = key.type === 'private' ? 'pkcs8' : 'spki';
  return key.export({ type, format: 'der' } as never) as unknown as Buffer;
}

/** What verifying with one public key needs. */
type PublicKey = {
  /** Uncompressed point, hex. */
  readonly hex: string;
  /** SM3 over user id, curve and point: what each digest begins with (`ZA`). */
  readonly identity: Buffer;
  uses: number;
  /** Multiples of the point, worked out when the key is used again. */
  table: ReturnType<typeof sm2.precomputePublicKey> | null;
};

const publicKeys = new WeakMap<KeyObject, PublicKey>();

function publicKeyOf(key: KeyObject): PublicKey {
  const known = publicKeys.get(key);
  if (known !== undefined) return known;
  const point = encoded(key).subarray(-POINT);
  assert(point[0] === 4, 'an SM2 key ends with its uncompressed point');
  const made = { hex: point.toString('hex'), identity: identityOf(point), uses: 0, table: null };
  publicKeys.set(key, made);
  return made;
}

function identityOf(point: Buffer): Buffer {
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(USER_ID.length * 8);
  return sm3(Buffer.concat([bits, USER_ID, PARAMETERS, point.subarray(1)]));
}

/**
 * Whether `signature`, 64 bytes r || s or their DER, is that of the key's owner over `bytes`.
 * @param key a public key of SM2
 */
export function verifySm2(bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  const raw = signature.length === 2 * SCALAR ? Buffer.from(signature) : rawOf(signature);
  if (raw === null || !inRange(raw)) return false;
  const own = publicKeyOf(key);
  const digest = sm3(Buffer.concat([own.identity, bytes]));
  return sm2.doVerifySignature(digest, raw.toString('hex'), tableOf(own) ?? own.hex, {
    hash: false,
    der: false,
  });
}

/** r and s are from 1 to the order of the curve, or the same signature could be written twice. */
function inRange(raw: Buffer): boolean {
  return [raw.subarray(0, SCALAR), raw.subarray(SCALAR)].every((part) => {
    const number = BigInt(`0x${part.toString('hex')}`);
    return number > 0n && number < ORDER;
  });
}

/**
 * Keys whose tables are kept: senders may be many. With windows of 6 bits a table takes 10 ms and
 * some 100 kB, and verifying takes 0.5 ms instead of 3.4; with 8 bits 36 ms and 450 kB for no more.
 */
const MOST_TABLES = 512;
const WINDOW = 6;
/** In the order of their last use. */
const tables = new Set<PublicKey>();

function tableOf(own: PublicKey): PublicKey['table'] {
  own.uses += 1;
  // Working a table out takes as long as three verifications without one.
  if (own.uses < 3) return null;
  own.table ??= sm2.precomputePublicKey(own.hex, WINDOW);
  tables.delete(own);
  tables.add(own);
  if (tables.size > MOST_TABLES) {
    const [oldest] = tables;
    tables.delete(oldest!);
    oldest!.table = null;
    oldest!.uses = 0;
  }
  return own.table;
}

/** SEQUENCE { INTEGER r, INTEGER s } as 64 bytes; null for anything else. */
function rawOf(der: Uint8Array): Buffer | null {
  const bytes = Buffer.from(der);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return null;
  const r = integerAt(bytes, 2);
  const s = r === null ? null : integerAt(bytes, r.end);
  return r === null || s === null || s.end !== bytes.length
    ? null
    : Buffer.concat([r.scalar, s.scalar]);
}

/** A DER integer of at most 32 bytes without sign; its shortest form only. */
function integerAt(bytes: Buffer, at: number): { scalar: Buffer; end: number } | null {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  if (bytes[at] !== 2 || length < 1 || length > SCALAR + 1 || end > bytes.length) return null;
  const content = bytes.subarray(at + 2, end);
  const [first, second] = [content[0]!, content[1] ?? 0xff];
  if (first >= 0x80 || (first === 0 && length > 1 && second < 0x80)) return null;
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > SCALAR) return null;
  return { scalar: Buffer.concat([Buffer.alloc(SCALAR - digits.length), digits]), end };
}

/**
 * Signs as the trade does: r || s, 64 bytes. The nonce follows from key and digest (as in RFC
 * 6979), so that the same message gets the same signature and no random number can betray a key.
 * @param key a private key of SM2
 */
export function signSm2(bytes: Uint8Array, key: KeyObject): Buffer {
  const scalar = scalarOf(key);
  const hex = scalar.toString('hex');
  const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(hex), 'hex');
  const digest = sm3(Buffer.concat([identityOf(point), bytes]));
  const signature = sm2.doSignature(digest, hex, {
    hash: false,
    der: false,
    pointPool: [nonce(scalar, digest)],
  });
  return Buffer.from(signature, 'hex');
}

/** The private number: the OCTET STRING of 32 bytes behind the version of the inner sequence. */
function scalarOf(key: KeyObject): Buffer {
  const der = encoded(key);
  const at = der.indexOf(Buffer.from('0201010420', 'hex'), der.indexOf(CURVE));
  assert(at > 0, 'an SM2 key has its private number');
  return der.subarray(at + 5, at + 5 + SCALAR);
}

function nonce(scalar: Buffer, digest: Buffer): { k: bigint; x1: bigint } {
  for (let tries = 0; ; tries++) {
    const mac = createHmac('sha256', scalar).update(digest).update(String(tries)).digest();
    const k = BigInt(`0x${mac.toString('hex')}`);
    if (k === 0n || k >= ORDER) continue;
    const point = sm2.getPublicKeyFromPrivateKey(mac.toString('hex'));
    return { k, x1: BigInt(`0x${point.slice(2, 2 + 2 * SCALAR)}`) };
  }
}
