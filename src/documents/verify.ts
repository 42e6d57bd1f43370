import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { firstChild, localName, nextSibling, scan, startOf } from '../xml/scan.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import type { Edition } from './ceb/fields.ts';
import { type DecodedMessage, decodeMessage } from './codec.ts';
import { contentFindings, transferFindings } from './content.ts';
import { dxpFinding, isEnvelope, readEnvelope } from './dxp/envelope.ts';
import { type Lines, linesOf } from './lines.ts';
import { ofXml, placed, type VerifyFinding } from './verify-finding.ts';
import {
  type KnownCertificate,
  type SignatureReport,
  UNCHECKED,
  UNREAD,
  verifyDocumentSignature,
} from './verify-signature.ts';
import { structureOf } from './verify-structure.ts';
import { bodyOf, isZone } from './zone/frame.ts';
import { isCalled } from './zone/names.ts';

export type { VerifyFinding } from './verify-finding.ts';
export type { KnownCertificate, SignatureReport } from './verify-signature.ts';

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
 * integrity but not who signed. `at`: the moment at which the certificate must be valid. `only`:
 * nothing but the structure, as `xmllint --schema` judges it.
 */
export type VerifyOptions = {
  readonly certificates?: readonly KnownCertificate[];
  readonly edition?: Edition;
  readonly at?: Instant;
  readonly only?: 'structure';
};

/** Checks one file: XML, structure, content and signature, each finding with its line. */
export function verifyBytes(bytes: Uint8Array, options: VerifyOptions = {}): VerifyReport {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  if (!scanned.ok) return unread(options, [ofXml(scanned.finding)]);
  const { doc } = scanned;
  if (options.only === 'structure') return verifyStructure(doc, options);
  return isEnvelope(doc) ? verifyEnvelope(doc, options) : verifyMessage(doc, bytes, options);
}

/** The report of a file that cannot be read as a message at all, for these reasons. */
export function unread(
  { edition = '202205' }: Pick<VerifyOptions, 'edition'>,
  findings: readonly VerifyFinding[],
): VerifyReport {
  return { type: null, edition, enveloped: false, records: 0, findings, signature: UNREAD };
}

function verifyStructure(doc: XmlDocument, { edition = '202205' }: VerifyOptions): VerifyReport {
  const { type, message, findings } = structureOf(doc, edition);
  const records = message?.records.length ?? 0;
  return { type, edition, enveloped: false, records, findings, signature: UNCHECKED };
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
  if (dxpId === null || dxpId === senderId) return { ...report, enveloped: true };
  const line = linesOf(doc.bytes)(offsetOfPath(doc, 0, 'DxpMsg/TransInfo/SenderId'));
  const other = placedHere(dxpFinding('DXP-SENDER', {}, 'TransInfo/SenderId', line));
  return { ...report, enveloped: true, findings: [other, ...report.findings] };
}

/** Null when the message has no sender or cannot be read. */
function dxpIdIn(doc: XmlDocument, { edition = '202205' }: VerifyOptions): string | null {
  const decoded = decodeMessage(doc, { edition });
  return decoded.ok ? (decoded.message.transfer.dxpId ?? null) : null;
}

function verifyMessage(doc: XmlDocument, bytes: Uint8Array, options: VerifyOptions): VerifyReport {
  const edition = options.edition ?? '202205';
  const { type, message, findings: structure } = structureOf(doc, edition);
  const { report: signature, findings: found } = verifyDocumentSignature(doc, options);
  const content = message === null ? [] : contentOf(doc, linesOf(bytes), message);
  const findings = [
    // By record: the sort keeps the order of what concerns the same one.
    ...[...content, ...structure].sort((a, b) => (a.record ?? 0) - (b.record ?? 0)),
    ...found.map((each) => placed('signature', each, null)),
  ];
  const records = message?.records.length ?? 0;
  return { type, edition, enveloped: false, records, findings, signature };
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
  const place = [record === null ? '' : `record ${record}`, `line ${line}`, path].filter(
    (part) => part !== '',
  );
  return `  ${level} ${code} ${place.join(', ')}: ${en}.${hint === null ? '' : ` ${hint}`}`;
}

/** What the text of the specification says of the transfer and of well-built records. */
function contentOf(doc: XmlDocument, lines: Lines, message: DecodedMessage): VerifyFinding[] {
  const element = CATALOGUE.get(message.type)?.record ?? '';
  const nodes = isZone(doc)
    ? [bodyOf(doc)]
    : childrenOf(doc, 0).filter((node) => localName(doc, node) === element);
  const at = (node: number, record: number | null) => (finding: Finding) => {
    const line = lines(offsetOfPath(doc, node, finding.path ?? ''));
    return placed('content', { ...finding, line }, record);
  };
  const sound = message.records.filter(({ findings }) => findings.length === 0);
  return [
    ...transferFindings(message).map(at(0, null)),
    ...sound.flatMap((record) =>
      contentFindings(message.type, record).map(at(nodes[record.index] ?? 0, record.index + 1)),
    ),
  ];
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
  // Documents of zones may have the other style of names.
  const isNamed = isZone(doc) ? isCalled : (element: string, name: string) => element === name;
  let at = node;
  for (const step of path.split('/')) {
    const [, name = '', number = '1'] = /^(.+?)(?:\[(\d+)\])?$/.exec(step) ?? [];
    if (isNamed(localName(doc, at), name)) continue;
    const named = childrenOf(doc, at).filter((child) => isNamed(localName(doc, child), name));
    const found = named[Number(number) - 1];
    if (found === undefined) break;
    at = found;
  }
  return startOf(doc, at);
}
