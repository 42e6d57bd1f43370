import { X509Certificate } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import type { XmlFinding } from '../xml/finding.ts';
import { maySign } from '../xml/key-usage.ts';
import { lineOf, startOf } from '../xml/scan.ts';
import {
  readEnveloping,
  readSignature,
  SIGNATURE_VARIANTS,
  type SignatureParts,
  verifySignature,
} from '../xml/signature.ts';
import { type SignatureCode, signatureFinding } from './signature-codes.ts';
import { wrappedFinding } from './wrapped.ts';
import { isEnveloping, isSigned, isZone } from './zone/frame.ts';

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

const PATH = 'ds:Signature';

type SignatureOptions = {
  readonly certificates?: readonly KnownCertificate[];
  readonly at?: Instant;
};

/**
 * Verifies the signature of a document, if there is one, with the known certificates or else with
 * the embedded one. All variants are tried, for a conformance check shall say how a signature
 * holds, not whether it may. No signature at all is no finding here: the schema decides that.
 */
export function verifyDocumentSignature(doc: XmlDocument, options: SignatureOptions): Outcome {
  const checked = check(doc, options);
  const wrapped = checked.findings.length === 0 ? null : wrappedFinding(doc);
  return wrapped === null ? checked : { ...checked, findings: [wrapped, ...checked.findings] };
}

function check(doc: XmlDocument, options: SignatureOptions): Outcome {
  if (isZone(doc) && !isSigned(doc)) return outcome('unsigned', '', []);
  const read = isEnveloping(doc) ? readEnveloping(doc) : readSignature(doc);
  if (!read.ok) return unreadable(read.finding);
  const known = options.certificates;
  const der = known === undefined ? read.parts.certificate : knownOf(read.parts, known);
  const line = lineOf(doc, startOf(doc, read.parts.signatureNode));
  const say = (code: SignatureCode) => signatureFinding(code, PATH, line);
  if (der === null) {
    if (known === undefined) return outcome('unknown-certificate', NONE_AT_ALL, []);
    return refusal('unknown-certificate', say('SIGNATURE-CERTIFICATE'));
  }
  const certificate = parseCertificate(der);
  if (certificate === null) return refusal('invalid', say('SIGNATURE-UNREADABLE'));
  const verified = verifySignature(doc, read.parts, certificate.publicKey, {
    variants: SIGNATURE_VARIANTS,
  });
  if (!verified.ok) {
    const { finding, step } = verified;
    return outcome('invalid', `${step}: ${finding.en}`, [ofXml(finding)]);
  }
  const who = known === undefined ? WHO.embedded : WHO.known;
  return outcome('valid', `${verified.variant}, ${who}`, unfit(certificate, options).map(say));
}

const NONE_AT_ALL = 'no certificate is embedded and none was given';
const WHO = {
  embedded: 'embedded certificate, proves integrity but not who',
  known: 'known certificate',
} as const;

/** What speaks against a certificate by which a signature holds. */
function unfit(certificate: X509Certificate, { at }: SignatureOptions): SignatureCode[] {
  const codes: SignatureCode[] = [];
  if (at !== undefined && at < certificate.validFromDate.getTime()) codes.push('SIGNATURE-EARLY');
  if (at !== undefined && at > certificate.validToDate.getTime()) codes.push('SIGNATURE-EXPIRED');
  return maySign(certificate.raw) ? codes : [...codes, 'SIGNATURE-USAGE'];
}

function refusal(state: SignatureState, finding: Finding): Outcome {
  return outcome(state, finding.en, [finding]);
}

function outcome(state: SignatureState, detail: string, findings: readonly Finding[]): Outcome {
  return { report: { state, detail }, findings };
}

function ofXml({ code, line, zh, en, hint }: XmlFinding): Finding {
  return { code, zh, en, path: PATH, line, law: LAW, hint };
}

function unreadable(finding: XmlFinding): Outcome {
  if (finding.code === 'SIGNATURE-MISSING') return outcome('unsigned', '', []);
  const state = finding.code === 'SIGNATURE-ALGORITHM' ? 'unsupported' : 'invalid';
  return outcome(state, finding.en, [ofXml(finding)]);
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
