/**
 * Inclusive canonical form without comments (http://www.w3.org/TR/2001/REC-xml-c14n-20010315),
 * written from a scanned document. The scanner has marked what is not canonical already, so whole
 * subtrees are copied as they were received and only marked tags and text are written anew. For a
 * message that arrives in canonical form that means two slices: before and behind its signature.
 */

import { isBlank } from './chars.ts';
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
  N_AFTER,
  N_ATTRIBUTES,
  N_CLOSE,
  N_CONTENT,
  N_END,
  N_FLAGS,
  N_PARENT,
  N_START,
  NAME_SHIFT,
  NODE,
  SUPERFLUOUS,
  TAG_DIRTY,
  TEXT_DIRTY,
  TREE_DIRTY,
  VALUE_CODED,
  type XmlDocument,
} from './document.ts';
import { compareAttributes } from './order.ts';
import {
  createOutput,
  type Output,
  writeBytes,
  writeSlice,
  writeText,
  writeValue,
} from './output.ts';
import { TEXT_ESCAPES, VALUE_ESCAPES } from './references.ts';
import { XML, XML_SPACE } from './scope.ts';

/**
 * What to leave out. `exclude`: one element with all it holds. `dropTail`: also the text between
 * that element and the end of its parent. `dropSpace`: also text that is white space only, in
 * elements that have child elements. The last two are not C14N: they answer for known senders
 * that digest something else than they send.
 */
export type CanonicalOptions = {
  readonly exclude?: number;
  readonly dropTail?: boolean;
  readonly dropSpace?: boolean;
};

/** What is being written. Bytes `[from, to)` of the document are due but not copied yet. */
type Job = {
  readonly doc: XmlDocument;
  readonly out: Output;
  readonly exclude: number;
  readonly dropTail: boolean;
  readonly dropSpace: boolean;
  from: number;
  to: number;
};

const LESS = Buffer.from('<');
const LESS_SLASH = Buffer.from('</');
const GREATER = Buffer.from('>');
const SPACE = Buffer.from(' ');
const EQUALS_QUOTE = Buffer.from('="');
const QUOTE = Buffer.from('"');

const scratch = createOutput(1 << 17);
/** Scratch larger than this is let go after use. */
const KEPT = 1 << 24;

/** Canonical form of the subtree of `node`, in its place: with what its ancestors declare. */
export function canonicalize(
  doc: XmlDocument,
  node: number,
  options: CanonicalOptions = {},
): Uint8Array {
  return withCanonical(doc, node, options, (bytes) => Uint8Array.prototype.slice.call(bytes));
}

/** Hands the canonical form to `use` without a copy: the bytes are valid during the call only. */
export function withCanonical<T>(
  doc: XmlDocument,
  node: number,
  options: CanonicalOptions,
  use: (bytes: Buffer) => T,
): T {
  const { exclude = -1, dropTail = false, dropSpace = false } = options;
  scratch.length = 0;
  const job: Job = { doc, out: scratch, exclude, dropTail, dropSpace, from: 0, to: 0 };
  writeTree(job, node);
  flush(job);
  const result = use(scratch.buffer.subarray(0, scratch.length));
  if (scratch.buffer.length > KEPT) scratch.buffer = createOutput(1 << 17).buffer;
  return result;
}

/**
 * Walks the subtree in document order without recursion: `open` is the element being written and
 * `cursor` how far it is. Clean children are passed over where the text between them stays too,
 * so that they and it become one copy.
 */
function writeTree(job: Job, apex: number): void {
  const last = cell(job, apex, N_AFTER);
  writeStartTag(job, apex, apex);
  let open = apex;
  let passes = keepsText(job, open);
  let cursor = cell(job, apex, N_CONTENT);
  let node = apex + 1;
  for (;;) {
    while (node >= last || cell(job, node, N_PARENT) !== open) {
      writeRun(job, open, cursor, cell(job, open, N_CLOSE));
      writeEndTag(job, open);
      if (open === apex) return;
      cursor = cell(job, open, N_END);
      open = cell(job, open, N_PARENT);
      passes = keepsText(job, open);
    }
    const isClean = isAsReceived(job, node);
    if (isClean && passes) {
      node = cell(job, node, N_AFTER);
      continue;
    }
    const start = cell(job, node, N_START);
    writeRun(job, open, cursor, start);
    if (isClean || node === job.exclude) {
      cursor = cell(job, node, N_END);
      if (isClean) copy(job, start, cursor);
      node = cell(job, node, N_AFTER);
      continue;
    }
    writeStartTag(job, node, apex);
    cursor = cell(job, node, N_CONTENT);
    open = node++;
    passes = keepsText(job, open);
  }
}

function cell(job: Job, node: number, column: number): number {
  return job.doc.nodes[node * NODE + column]!;
}

/** Whether the element's own character data is copied as it was received, all of it. */
function keepsText(job: Job, open: number): boolean {
  return !job.dropTail && !job.dropSpace && (cell(job, open, N_FLAGS) & TEXT_DIRTY) === 0;
}

/** Whether the whole subtree can be copied as it was received. */
function isAsReceived(job: Job, node: number): boolean {
  const after = cell(job, node, N_AFTER);
  if (job.exclude >= node && job.exclude < after) return false;
  if (job.dropSpace && after > node + 1) return false;
  return (cell(job, node, N_FLAGS) & (TAG_DIRTY | TEXT_DIRTY | TREE_DIRTY)) === 0;
}

/** Bytes of the document that stand in the output as they are; neighbours become one copy. */
function copy(job: Job, from: number, to: number): void {
  if (from !== job.to) {
    flush(job);
    job.from = from;
  }
  job.to = to;
}

function flush(job: Job): void {
  writeSlice(job.out, job.doc.bytes, job.from, job.to);
  job.from = job.to;
}

/** The element's own character data between two tags. */
function writeRun(job: Job, open: number, from: number, to: number): void {
  if (from === to || isDropped(job, open, from, to)) return;
  if ((cell(job, open, N_FLAGS) & TEXT_DIRTY) === 0) {
    copy(job, from, to);
    return;
  }
  flush(job);
  writeText(job.out, job.doc.bytes, from, to, TEXT_ESCAPES);
}

function isDropped(job: Job, open: number, from: number, to: number): boolean {
  const { doc, exclude } = job;
  if (job.dropTail && cell(job, exclude, N_PARENT) === open && from >= cell(job, exclude, N_END)) {
    return true;
  }
  return job.dropSpace && cell(job, open, N_AFTER) > open + 1 && isBlank(doc.bytes, from, to);
}

function writeStartTag(job: Job, node: number, apex: number): void {
  const inherits = node === apex && node !== 0;
  if (!inherits && (cell(job, node, N_FLAGS) & TAG_DIRTY) === 0) {
    copy(job, cell(job, node, N_START), cell(job, node, N_CONTENT));
    return;
  }
  flush(job);
  writeBytes(job.out, LESS);
  writeName(job, node);
  const rows = inherits ? inheritedRows(job, node) : ownRows(job, node);
  const { attributes, names } = job.doc;
  rows.sort((a, b) => compareAttributes(names, attributes, a, b));
  for (const row of rows) writeAttribute(job, row);
  writeBytes(job.out, GREATER);
}

function writeEndTag(job: Job, node: number): void {
  if ((cell(job, node, N_FLAGS) & TAG_DIRTY) === 0) {
    copy(job, cell(job, node, N_CLOSE), cell(job, node, N_END));
    return;
  }
  flush(job);
  writeBytes(job.out, LESS_SLASH);
  writeName(job, node);
  writeBytes(job.out, GREATER);
}

function writeName(job: Job, node: number): void {
  const from = cell(job, node, N_START) + 1;
  const length = cell(job, node, N_FLAGS) >>> NAME_SHIFT;
  writeSlice(job.out, job.doc.bytes, from, from + length);
}

function writeAttribute(job: Job, row: number): void {
  const { out, doc } = job;
  const rows = doc.attributes;
  const name = rows[row + A_START]!;
  const from = rows[row + A_VALUE]!;
  const to = rows[row + A_VALUE_END]!;
  writeBytes(out, SPACE);
  writeSlice(out, doc.bytes, name, name + rows[row + A_LENGTH]!);
  writeBytes(out, EQUALS_QUOTE);
  // Between quotation marks and without references and controls there is nothing to escape.
  const plain = (rows[row + A_FLAGS]! & VALUE_CODED) === 0 && doc.bytes[to] === QUOTE[0];
  if (plain) writeSlice(out, doc.bytes, from, to);
  else writeValue(out, doc.bytes, from, to, VALUE_ESCAPES);
  writeBytes(out, QUOTE);
}

/** Attribute rows of a node whose parent is written too. */
function ownRows(job: Job, node: number): number[] {
  return rowsOf(job, node).filter(
    (row) => (job.doc.attributes[row + A_FLAGS]! & SUPERFLUOUS) === 0,
  );
}

function rowsOf(job: Job, node: number): number[] {
  const rows: number[] = [];
  const last = cell(job, node + 1, N_ATTRIBUTES);
  for (let n = cell(job, node, N_ATTRIBUTES); n < last; n++) rows.push(n * ATTRIBUTE);
  return rows;
}

/**
 * Attribute rows of an apex below the root: its own, every namespace in scope, and the `xml:`
 * attributes of its ancestors (C14N 1.0, section 2.4); the nearest of each wins.
 */
function inheritedRows(job: Job, apex: number): number[] {
  const table = job.doc.attributes;
  const nearest: number[] = [];
  for (let node = apex; node >= 0; node = cell(job, node, N_PARENT)) {
    for (const row of rowsOf(job, node)) {
      const declares = (table[row + A_FLAGS]! & DECLARATION) !== 0;
      if (node !== apex && !declares && table[row + A_SPACE] !== XML_SPACE) continue;
      if (!nearest.some((other) => isSameName(table, other, row))) nearest.push(row);
    }
  }
  return nearest.filter((row) => !isSilent(table, row));
}

/** Whether two rows declare the same prefix, or are attributes of the same name. */
function isSameName(table: Int32Array, a: number, b: number): boolean {
  const declares = table[a + A_FLAGS]! & DECLARATION;
  if (declares !== (table[b + A_FLAGS]! & DECLARATION)) return false;
  if (table[a + A_NAME] !== table[b + A_NAME]) return false;
  return declares !== 0 || table[a + A_SPACE] === table[b + A_SPACE];
}

/** An undeclared default at the apex, and the prefix xml, are never written. */
function isSilent(table: Int32Array, row: number): boolean {
  if ((table[row + A_FLAGS]! & DECLARATION) === 0) return false;
  return table[row + A_SPACE] === 0 || table[row + A_NAME] === XML;
}
