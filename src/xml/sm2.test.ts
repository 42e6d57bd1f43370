import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shallRunWith } from '../../test/external-tool.ts';
import { isSm2Key, signSm2, sm3, verifySm2 } from './sm2.ts';
import { sm2KeyPair, sm2PublicKey } from './sm2-keys.ts';

/** GB/T 32918.5-2017, annex A: signature over the recommended curve. */
const VECTOR = {
  message: Buffer.from('message digest'),
  scalar: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  point:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const pair = sm2KeyPair(Buffer.from(VECTOR.scalar, 'hex'));
const raw = Buffer.from(VECTOR.r + VECTOR.s, 'hex');

/** SEQUENCE of two integers whose first bits are set, so that each begins with a zero. */
const der = (r: string, s: string) => Buffer.from(`3046022100${r}022100${s}`, 'hex');

describe('SM3', () => {
  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('gives the digests of GB/T 32905, %s', (text, digest) => {
    expect(sm3(Buffer.from(text)).toString('hex')).toBe(digest);
  });
});

describe('SM2', () => {
  it('has the public key of the standard', () => {
    expect(pair.point.toString('hex')).toBe(VECTOR.point);
    expect(isSm2Key(pair.privateKey)).toBe(true);
    expect(isSm2Key(sm2PublicKey(pair.point))).toBe(true);
  });

  it('takes the signature of the standard, as 64 bytes and as DER', () => {
    expect(verifySm2(VECTOR.message, pair.publicKey, raw)).toBe(true);
    expect(verifySm2(VECTOR.message, pair.publicKey, der(VECTOR.r, VECTOR.s))).toBe(true);
  });

  it('takes its own, the same for the same message, with and without a table', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ minLength: 31, maxLength: 31 }),
        (bytes, secret) => {
          const { privateKey, publicKey } = sm2KeyPair(Buffer.from([1, ...secret]));
          const signature = signSm2(bytes, privateKey);
          expect(signSm2(bytes, privateKey)).toEqual(signature);
          for (let times = 0; times < 4; times++) {
            expect(verifySm2(bytes, publicKey, signature)).toBe(true);
            expect(verifySm2(Buffer.concat([bytes, Buffer.from('x')]), publicKey, signature)).toBe(
              false,
            );
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  it('takes no other bytes for a signature', () => {
    const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
    const zero = '0'.repeat(64);
    const wrong = [
      Buffer.alloc(0),
      Buffer.alloc(64),
      raw.subarray(1),
      Buffer.concat([raw, Buffer.from([0])]),
      Buffer.from(zero + VECTOR.s, 'hex'),
      Buffer.from(VECTOR.r + zero, 'hex'),
      Buffer.from(order + VECTOR.s, 'hex'),
      Buffer.from(VECTOR.r + order, 'hex'),
      Buffer.from('f'.repeat(128), 'hex'),
      Buffer.concat([der(VECTOR.r, VECTOR.s), Buffer.from([0])]),
      Buffer.from(`3044022${'0'}${VECTOR.r}0220${VECTOR.s}`, 'hex'),
      Buffer.from(`308146022100${VECTOR.r}022100${VECTOR.s}`, 'hex'),
      Buffer.from(`304702220000${VECTOR.r}022100${VECTOR.s}`, 'hex'),
    ];
    for (const signature of wrong) {
      expect(verifySm2(VECTOR.message, pair.publicKey, signature), signature.toString('hex')).toBe(
        false,
      );
    }
    for (let bit = 0; bit < 512; bit += 37) {
      const flipped = Buffer.from(raw);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifySm2(VECTOR.message, pair.publicKey, flipped)).toBe(false);
    }
  });
});

describe.runIf(shallRunWith('openssl'))('SM2 against OpenSSL', () => {
  it('takes what OpenSSL signs, and OpenSSL takes what we sign', () => {
    const folder = mkdtempSync(join(tmpdir(), 'onestep-sm2-'));
    const run = (...args: string[]) =>
      execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const user = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
    try {
      writeFileSync(
        join(folder, 'key.pem'),
        pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      );
      writeFileSync(join(folder, 'text'), VECTOR.message);
      run('pkeyutl', '-sign', '-inkey', 'key.pem', '-in', 'text', '-out', 'signature', ...user);
      const theirs = readFileSync(join(folder, 'signature'));
      expect(verifySm2(VECTOR.message, pair.publicKey, theirs)).toBe(true);
      const ours = signSm2(VECTOR.message, pair.privateKey).toString('hex');
      const [r, s] = [ours.slice(0, 64), ours.slice(64)].map((part) => integerOf(part));
      const body = Buffer.concat([r!, s!]);
      writeFileSync(join(folder, 'ours'), Buffer.concat([Buffer.from([0x30, body.length]), body]));
      const said = run(
        'pkeyutl',
        '-verify',
        '-inkey',
        'key.pem',
        '-in',
        'text',
        '-sigfile',
        'ours',
        ...user,
      );
      expect(said.toString()).toContain('Verified Successfully');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function integerOf(hex: string): Buffer {
  const digits = Buffer.from(hex.replace(/^(00)+/, ''), 'hex');
  const positive = digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
  return Buffer.concat([Buffer.from([2, positive.length]), positive]);
}
