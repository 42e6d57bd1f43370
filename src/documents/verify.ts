import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import type { XmlFinding } from '../xml/finding.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { firstChild, localName, nextSibling, scan, startOf } from '../xml/scan.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import type { Edition } from './ceb/fields.ts';
import { type DecodedMessage, decodeMessage, signatureMissing } from './codec.ts';
import { contentFindings, transferFindings } from './content.ts';
import { dxpFinding, isEnvelope, readEnvelope } from './dxp/envelope.ts';
import { type Lines, linesOf } from './lines.ts';
import { schemaLaw } from './structure-codes.ts';
import {
  type KnownCertificate,
  type SignatureReport,
  UNREAD,
  verifyDocumentSignature,
} from './verify-signature.ts';

export type { KnownCertificate, SignatureReport } from './verify-signature.ts';

/** `structure`: the schema; `content`: the text of the specification; else what it says. */
export type Level = 'structure' | 'content' | 'signature' | 'xml';
/** A finding, with the place of its record in the message from 1, or null for the message. */
export type VerifyFinding = Finding & { readonly level: Level; readonly record: number | null };

/** What can be said of one file without any platform. Sound when `findings` is empty. */
export type VerifyReport = {
  /** `CEB621`, also when the message breaks the schema; null when it is no message we know. */
  readonly type: string | null;
  readonly edition: Edition;
  /** Whether the message came in a DXP envelope; lines are those of the message itself then. */
  readonly enveloped: boolean;
  readonly records: number;
  readonly findings: readonly VerifyFinding[];
  readonly signature: SignatureReport;
};

/**
 * `certificates`: the only ones trusted; without them the embedded one is used, which proves
 * integrity but not who signed. `at`: the moment at which the certificate must be valid.
 */
export type VerifyOptions = {
  readonly certificates?: readonly KnownCertificate[];
  readonly edition?: Edition;
  readonly at?: Instant;
};

/** Checks one file: XML, structure, content and signature, each finding with its line. */
export function verifyBytes(bytes: Uint8Array, options: VerifyOptions = {}): VerifyReport {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  if (!scanned.ok) return unread(options, [ofXml(scanned.finding)]);
  const { doc } = scanned;
  return isEnvelope(doc) ? verifyEnvelope(doc, options) : verifyMessage(doc, bytes, options);
}

function unread({ edition = '202205' }: VerifyOptions, findings: VerifyFinding[]): VerifyReport {
  return { type: null, edition, enveloped: false, records: 0, findings, signature: UNREAD };
}

/** The envelope by its schema, then the message in it; both must name the same sender. */
function verifyEnvelope(doc: XmlDocument, options: VerifyOptions): VerifyReport {
  const read = readEnvelope(doc);
  const placedHere = (finding: Finding) => placed('structure', finding, null);
  if (!read.ok) return { ...unread(options, read.error.map(placedHere)), enveloped: true };
  const { data, senderId } = read.value;
  const scanned = scan(data, MESSAGE_LIMITS);
  if (!scanned.ok) return { ...unread(options, [ofXml(scanned.finding)]), enveloped: true };
  const report = verifyMessage(scanned.doc, data, options);
  const dxpId = dxpIdIn(scanned.doc, options);
  const differs = dxpId !== null && dxpId !== senderId;
  const other = differs ? [placedHere(dxpFinding('DXP-SENDER', {}, 'TransInfo/SenderId'))] : [];
  return { ...report, enveloped: true, findings: [...other, ...report.findings] };
}

/** Null when the message has no sender or cannot be read. */
function dxpIdIn(doc: XmlDocument, { edition = '202205' }: VerifyOptions): string | null {
  const decoded = decodeMessage(doc, { edition });
  return decoded.ok ? (decoded.message.transfer.dxpId ?? null) : null;
}

function verifyMessage(doc: XmlDocument, bytes: Uint8Array, options: VerifyOptions): VerifyReport {
  const edition = options.edition ?? '202205';
  const common = { edition, enveloped: false };
  const decoded = decodeMessage(doc, { edition });
  const { report: signature, findings: found } = verifyDocumentSignature(doc, options);
  const signatureFindings = found.map((each) => placed('signature', each, null));
  if (!decoded.ok) {
    const findings = decoded.findings.map((each) => placed('structure', each, null));
    const { type } = decoded;
    const all = [...findings, ...signatureFindings];
    return { type, ...common, records: 0, findings: all, signature };
  }
  const lines = linesOf(bytes);
  const findings = [
    ...messageFindings(doc, lines, decoded.message, edition),
    ...recordFindings(doc, lines, decoded.message),
    ...signatureFindings,
  ];
  const { type, records } = decoded.message;
  return { type, ...common, records: records.length, findings, signature };
}

/** The report for people, a line each. */
export function formatReport(report: VerifyReport, name: string): string[] {
  const { type, records, findings, signature, enveloped } = report;
  const count = `${records} record${records === 1 ? '' : 's'}${enveloped ? ' in an envelope' : ''}`;
  const what = type === null ? 'no message' : `${type}, ${count}`;
  const verdict =
    findings.length === 0
      ? 'sound'
      : `${findings.length} finding${findings.length === 1 ? '' : 's'}`;
  return [
    `${name}: ${what}, ${verdict}`,
    `  signature: ${signature.state}${signature.detail === '' ? '' : ` (${signature.detail})`}`,
    ...findings.map(formatFinding),
  ];
}

function formatFinding(finding: VerifyFinding): string {
  const { record, line, path, code, level, en, hint } = finding;
  const place = [
    record === null ? '' : `record ${record}`,
    line === undefined ? '' : `line ${line}`,
    path ?? '',
  ].filter((part) => part !== '');
  const where = place.length === 0 ? '' : `${place.join(', ')}: `;
  return `  ${level} ${code} ${where}${en}.${hint === null ? '' : ` ${hint}`}`;
}

function placed(level: Level, finding: Finding, record: number | null): VerifyFinding {
  return { ...finding, level, record };
}

function ofXml({ code, line, zh, en, hint }: XmlFinding): VerifyFinding {
  return { level: 'xml', record: null, code, zh, en, path: null, line, law: 'XML 1.0', hint };
}

function messageFindings(
  doc: XmlDocument,
  lines: Lines,
  message: DecodedMessage,
  edition: Edition,
): VerifyFinding[] {
  const findings = transferFindings(message).map((finding) =>
    placed('content', { ...finding, line: lines(offsetOfPath(doc, 0, finding.path ?? '')) }, null),
  );
  if (!signatureMissing(message)) return findings;
  const missing: Finding = {
    code: 'SIGNATURE-MISSING',
    zh: '规范要求该报文必须签名',
    en: 'the schema asks for a ds:Signature in this message',
    path: 'ds:Signature',
    law: schemaLaw(message.type, edition),
    hint: 'Sign the message with the key of the registered certificate.',
    hintZh: '请用已登记证书的私钥签名。',
  };
  return [...findings, placed('signature', missing, null)];
}

function recordFindings(doc: XmlDocument, lines: Lines, message: DecodedMessage): VerifyFinding[] {
  const element = CATALOGUE.get(message.type)?.record ?? '';
  const nodes = childrenOf(doc, 0).filter((node) => localName(doc, node) === element);
  return message.records.flatMap((record) => {
    const number = record.index + 1;
    if (record.findings.length > 0) {
      return record.findings.map((finding) => placed('structure', finding, number));
    }
    return contentFindings(message.type, record).map((finding) => {
      const line = lines(offsetOfPath(doc, nodes[record.index] ?? 0, finding.path ?? ''));
      return placed('content', { ...finding, line }, number);
    });
  });
}

function childrenOf(doc: XmlDocument, node: number): number[] {
  const children: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    children.push(child);
  }
  return children;
}

/** Offset of a path such as `InventoryList[2]/qty` below `node`, or of what is nearest above. */
function offsetOfPath(doc: XmlDocument, node: number, path: string): number {
  let at = node;
  for (const step of path.split('/')) {
    const [, name = '', number = '1'] = /^(.+?)(?:\[(\d+)\])?$/.exec(step) ?? [];
    if (localName(doc, at) === name) continue;
    const named = childrenOf(doc, at).filter((child) => localName(doc, child) === name);
    const found = named[Number(number) - 1];
    if (found === undefined) break;
    at = found;
  }
  return startOf(doc, at);
}
