import { X509Certificate } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { maySign } from '../xml/key-usage.ts';
import { type RegistryCode, registryFinding } from './codes.ts';
import type { RegisteredCertificate, RegistrySnapshot } from './snapshot.ts';

/** What a message says of its signer: KeyName and X509Certificate of KeyInfo, either or both. */
export type SignerClaim = {
  /** Serial number in hex, any case, leading zeros allowed. */
  readonly serial?: string | null;
  readonly der?: Uint8Array | null;
};

/** A serial number as the registry keeps it: lower-case hex without leading zeros. */
export function normaliseSerial(serial: string): string {
  return serial
    .trim()
    .toLowerCase()
    .replace(/^0+(?=.)/, '');
}

/**
 * Reads a certificate file, PEM or DER; of a PEM chain the first one.
 * @returns the certificate without its owner, or null when the bytes hold none.
 */
export function readCertificate(
  bytes: Uint8Array,
): Omit<RegisteredCertificate, 'enterpriseCode' | 'revokedAt'> | null {
  try {
    const certificate = new X509Certificate(bytes);
    return {
      serial: normaliseSerial(certificate.serialNumber),
      der: certificate.raw,
      validFrom: certificate.validFromDate.getTime(),
      validUntil: certificate.validToDate.getTime(),
      key: certificate.publicKey,
      subject: certificate.subject,
      maySign: maySign(certificate.raw),
    };
  } catch {
    return null;
  }
}

/**
 * The registered certificate with which `enterpriseCode` may sign at `at` (ENT-4).
 *
 * A certificate sent along must be the registered one byte for byte: a serial number alone can be
 * copied. Several certificates of one enterprise may be valid at once, for changing over.
 * @returns the certificate, or the finding of the first step that fails: another enterprise's,
 * none registered, another key than the registered one, another certificate of the same holder,
 * unknown, revoked, not valid yet, expired, not made for signing.
 */
export function certificateFor(
  snapshot: RegistrySnapshot,
  enterpriseCode: string,
  claim: SignerClaim,
  at: Instant,
): Result<RegisteredCertificate, Finding> {
  const own = snapshot.certificates.get(enterpriseCode) ?? [];
  const found = own.find((one) => isClaimed(one, claim));
  if (found === undefined) return refused(missing(snapshot, own, claim));
  const { revokedAt } = found;
  if (revokedAt !== null && revokedAt <= at) return refused('REG-CERT-REVOKED');
  if (at < found.validFrom) return refused('REG-CERT-EARLY');
  if (at > found.validUntil) return refused('REG-CERT-EXPIRED');
  if (!found.maySign) return refused('REG-CERT-USAGE');
  return ok(found);
}

function missing(
  snapshot: RegistrySnapshot,
  own: readonly RegisteredCertificate[],
  claim: SignerClaim,
): RegistryCode {
  const sent = claim.der ? readCertificate(claim.der) : null;
  const named = claim.serial ? normaliseSerial(claim.serial) : null;
  const serial = claim.der ? (sent?.serial ?? null) : named;
  const others = serial === null ? [] : (snapshot.certificatesBySerial.get(serial) ?? []);
  if (others.some((one) => isClaimed(one, claim))) return 'REG-CERT-OTHER';
  if (own.length === 0) return 'REG-CERT-NONE';
  if (sent === null) return 'REG-CERT-UNKNOWN';
  const foreign = own.filter(({ key }) => !key.equals(sent.key));
  if (foreign.some((one) => one.serial === sent.serial || one.serial === named)) {
    return 'REG-CERT-KEY';
  }
  const isHolder = foreign.some(({ subject }) => subject === sent.subject);
  return isHolder ? 'REG-CERT-HOLDER' : 'REG-CERT-UNKNOWN';
}

function isClaimed(one: RegisteredCertificate, { serial, der }: SignerClaim): boolean {
  if (der) return Buffer.compare(one.der, der) === 0;
  return serial ? one.serial === normaliseSerial(serial) : false;
}

function refused(code: RegistryCode): Result<never, Finding> {
  return fail(registryFinding(code, 'Signature/KeyInfo'));
}
