/**
 * The strict scanner (DESIGN section 6): bytes in, integer tables over the same bytes out, or one
 * finding. It takes namespace-well-formed XML 1.0 in UTF-8 without DOCTYPE, processing
 * instructions and entities other than the predefined five. While it scans it marks what is not in
 * canonical form, so that canonicalizing and digesting copy everything else as it stands.
 */
import { isBlank } from './chars.ts';
import { scanContent } from './content.ts';
import {
  A_FLAGS,
  A_LENGTH,
  A_NAME,
  A_SPACE,
  A_START,
  A_VALUE,
  A_VALUE_END,
  ATTRIBUTE,
  DECLARATION,
  HAS_TEXT,
  N_AFTER,
  N_ATTRIBUTES,
  N_CLOSE,
  N_CONTENT,
  N_END,
  N_FLAGS,
  N_NAME,
  N_PARENT,
  N_SPACE,
  N_START,
  NODE,
  TEXT_CODED,
  VALUE_CODED,
  type XmlDocument,
} from './document.ts';
import { finding, lineAt, Refusal, type XmlFinding } from './finding.ts';
import type { XmlLimits } from './limits.ts';
import { nameText } from './names.ts';
import { createOutput, writeText, writeValue } from './output.ts';
import { scanEpilog, scanProlog } from './prolog.ts';
import { NO_ESCAPES } from './references.ts';
import { createScanner, releaseScanner, resetScanner, type Scanner } from './scanner.ts';
import { openElement } from './tags.ts';

export type { XmlDocument } from './document.ts';
export type { XmlFinding } from './finding.ts';
export type { XmlLimits } from './limits.ts';

/** A document, or the one reason why the bytes are not taken. */
export type ScanResult = { ok: true; doc: XmlDocument } | { ok: false; finding: XmlFinding };

/** The scanner that nobody uses; null while a document lent out by `withDocument` is read. */
let idle: Scanner | null = null;
const decoded = createOutput(4096);

/** Scans `bytes`, which the caller must not change afterwards: the document reads from them. */
export function scan(bytes: Uint8Array, limits: XmlLimits): ScanResult {
  const result = withDocument(bytes, limits, copied);
  return result.ok ? { ok: true, doc: result.value } : result;
}

/**
 * Scans `bytes` and hands the document to `use`. Its tables are those of the scanner, so it is
 * valid during the call only; copying them takes a tenth of the scan of a short message.
 */
export function withDocument<T>(
  bytes: Uint8Array,
  limits: XmlLimits,
  use: (doc: XmlDocument) => T,
): { ok: true; value: T } | { ok: false; finding: XmlFinding } {
  const buffer = asBuffer(bytes);
  if (bytes.length > limits.bytes) return { ok: false, finding: finding('size', buffer, 0) };
  const scanner = idle ?? createScanner();
  idle = null;
  try {
    const scanned = scanBytes(scanner, buffer, limits);
    return scanned.ok ? { ok: true, value: use(scanned.doc) } : scanned;
  } finally {
    releaseScanner(scanner);
    idle = scanner;
  }
}

function scanBytes(scanner: Scanner, buffer: Buffer, limits: XmlLimits): ScanResult {
  resetScanner(scanner, buffer, limits);
  try {
    return { ok: true, doc: scanDocument(scanner) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, finding: finding(error.reason, buffer, error.offset) };
  }
}

function copied(doc: XmlDocument): XmlDocument {
  const attributeCount = doc.nodes[doc.nodeCount * NODE + N_ATTRIBUTES]!;
  return {
    ...doc,
    nodes: doc.nodes.slice(0, (doc.nodeCount + 1) * NODE),
    attributes: doc.attributes.slice(0, attributeCount * ATTRIBUTE),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function scanDocument(s: Scanner): XmlDocument {
  s.end = s.bytes.lastIndexOf(0x3e) + 1;
  const root = scanProlog(s);
  const end = scanContent(s, openElement(s, root));
  scanEpilog(s, end);
  s.nodes[s.nodeCount * NODE + N_ATTRIBUTES] = s.attributeCount;
  return {
    bytes: s.bytes,
    view: s.view,
    nodes: s.nodes,
    nodeCount: s.nodeCount,
    attributes: s.attributes,
    names: s.names,
    latin: null,
  };
}

/** Id of the node's local name: `nameId('...')` for registered names. */
export function nameIdOf(doc: XmlDocument, node: number): number {
  return doc.nodes[node * NODE + N_NAME]!;
}

/** Id of the node's namespace URI, 0 for none: `nameId('http://...')` for registered ones. */
export function namespaceIdOf(doc: XmlDocument, node: number): number {
  return doc.nodes[node * NODE + N_SPACE]!;
}

/** Local name of the node; the same string object each time, so a Map lookup is cheap. */
export function localName(doc: XmlDocument, node: number): string {
  return nameText(doc.names, nameIdOf(doc, node));
}

/** Namespace URI of the node, '' for none. */
export function namespaceOf(doc: XmlDocument, node: number): string {
  return nameText(doc.names, namespaceIdOf(doc, node));
}

/** Parent element, -1 for the root. */
export function parent(doc: XmlDocument, node: number): number {
  return doc.nodes[node * NODE + N_PARENT]!;
}

/** First child element, or -1. */
export function firstChild(doc: XmlDocument, node: number): number {
  return doc.nodes[node * NODE + N_AFTER]! > node + 1 ? node + 1 : -1;
}

/** Next sibling element, or -1. */
export function nextSibling(doc: XmlDocument, node: number): number {
  const after = doc.nodes[node * NODE + N_AFTER]!;
  if (after >= doc.nodeCount) return -1;
  return doc.nodes[after * NODE + N_PARENT] === doc.nodes[node * NODE + N_PARENT] ? after : -1;
}

/** Whether the element has no child elements. */
export function isLeaf(doc: XmlDocument, node: number): boolean {
  return doc.nodes[node * NODE + N_AFTER] === node + 1;
}

/** Offset of the `<` that begins the node; with `lineOf` it says where a finding is. */
export function startOf(doc: XmlDocument, node: number): number {
  return doc.nodes[node * NODE + N_START]!;
}

/** Line of a byte offset, from 1. */
export function lineOf(doc: XmlDocument, offset: number): number {
  return lineAt(doc.bytes, offset);
}

/**
 * Text of a leaf: references and CDATA resolved, comments left out, line ends LF; '' when empty.
 * Of an element with children only the text before the first one; see `strayText`.
 */
export function text(doc: XmlDocument, node: number): string {
  const row = node * NODE;
  const from = doc.nodes[row + N_CONTENT]!;
  const to = isLeaf(doc, node) ? doc.nodes[row + N_CLOSE]! : startOf(doc, node + 1);
  if (from === to) return '';
  if ((doc.nodes[row + N_FLAGS]! & TEXT_CODED) === 0) return plainText(doc, from, to);
  decoded.length = 0;
  writeText(decoded, doc.bytes, from, to, NO_ESCAPES);
  return decoded.buffer.toString('utf8', 0, decoded.length);
}

/**
 * Up to this length a substring is a copy in V8; a longer one would keep the whole message alive
 * for as long as the value lives.
 */
const COPIED = 12;

/**
 * Text without anything to decode. A call into the native decoder costs more than most fields are
 * long, so short ASCII is cut out of a string made once a document.
 */
function plainText(doc: XmlDocument, from: number, to: number): string {
  const { bytes } = doc;
  if (to - from > COPIED) return bytes.toString('utf8', from, to);
  for (let i = from; i < to; i++) {
    if (bytes[i]! >= 0x80) return bytes.toString('utf8', from, to);
  }
  doc.latin ??= bytes.toString('latin1');
  return doc.latin.substring(from, to);
}

/**
 * Offset of a run of the element's own character data that is more than white space, or -1. An
 * element that should hold elements only has none.
 */
export function strayText(doc: XmlDocument, node: number): number {
  const hasText = (doc.nodes[node * NODE + N_FLAGS]! & HAS_TEXT) !== 0;
  if (!hasText && !isLeaf(doc, node)) return -1;
  let from = doc.nodes[node * NODE + N_CONTENT]!;
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    if (!isBlankRun(doc, node, from, startOf(doc, child))) return from;
    from = doc.nodes[child * NODE + N_END]!;
  }
  return isBlankRun(doc, node, from, doc.nodes[node * NODE + N_CLOSE]!) ? -1 : from;
}

function isBlankRun(doc: XmlDocument, node: number, from: number, to: number): boolean {
  if (isBlank(doc.bytes, from, to)) return true;
  if ((doc.nodes[node * NODE + N_FLAGS]! & TEXT_CODED) === 0) return false;
  decoded.length = 0;
  writeText(decoded, doc.bytes, from, to, NO_ESCAPES);
  return isBlank(decoded.buffer, 0, decoded.length);
}

/** Value of the attribute without namespace called `name`, decoded; null when it is not there. */
export function attribute(doc: XmlDocument, node: number, name: string): string | null {
  const last = doc.nodes[(node + 1) * NODE + N_ATTRIBUTES]!;
  for (let n = doc.nodes[node * NODE + N_ATTRIBUTES]!; n < last; n++) {
    const row = n * ATTRIBUTE;
    const flags = doc.attributes[row + A_FLAGS]!;
    if ((flags & DECLARATION) !== 0 || doc.attributes[row + A_SPACE] !== 0) continue;
    if (nameText(doc.names, doc.attributes[row + A_NAME]!) === name) return value(doc, row, flags);
  }
  return null;
}

/** Attributes and namespace declarations of a node by qualified name, values decoded, in order. */
export function attributesOf(doc: XmlDocument, node: number): [name: string, value: string][] {
  const found: [string, string][] = [];
  const last = doc.nodes[(node + 1) * NODE + N_ATTRIBUTES]!;
  for (let n = doc.nodes[node * NODE + N_ATTRIBUTES]!; n < last; n++) {
    const row = n * ATTRIBUTE;
    const from = doc.attributes[row + A_START]!;
    const name = doc.bytes.toString('utf8', from, from + doc.attributes[row + A_LENGTH]!);
    found.push([name, value(doc, row, doc.attributes[row + A_FLAGS]!)]);
  }
  return found;
}

function value(doc: XmlDocument, row: number, flags: number): string {
  const from = doc.attributes[row + A_VALUE]!;
  const to = doc.attributes[row + A_VALUE_END]!;
  if ((flags & VALUE_CODED) === 0) return doc.bytes.toString('utf8', from, to);
  decoded.length = 0;
  writeValue(decoded, doc.bytes, from, to, NO_ESCAPES);
  return decoded.buffer.toString('utf8', 0, decoded.length);
}
