import type { KeyObject } from 'node:crypto';
import { present } from '../../base/assert.ts';
import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { PAIRS, type SignatureAlgorithm, signatureAlgorithm } from '../../xml/algorithms.ts';
import { isSm2Key } from '../../xml/sm2.ts';
import type { PaymentAnswer } from './answer.ts';
import { type PaymentDataCode, paymentDataFinding } from './codes.ts';

/** How payment data may be signed; the interface names none, clients use these. */
export type PaymentDataAlgorithm = keyof typeof PAIRS;

const ALGORITHMS = ['rsa-sha1', 'rsa-sha256', 'sm2-sm3'] as const satisfies PaymentDataAlgorithm[];

function algorithmCalled(name: PaymentDataAlgorithm): SignatureAlgorithm {
  return present(signatureAlgorithm(PAIRS[name].signature), `the algorithm ${name}`);
}

/**
 * Verifies the signature of an answer with the public key of the certificate that it names.
 * @returns how it is signed, or the finding of the step that failed: a key of another kind, the
 * length of the signature, its value
 */
export function verifyPaymentAnswer(
  { signature, signedTexts }: Pick<PaymentAnswer, 'signature' | 'signedTexts'>,
  key: KeyObject,
): Result<PaymentDataAlgorithm, Finding> {
  const fitting = ALGORITHMS.filter((name) => algorithmCalled(name).fits(key));
  if (fitting.length === 0) return refused('PAYDATA-KEY', '/certNo');
  if (!lengthFits(signature, key)) return refused('PAYDATA-SIGNATURE-LENGTH', '/signValue');
  for (const text of signedTexts) {
    const bytes = Buffer.from(text, 'utf8');
    const found = fitting.find((name) => algorithmCalled(name).verify(bytes, key, signature));
    if (found !== undefined) return ok(found);
  }
  return refused('PAYDATA-SIGNATURE-VALUE', '/signValue');
}

/** DER of two integers of at most 33 bytes. */
const SM2_DER = { least: 8, most: 72 };

function lengthFits({ length }: Uint8Array, key: KeyObject): boolean {
  if (isSm2Key(key)) return length >= SM2_DER.least && length <= SM2_DER.most;
  return length === Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

function refused(code: PaymentDataCode, path: string): Result<never, Finding> {
  return fail(paymentDataFinding(code, path));
}

/**
 * Signs the text of an answer, as base64.
 * @param algorithm must fit the key
 */
export function signPaymentText(
  text: string,
  key: KeyObject,
  algorithm: PaymentDataAlgorithm,
): string {
  return algorithmCalled(algorithm).sign(Buffer.from(text, 'utf8'), key).toString('base64');
}
