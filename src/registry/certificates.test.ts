import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import {
  certificateFor,
  normaliseSerial,
  readCertificate,
  type SignerClaim,
} from './certificates.ts';
import type { Enterprise } from './enterprise.ts';
import { makeSnapshot, type RegisteredCertificate, type Token } from './snapshot.ts';
import { authenticate, tokenHash } from './tokens.ts';

const file = (name: string) =>
  readFileSync(new URL(`../../test/fixtures/registry/${name}`, import.meta.url));
const [A, B, C] = ['4101960A01', '4101960B01', '4101960C01'];

function registered(
  name: string,
  enterpriseCode: string,
  revokedAt: number | null = null,
): RegisteredCertificate {
  return { ...present(readCertificate(file(name)), name), enterpriseCode, revokedAt };
}

const enterprise = (code: string, status: Enterprise['status'] = 'active'): Enterprise => ({
  code,
  name: code,
  roles: ['agent'],
  creditClass: 'GENERAL',
  status,
  validUntil: null,
  overseas: false,
  dxpId: null,
});

const snapshotOf = (
  certificates: readonly RegisteredCertificate[],
  enterprises: readonly Enterprise[] = [],
  tokens: readonly Token[] = [],
) =>
  makeSnapshot({
    staff: { officers: [], duty: [], conflicts: [], tokens: [] },
    drawingSince: null,
    revision: 1n,
    hashKey: Buffer.alloc(32),
    enterprises,
    certificates,
    tokens,
    undertakings: [],
    guarantees: [],
    exchangeRates: [],
    overseasWarehouses: [],
    profile: null,
  });

const one = registered('a.pem', A);
const two = registered('b.pem', B);
const AT = one.validFrom + 86_400_000;

const codeFor = (code: string, claim: SignerClaim, at = AT, held = [one, two]) => {
  const result = certificateFor(snapshotOf(held), code, claim, at);
  return result.ok ? 'ok' : result.error.code;
};

test('a certificate is found by its bytes, and by its serial in any spelling', () => {
  expect(codeFor(A, { der: one.der })).toBe('ok');
  expect(codeFor(A, { serial: '1234A' })).toBe('ok');
  expect(codeFor(A, { serial: ' 0001234a ' })).toBe('ok');
  expect(codeFor(A, { serial: one.serial, der: new Uint8Array(one.der) })).toBe('ok');
});

test('each step has a finding of its own', () => {
  expect(codeFor(A, { der: two.der })).toBe('REG-CERT-OTHER');
  expect(codeFor(A, { serial: two.serial })).toBe('REG-CERT-OTHER');
  expect(codeFor(C, { serial: two.serial })).toBe('REG-CERT-OTHER');
  expect(codeFor(C, { serial: 'ff' })).toBe('REG-CERT-NONE');
  expect(codeFor(A, { serial: 'ff' })).toBe('REG-CERT-UNKNOWN');
  expect(codeFor(A, {})).toBe('REG-CERT-UNKNOWN');
  expect(codeFor(A, { der: Buffer.from('nonsense') })).toBe('REG-CERT-UNKNOWN');
});

test('other bytes under a registered serial number are not the registered certificate', () => {
  const forged = Uint8Array.from(one.der);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  expect(codeFor(A, { serial: one.serial, der: forged })).toBe('REG-CERT-UNKNOWN');
});

test('a certificate of the same holder is told from the registered one by its key', () => {
  const sent = (name: string) => present(readCertificate(file(name)), name).der;
  expect(codeFor(A, { der: sent('a-other-key.pem') })).toBe('REG-CERT-KEY');
  expect(codeFor(A, { serial: '001234A', der: sent('a-renewed.pem') })).toBe('REG-CERT-KEY');
  expect(codeFor(A, { serial: '77777', der: sent('a-renewed.pem') })).toBe('REG-CERT-HOLDER');
  expect(codeFor(A, { der: sent('a-renewed.pem') })).toBe('REG-CERT-HOLDER');
  expect(codeFor(B, { der: sent('a-renewed.pem') })).toBe('REG-CERT-UNKNOWN');
  expect(codeFor(C, { der: sent('a-renewed.pem') })).toBe('REG-CERT-NONE');
});

test('a certificate that is not made for signing signs nothing', () => {
  const held = (name: string) => {
    const certificate = registered(`usage-${name}.pem`, A);
    return codeFor(A, { der: certificate.der }, certificate.validFrom, [certificate]);
  };
  expect(held('digitalSignature')).toBe('ok');
  expect(held('keyEncipherment')).toBe('REG-CERT-USAGE');
  expect(held('nonRepudiation')).toBe('REG-CERT-USAGE');
});

test('the days of validity are inclusive; revocation counts from its moment on', () => {
  const claim = { serial: one.serial };
  expect(codeFor(A, claim, one.validFrom - 1)).toBe('REG-CERT-EARLY');
  expect(codeFor(A, claim, one.validFrom)).toBe('ok');
  expect(codeFor(A, claim, one.validUntil)).toBe('ok');
  expect(codeFor(A, claim, one.validUntil + 1)).toBe('REG-CERT-EXPIRED');
  const revoked = [registered('a.pem', A, AT)];
  expect(codeFor(A, claim, AT, revoked)).toBe('REG-CERT-REVOKED');
  expect(codeFor(A, claim, AT - 1, revoked)).toBe('ok');
});

test('one enterprise may hold several certificates, two may share a serial number', () => {
  expect(codeFor(A, { der: two.der }, AT, [one, registered('b.pem', A)])).toBe('ok');
  const same = { ...registered('b.pem', B), serial: one.serial };
  expect(codeFor(B, { serial: one.serial }, AT, [one, same])).toBe('ok');
});

test('PEM, DER and SM2 certificates are read; other bytes are none', () => {
  const der = present(readCertificate(file('a.der')), 'a.der');
  expect(Buffer.compare(der.der, one.der)).toBe(0);
  expect(der.serial).toBe('1234a');
  expect(der.key.asymmetricKeyType).toBe('rsa');
  expect(readCertificate(file('sm2.pem'))?.serial).toMatch(/^3c4bd6/);
  for (const bytes of ['', 'x', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
    expect(readCertificate(Buffer.from(bytes))).toBeNull();
  }
});

test('serial numbers have one spelling', () => {
  expect(normaliseSerial('00AB0c')).toBe('ab0c');
  expect(normaliseSerial('0000')).toBe('0');
});

test('a token lets its enterprise in until it expires or is revoked', () => {
  const token = (label: string, change: Partial<Token> = {}): Token => ({
    enterpriseCode: A,
    label,
    hash: tokenHash(label),
    expiresAt: null,
    revokedAt: null,
    ...change,
  });
  const tokens = [
    token('good'),
    token('short', { expiresAt: AT }),
    token('revoked', { revokedAt: AT }),
    token('barred', { enterpriseCode: B }),
    token('paused', { enterpriseCode: C }),
    token('orphan', { enterpriseCode: '4101960X99' }),
  ];
  const enterprises = [enterprise(A), enterprise(B, 'revoked'), enterprise(C, 'suspended')];
  const snapshot = snapshotOf([], enterprises, tokens);
  const said = (text: string, at = AT) => {
    const result = authenticate(snapshot, text, at);
    return result.ok ? result.value.code : result.error.code;
  };
  expect(said('good')).toBe(A);
  expect([said('short', AT - 1), said('short')]).toEqual([A, 'REG-TOKEN-EXPIRED']);
  expect([said('revoked', AT - 1), said('revoked')]).toEqual([A, 'REG-TOKEN-REVOKED']);
  expect(said('barred')).toBe('REG-ENTERPRISE-REVOKED');
  expect(said('paused')).toBe(C);
  for (const text of ['', 'Good', 'orphan', tokenHash('good')]) {
    expect(said(text)).toBe('REG-TOKEN-UNKNOWN');
  }
});
