import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { maySign } from './key-usage.ts';

// Written by OpenSSL: `openssl req -x509 -addext keyUsage=...`.
const der = (name: string) => {
  const url = new URL(`../../test/fixtures/registry/${name}.pem`, import.meta.url);
  return new X509Certificate(readFileSync(url)).raw;
};

it('takes digitalSignature, and a certificate that restricts nothing', () => {
  expect(maySign(der('usage-digitalSignature'))).toBe(true);
  expect(maySign(der('a'))).toBe(true);
  expect(maySign(der('sm2'))).toBe(true);
});

it('refuses every other use', () => {
  expect(maySign(der('usage-keyEncipherment'))).toBe(false);
  expect(maySign(der('usage-nonRepudiation'))).toBe(false);
});
