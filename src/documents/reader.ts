import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import {
  A_FLAGS,
  A_NAME,
  A_SPACE,
  ATTRIBUTE,
  DECLARATION,
  HAS_TEXT,
  N_AFTER,
  N_ATTRIBUTES,
  N_CLOSE,
  N_CONTENT,
  N_END,
  N_FLAGS,
  N_START,
  NODE,
  TEXT_CODED,
  type XmlDocument,
} from '../xml/document.ts';
import { nameText } from '../xml/names.ts';
import { startOf } from '../xml/scan.ts';
import type { Edition } from './ceb/fields.ts';
import { XSI_SPACE } from './compiled.ts';
import { createDigested, type Digested } from './digested.ts';
import { type Lines, linesOf } from './lines.ts';
import {
  codedFinding,
  type Fill,
  STRUCTURE_CODES,
  type StructureCode,
  schemaLaw,
} from './structure-codes.ts';
import { isSpace } from './values.ts';

/** State of reading one message: where findings go, and the digested text of the record. */
export type Reader = {
  readonly doc: XmlDocument;
  readonly type: string;
  readonly edition: Edition;
  readonly lines: Lines;
  findings: Finding[];
  /** What is digested of the record so far. */
  readonly digested: Digested;
};

/** Reading is synchronous, so one buffer serves all readers, one record after the other. */
const digested = createDigested(1 << 14);

/** A reader at the beginning of a document. */
export function createReader(doc: XmlDocument, type: string, edition: Edition): Reader {
  digested.length = 0;
  return { doc, type, edition, lines: linesOf(doc.bytes), findings: [], digested };
}

/** Notes what is wrong at `node`, unless enough is noted already. */
export function note(
  reader: Reader,
  code: StructureCode,
  path: string | null,
  node: number,
  fill: Fill,
): void {
  if (reader.findings.length >= LIMITS.findingsShown) return;
  const line = reader.lines(startOf(reader.doc, node));
  const law = schemaLaw(reader.type, reader.edition);
  reader.findings.push(codedFinding(code, STRUCTURE_CODES[code], fill, { path, line, law }));
}

const NONE: readonly number[] = [];

/**
 * Whether the node has attributes other than `own` (name ids, without namespace), namespace
 * declarations and schema locations.
 */
export function hasForeignAttribute(
  doc: XmlDocument,
  node: number,
  own: readonly number[] = NONE,
): boolean {
  const row = node * NODE + N_ATTRIBUTES;
  const last = doc.nodes[row + NODE]!;
  for (let n = doc.nodes[row]!; n < last; n++) {
    const at = n * ATTRIBUTE;
    if ((doc.attributes[at + A_FLAGS]! & DECLARATION) !== 0) continue;
    const isOwn = doc.attributes[at + A_SPACE] === 0 && own.includes(doc.attributes[at + A_NAME]!);
    if (!isOwn && !isSchemaLocation(doc, at)) return true;
  }
  return false;
}

function isSchemaLocation(doc: XmlDocument, at: number): boolean {
  if (doc.attributes[at + A_SPACE] !== XSI_SPACE) return false;
  const name = nameText(doc.names, doc.attributes[at + A_NAME]!);
  return name === 'schemaLocation' || name === 'noNamespaceSchemaLocation';
}

/** Whether anything but white space and comments stands directly in an element with children. */
export function hasStrayText(doc: XmlDocument, node: number): boolean {
  const { nodes } = doc;
  const row = node * NODE;
  const after = nodes[row + N_AFTER]!;
  if ((nodes[row + N_FLAGS]! & HAS_TEXT) === 0 && after > node + 1) return false;
  const coded = (nodes[row + N_FLAGS]! & TEXT_CODED) !== 0;
  let from = nodes[row + N_CONTENT]!;
  for (let child = node + 1; child < after; child = nodes[child * NODE + N_AFTER]!) {
    if (!isBlank(doc.bytes, from, nodes[child * NODE + N_START]!, coded)) return true;
    from = nodes[child * NODE + N_END]!;
  }
  return !isBlank(doc.bytes, from, nodes[row + N_CLOSE]!, coded);
}

function isBlank(bytes: Buffer, from: number, to: number, coded: boolean): boolean {
  for (let i = from; i < to; i++) {
    if (!isSpace(bytes[i]!)) return coded && isCodedBlank(bytes.toString('latin1', i, to));
  }
  return true;
}

/** References to white space and comments are blank; a CDATA section never is (as in libxml2). */
function isCodedBlank(gap: string): boolean {
  for (let i = 0; i < gap.length; ) {
    const next = gap.startsWith('<!--', i) ? gap.indexOf('-->', i + 4) + 3 : afterBlank(gap, i);
    if (next <= i) return false;
    i = next;
  }
  return true;
}

const BLANK = /[ \t\r\n]+|&#(?:0*(?:9|10|13|32)|x0*(?:9|[aAdD]|20));/y;

/** Offset behind the white space at `i`, literal or referenced; `i` when there is none. */
function afterBlank(gap: string, i: number): number {
  BLANK.lastIndex = i;
  return BLANK.test(gap) ? BLANK.lastIndex : i;
}
