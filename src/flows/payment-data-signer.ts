import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { PaymentAnswer } from '../documents/payment-data/answer.ts';
import { verifyPaymentAnswer } from '../documents/payment-data/signature.ts';
import { certificateFor } from '../registry/certificates.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';

/**
 * Whether payment data is signed with a certificate that is registered for the platform and in
 * force at `at`.
 * @param platform code of the platform that was asked
 * @returns serial number and algorithm, or the finding of the first step that failed: the
 * certificate (REG-CERT-...), its key, the length of the signature, its value
 */
export function paymentDataSigner(
  snapshot: RegistrySnapshot,
  platform: string,
  answer: Pick<PaymentAnswer, 'certNo' | 'signature' | 'signedTexts'>,
  at: Instant,
): Result<{ readonly serial: string; readonly algorithm: string }, Finding> {
  const certificate = certificateFor(snapshot, platform, { serial: answer.certNo }, at);
  if (!certificate.ok) return fail({ ...certificate.error, path: '/certNo' });
  const { key, serial } = certificate.value;
  const algorithm = verifyPaymentAnswer(answer, key);
  return algorithm.ok ? ok({ serial, algorithm: algorithm.value }) : algorithm;
}
