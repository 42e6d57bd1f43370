import { X509Certificate } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import type { XmlFinding } from '../xml/finding.ts';
import { lineOf, startOf } from '../xml/scan.ts';
import { readSignature, type SignatureParts, verifySignature } from '../xml/signature.ts';

/** A certificate somebody vouches for: serial in lower-case hex without leading zeros, and DER. */
export type KnownCertificate = { readonly serial: string; readonly der: Uint8Array };

export type SignatureState =
  | 'valid'
  | 'invalid'
  | 'unsigned'
  | 'unknown-certificate'
  | 'unsupported'
  | 'unchecked';

/** What the check of the signature came to; `detail` is for people. */
export type SignatureReport = { readonly state: SignatureState; readonly detail: string };

/** The report of a file that could not be read at all. */
export const UNREAD: SignatureReport = { state: 'unsigned', detail: 'the file cannot be read' };

/** The report where nobody asked for the signature. */
export const UNCHECKED: SignatureReport = { state: 'unchecked', detail: 'structure only' };

type Outcome = { readonly report: SignatureReport; readonly findings: readonly Finding[] };

/** The source of what is said here. */
const LAW = 'XML Signature (W3C, 2002)';

/** All tolerances, for a conformance check shall say how a signature holds, not whether it may. */
const VARIANTS = ['strict', 'tail-stripped', 'whitespace-stripped'] as const;

/**
 * Verifies the signature of a document, if there is one, with the known certificates or else with
 * the embedded one. No signature at all is no finding here: the schema decides that.
 */
export function verifyDocumentSignature(
  doc: XmlDocument,
  options: { readonly certificates?: readonly KnownCertificate[]; readonly at?: Instant },
): Outcome {
  const read = readSignature(doc);
  if (!read.ok) return unreadable(read.finding);
  const known = options.certificates;
  const der = known === undefined ? read.parts.certificate : knownOf(read.parts, known);
  const line = lineOf(doc, startOf(doc, read.parts.signatureNode));
  if (der === null) return withoutCertificate(known !== undefined, line);
  const certificate = parseCertificate(der);
  if (certificate === null) return outcome('invalid', UNREADABLE.en, [{ ...UNREADABLE, line }]);
  const verified = verifySignature(doc, read.parts, certificate.publicKey, { variants: VARIANTS });
  if (!verified.ok) {
    const { finding, step } = verified;
    return outcome('invalid', `${step}: ${finding.en}`, [ofXml(finding)]);
  }
  const who =
    known === undefined
      ? 'embedded certificate, proves integrity but not who'
      : 'known certificate';
  const isValid = options.at === undefined || isValidAt(certificate, options.at);
  return outcome('valid', `${verified.variant}, ${who}`, isValid ? [] : [{ ...EXPIRED, line }]);
}

function outcome(state: SignatureState, detail: string, findings: readonly Finding[]): Outcome {
  return { report: { state, detail }, findings };
}

function ofXml({ code, line, zh, en, hint }: XmlFinding): Finding {
  return { code, zh, en, path: 'ds:Signature', line, law: LAW, hint };
}

const UNKNOWN: Finding = {
  code: 'SIGNATURE-CERTIFICATE',
  zh: '签名证书不在给定的证书之中',
  en: 'the certificate of the signature is none of those given',
  path: 'ds:Signature',
  law: LAW,
  hint: 'Sign with a registered certificate, or register this one.',
  hintZh: '请用已登记的证书签名，或登记该证书。',
};
const UNREADABLE: Finding = {
  ...UNKNOWN,
  zh: '签名证书无法解析',
  en: 'the certificate cannot be read',
  hint: 'Write X509Certificate as base64 of the DER certificate.',
  hintZh: 'X509Certificate 应为 DER 证书的 Base64。',
};
const EXPIRED: Finding = {
  ...UNKNOWN,
  code: 'SIGNATURE-VALIDITY',
  zh: '签名证书当时不在有效期内',
  en: 'the certificate is not valid at that moment',
  hint: 'Sign with a certificate that is in force.',
  hintZh: '请使用有效期内的证书。',
};

function unreadable(finding: XmlFinding): Outcome {
  if (finding.code === 'SIGNATURE-MISSING') return outcome('unsigned', '', []);
  const state = finding.code === 'SIGNATURE-ALGORITHM' ? 'unsupported' : 'invalid';
  return outcome(state, finding.en, [ofXml(finding)]);
}

function withoutCertificate(asked: boolean, line: number): Outcome {
  if (asked) return outcome('unknown-certificate', UNKNOWN.en, [{ ...UNKNOWN, line }]);
  return outcome('unknown-certificate', 'no certificate is embedded and none was given', []);
}

/** The known certificate a signature names: the very bytes, or the serial as key name. */
function knownOf(parts: SignatureParts, known: readonly KnownCertificate[]): Uint8Array | null {
  const { certificate, keyName } = parts;
  const serial = keyName?.toLowerCase().replace(/^0+/, '') ?? null;
  const found = known.find(({ der, serial: own }) =>
    certificate === null ? own === serial : Buffer.compare(der, certificate) === 0,
  );
  return found?.der ?? null;
}

function parseCertificate(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    // Any bytes may stand in X509Certificate; node:crypto throws for those that are none.
    return null;
  }
}

function isValidAt(certificate: X509Certificate, at: Instant): boolean {
  return at >= Date.parse(certificate.validFrom) && at <= Date.parse(certificate.validTo);
}
