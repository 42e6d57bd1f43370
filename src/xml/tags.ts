/** Start and end tags. Positions go in and come out; what was found goes into the scanner. */
import { sameBytes } from './bytes.ts';
import {
  isNameChar,
  isNameStart,
  isSpace,
  NAME_CLASS,
  NAME_COLON,
  NAME_END,
  NAME_HIGH,
  NAME_START,
  TEXT_CLASS,
  VALUE_CLASS,
} from './chars.ts';
import {
  A_FLAGS,
  A_LENGTH,
  A_NAME,
  A_SPACE,
  A_START,
  A_VALUE,
  A_VALUE_END,
  ATTRIBUTE,
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
  NAME_SHIFT,
  NODE,
  TAG_DIRTY,
  TEXT_DIRTY,
  TREE_DIRTY,
  VALUE_CODED,
} from './document.ts';
import { refuse } from './finding.ts';
import { findName, findText, followerOf, hashByte, learnFollower, matchAt } from './names.ts';
import { isCanonicalReference, PACK, readReference, VALUE_ESCAPES } from './references.ts';
import { type Scanner, withRoom } from './scanner.ts';
import { bindAttributes, lookUp, XMLNS } from './scope.ts';
import { pointAt, utf8Length } from './utf8.ts';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
const SPACE = 0x20;

/** Opens the element whose `<` stands at `start`; gives the offset behind its start tag. */
export function openElement(s: Scanner, start: number): number {
  const node = s.nodeCount++;
  if (node >= s.limits.nodes) refuse('nodes', start);
  if (++s.depth > s.limits.depth) refuse('depth', start);
  s.nodes = withRoom(s.nodes, (node + 2) * NODE);
  const nameEnd = scanElementName(s, start + 1);
  const { prefix, local, nodes } = s;
  const row = node * NODE;
  const firstAttribute = s.attributeCount;
  const scopeTop = s.scopeTop;
  let flags = (nameEnd - start - 1) << NAME_SHIFT;
  let end = nameEnd;
  const plain = s.bytes[nameEnd] === GREATER;
  if (!plain) {
    end = scanAttributes(s, nameEnd);
    if (s.tagDirty) flags |= TAG_DIRTY;
    if (!bindAttributes(s, firstAttribute)) flags |= TAG_DIRTY;
  }
  const space = lookUp(s, prefix);
  if (space < 0 || prefix === XMLNS) refuse('prefix', start);
  nodes[row + N_NAME] = local;
  nodes[row + N_SPACE] = space;
  nodes[row + N_PARENT] = s.current;
  // The column is free until the element closes: it keeps the scope to go back to.
  nodes[row + N_AFTER] = scopeTop;
  nodes[row + N_START] = start;
  nodes[row + N_CONTENT] = end + 1;
  nodes[row + N_ATTRIBUTES] = firstAttribute;
  nodes[row + N_FLAGS] = flags;
  if (plain) {
    const behind = closeLeaf(s, row, start, nameEnd);
    if (behind >= 0) return behind;
  }
  s.current = node;
  if (s.bytes[end] === GREATER) return end + 1;
  nodes[row + N_CONTENT] = end + 2;
  finishElement(s, end + 2, end + 2);
  return end + 2;
}

/**
 * Closes the element of `row` when nothing but plain text stands between its start tag and an end
 * tag in canonical form, as in nearly all elements; gives the offset behind it. Else -1, and
 * nothing is done. Not opening these elements saves 8 of 100 of the scan of a long message.
 */
function closeLeaf(s: Scanner, row: number, start: number, nameEnd: number): number {
  const { bytes, view, nodes } = s;
  let close = nameEnd + 1;
  while (TEXT_CLASS[bytes[close]!] === 0) close++;
  if (bytes[close] !== LESS || bytes[close + 1] !== SLASH) return -1;
  const length = nameEnd - start - 1;
  const last = close + 2 + length;
  if (bytes[last] !== GREATER || !sameBytes(view, start + 1, view, close + 2, length)) return -1;
  nodes[row + N_AFTER] = s.nodeCount;
  nodes[row + N_CLOSE] = close;
  nodes[row + N_END] = last + 1;
  s.depth--;
  return last + 1;
}

/** Closes the open element with the end tag at `start`; gives the offset behind it. */
export function closeElement(s: Scanner, start: number): number {
  const { bytes, view, nodes } = s;
  const row = s.current * NODE;
  const from = nodes[row + N_START]! + 1;
  const length = nodes[row + N_FLAGS]! >>> NAME_SHIFT;
  let i = start + 2 + length;
  if (i > s.end || !sameBytes(view, from, view, start + 2, length)) refuse('mismatch', start);
  if (bytes[i] !== GREATER) {
    if (!isSpace(bytes[i])) refuse('mismatch', start);
    i = skipSpace(bytes, i);
    if (bytes[i] !== GREATER) refuse('tag', start);
    nodes[row + N_FLAGS] = nodes[row + N_FLAGS]! | TAG_DIRTY;
  }
  finishElement(s, start, i + 1);
  return i + 1;
}

function finishElement(s: Scanner, close: number, end: number): void {
  const nodes = s.nodes;
  const row = s.current * NODE;
  nodes[row + N_CLOSE] = close;
  nodes[row + N_END] = end;
  s.scopeTop = nodes[row + N_AFTER]!;
  nodes[row + N_AFTER] = s.nodeCount;
  const parent = nodes[row + N_PARENT]!;
  if (parent >= 0 && (nodes[row + N_FLAGS]! & (TAG_DIRTY | TEXT_DIRTY | TREE_DIRTY)) !== 0) {
    nodes[parent * NODE + N_FLAGS] = nodes[parent * NODE + N_FLAGS]! | TREE_DIRTY;
  }
  s.current = parent;
  s.depth--;
}

/** First offset from `i` on that is no white space; the sentinel `>` ends the search. */
export function skipSpace(bytes: Uint8Array, i: number): number {
  while (isSpace(bytes[i])) i++;
  return i;
}

/**
 * Scans attributes from behind the element's name to the tag's `>`, or to the `/` of `/>`, whose
 * offset it gives. Sets `s.tagDirty` when the tag is not written as canonical form would.
 */
function scanAttributes(s: Scanner, from: number): number {
  const bytes = s.bytes;
  const first = s.attributeCount;
  s.tagDirty = false;
  let i = from;
  for (;;) {
    const next = skipSpace(bytes, i);
    const byte = bytes[next]!;
    if (byte === GREATER || byte === SLASH) {
      if (byte === SLASH && bytes[next + 1] !== GREATER) refuse('tag', next);
      if (next !== i || byte === SLASH) s.tagDirty = true;
      return next;
    }
    if (next === i) refuse(i === from ? 'name' : 'attributeSpace', i);
    if (next !== i + 1 || bytes[i] !== SPACE) s.tagDirty = true;
    if (s.attributeCount - first >= s.limits.attributes) refuse('attributes', next);
    i = scanAttribute(s, next);
  }
}

/** Scans `name = "value"` at `start` into a new row; gives the offset behind the quote. */
function scanAttribute(s: Scanner, start: number): number {
  const bytes = s.bytes;
  const nameEnd = scanName(s, start);
  let i = skipSpace(bytes, nameEnd);
  if (bytes[i] !== EQUALS) refuse('attributeValue', start);
  i = skipSpace(bytes, i + 1);
  const quote = bytes[i]!;
  if (quote !== QUOTE && quote !== APOSTROPHE) refuse('attributeValue', start);
  if (i !== nameEnd + 1 || quote !== QUOTE) s.tagDirty = true;
  const row = s.attributeCount++ * ATTRIBUTE;
  s.attributes = withRoom(s.attributes, row + ATTRIBUTE);
  const rows = s.attributes;
  rows[row + A_NAME] = s.local;
  rows[row + A_SPACE] = s.prefix;
  rows[row + A_START] = start;
  rows[row + A_LENGTH] = nameEnd - start;
  rows[row + A_VALUE] = i + 1;
  rows[row + A_FLAGS] = 0;
  const valueEnd = scanValue(s, row, i + 1, quote);
  rows[row + A_VALUE_END] = valueEnd;
  return valueEnd + 1;
}

/** Offset of the closing quote. */
function scanValue(s: Scanner, row: number, from: number, quote: number): number {
  const { bytes, end } = s;
  let i = from;
  for (;;) {
    while (i < end && VALUE_CLASS[bytes[i]!] === 0) i++;
    if (i >= end) refuse('truncated', bytes.length);
    const byte = bytes[i]!;
    if (byte === quote) return i;
    if (byte === LESS) refuse('attributeLess', i);
    i = byte === QUOTE || byte === APOSTROPHE ? i + 1 : scanCodedValue(s, row, i, byte);
  }
}

/** A reference or a control at `i` of a value; gives the offset behind it. */
function scanCodedValue(s: Scanner, row: number, i: number, byte: number): number {
  s.attributes[row + A_FLAGS] = VALUE_CODED;
  if (byte !== AMPERSAND) {
    if (!isSpace(byte)) refuse('character', i);
    s.tagDirty = true;
    return i + 1;
  }
  const packed = readReference(s.bytes, i);
  const point = packed % PACK;
  const next = (packed - point) / PACK;
  if (!isCanonicalReference(s.bytes, i, next, VALUE_ESCAPES[point])) s.tagDirty = true;
  return next;
}

/**
 * As scanName, but first tries the usual prefix and the name that followed the last element's name
 * before: fields come in the order of a schema, so one comparison mostly replaces hashing.
 */
function scanElementName(s: Scanner, from: number): number {
  const guess = followerOf(s.lastLocal);
  if (guess !== 0) {
    const local = usualPrefixEnd(s, from);
    const end = local < 0 ? -1 : matchAt(guess, s.view, local);
    if (end >= 0 && NAME_CLASS[s.bytes[end]!] === NAME_END) {
      s.prefix = s.usualPrefix;
      s.local = guess;
      s.lastLocal = guess;
      return end;
    }
  }
  const end = scanName(s, from);
  s.usualPrefix = s.prefix;
  s.usualFrom = from;
  s.usualLength = s.localFrom - from;
  learnFollower(s.lastLocal, s.local);
  s.lastLocal = s.local;
  return end;
}

/** Offset behind the usual prefix and its colon when they stand at `from`, else -1. */
function usualPrefixEnd(s: Scanner, from: number): number {
  const to = from + s.usualLength;
  return to <= s.end && sameBytes(s.view, s.usualFrom, s.view, from, s.usualLength) ? to : -1;
}

/** Scans a qualified name at `from` into `s.prefix` and `s.local`; gives the offset behind it. */
function scanName(s: Scanner, from: number): number {
  const bytes = s.bytes;
  let byte = bytes[from]!;
  let kind = NAME_CLASS[byte]!;
  if (kind !== NAME_START) return scanRareName(s, from);
  let hash = 0;
  let i = from;
  do {
    hash = hashByte(hash, byte);
    byte = bytes[++i]!;
    kind = NAME_CLASS[byte]!;
  } while ((kind & 3) !== 0);
  let start = from;
  s.prefix = 0;
  if (kind === NAME_COLON) {
    const isUsual = s.usualLength === i + 1 - from && usualPrefixEnd(s, from) >= 0;
    s.prefix = isUsual ? s.usualPrefix : findName(s.names, bytes, from, i, hash);
    start = ++i;
    byte = bytes[i]!;
    kind = NAME_CLASS[byte]!;
    if (kind !== NAME_START) return scanRareName(s, from);
    hash = 0;
    do {
      hash = hashByte(hash, byte);
      byte = bytes[++i]!;
      kind = NAME_CLASS[byte]!;
    } while ((kind & 3) !== 0);
  }
  if (kind >= NAME_COLON) return scanRareName(s, from);
  s.localFrom = start;
  s.local = findName(s.names, bytes, start, i, hash);
  return i;
}

/** Names with characters beyond ASCII, and what is no name at all. */
function scanRareName(s: Scanner, from: number): number {
  const bytes = s.bytes;
  let colon = -1;
  let start = from;
  let i = from;
  for (;;) {
    const byte = bytes[i]!;
    if (byte === 0x3a) {
      if (i === start || colon >= 0) refuse('qualifiedName', from);
      colon = i;
      start = ++i;
      continue;
    }
    const point = pointAt(bytes, i);
    if (NAME_CLASS[byte] === 0 || !(i === start ? isNameStart(point) : isNameChar(point))) break;
    i += utf8Length(point);
  }
  if (i === from || NAME_CLASS[bytes[i]!] === NAME_HIGH) refuse('name', i);
  if (i === start) refuse('qualifiedName', from);
  s.prefix = colon < 0 ? 0 : findText(s.names, bytes.toString('utf8', from, colon));
  s.localFrom = start;
  s.local = findText(s.names, bytes.toString('utf8', start, i));
  return i;
}
