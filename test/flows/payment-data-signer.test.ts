import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { seededRandom } from '../../src/base/random.ts';
import { readPaymentAnswer } from '../../src/documents/payment-data/answer.ts';
import { writePaymentAnswer } from '../../src/documents/payment-data/write.ts';
import { paymentDataSigner } from '../../src/flows/payment-data-signer.ts';
import { readCertificate } from '../../src/registry/certificates.ts';
import { makeSnapshot, type RegisteredCertificate } from '../../src/registry/snapshot.ts';
import { makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { makeSm2Key } from '../../src/sandbox/world/keys.ts';
import { EXAMPLE } from '../fixtures/documents/payment-data.ts';

const PLATFORM = '4404840022';
const AT = Date.parse('2026-11-28T00:00:00Z');
const key = makeSm2Key(seededRandom(1n));

function registered(serial: string, owner: string, until: string): RegisteredCertificate {
  const who = { serial, code: owner, name: owner, from: '2015-06-01', until };
  const read = present(readCertificate(makeCertificate(key, who).der), 'a certificate');
  return { ...read, enterpriseCode: owner, revokedAt: null };
}

const SNAPSHOT = makeSnapshot({
  revision: 1n,
  hashKey: Buffer.alloc(32),
  enterprises: [],
  certificates: [
    registered('0311', PLATFORM, '2045-05-31'),
    registered('0322', PLATFORM, '2017-05-31'),
    registered('0333', '4101960002', '2045-05-31'),
  ],
  tokens: [],
  undertakings: [],
  guarantees: [],
  profile: null,
});

function judge(certNo: string, change: (text: string) => string = (text) => text) {
  const signer = { key: key.privateKey, certNo, algorithm: 'sm2-sm3' } as const;
  const read = readPaymentAnswer(change(writePaymentAnswer(EXAMPLE, signer)));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return paymentDataSigner(SNAPSHOT, PLATFORM, read.value, AT);
}

describe('the signer of payment data', () => {
  it('is a certificate of the platform, whatever zeros its number begins with', () => {
    const value = { serial: '311', algorithm: 'sm2-sm3' };
    expect(judge('0311')).toEqual({ ok: true, value });
    expect(judge('000311')).toEqual({ ok: true, value });
  });

  it.each([
    ['0322', 'REG-CERT-EXPIRED'],
    ['0333', 'REG-CERT-OTHER'],
    ['0344', 'REG-CERT-UNKNOWN'],
  ])('is refused by the step that fails: %s %s', (certNo, code) => {
    expect(judge(certNo)).toMatchObject({ ok: false, error: { code, path: '/certNo' } });
  });

  it('is refused when the text is another', () => {
    const changed = judge('0311', (text) => text.replace('"totalAmount":100', '"totalAmount":1'));
    expect(changed).toMatchObject({ ok: false, error: { code: 'PAYDATA-SIGNATURE-VALUE' } });
  });
});
