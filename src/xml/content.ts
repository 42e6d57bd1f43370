/** What stands between tags: text, references, comments, CDATA sections. */
import { TEXT_CLASS } from './chars.ts';
import { HAS_TEXT, N_FLAGS, NODE, TEXT_CODED, TEXT_DIRTY } from './document.ts';
import { refuse } from './finding.ts';
import {
  isCanonicalReference,
  PACK,
  readReference,
  startsWith,
  TEXT_ESCAPES,
} from './references.ts';
import type { Scanner } from './scanner.ts';
import { closeElement, openElement } from './tags.ts';

const COMMENT = Buffer.from('<!--');
const SECTION = Buffer.from('<![CDATA[');
const DOCTYPE = Buffer.from('<!DOCTYPE');

/** Scans from behind the root's start tag until the root is closed; gives the offset behind it. */
export function scanContent(s: Scanner, from: number): number {
  const { bytes, end } = s;
  let i = from;
  while (s.current >= 0) {
    if (i >= end) refuse('truncated', bytes.length);
    let byte = bytes[i]!;
    while (byte === 0x20 || byte === 0x0a || byte === 0x09) byte = bytes[++i]!;
    if (byte !== 0x3c) {
      mark(s, HAS_TEXT);
      while (TEXT_CLASS[bytes[i]!] === 0) i++;
      if (bytes[i] !== 0x3c) {
        i = scanSpecial(s, i);
        continue;
      }
    }
    const next = bytes[i + 1];
    if (next === 0x2f) i = closeElement(s, i);
    else if (next === 0x21) i = scanSection(s, i);
    else if (next === 0x3f) refuse('pi', i);
    else i = openElement(s, i);
  }
  return i;
}

/** A byte of text at `i` that is not plain; gives the offset behind what it begins. */
function scanSpecial(s: Scanner, i: number): number {
  const { bytes } = s;
  switch (bytes[i]) {
    case 0x26:
      return scanReference(s, i);
    case 0x3e:
      mark(s, TEXT_DIRTY);
      return i + 1;
    case 0x0d:
      mark(s, TEXT_DIRTY | TEXT_CODED);
      return i + 1;
    case 0x5d:
      if (bytes[i + 1] === 0x5d && bytes[i + 2] === 0x3e) refuse('sectionEnd', i);
      return i + 1;
    default:
      return refuse('character', i);
  }
}

function scanReference(s: Scanner, i: number): number {
  const packed = readReference(s.bytes, i);
  const point = packed % PACK;
  const next = (packed - point) / PACK;
  const canonical = isCanonicalReference(s.bytes, i, next, TEXT_ESCAPES[point]);
  mark(s, canonical ? TEXT_CODED : TEXT_CODED | TEXT_DIRTY);
  return next;
}

function mark(s: Scanner, flags: number): void {
  const at = s.current * NODE + N_FLAGS;
  s.nodes[at] = s.nodes[at]! | flags;
}

/** A comment or CDATA section in content. */
function scanSection(s: Scanner, start: number): number {
  const { bytes } = s;
  mark(s, TEXT_DIRTY | TEXT_CODED | HAS_TEXT);
  if (!startsWith(bytes, start, SECTION)) return scanComment(s, start);
  const close = bytes.indexOf(']]>', start + SECTION.length);
  if (close < 0) refuse('truncated', bytes.length);
  refuseControls(bytes, start, close);
  return close + 3;
}

/** The comment at `start`, in content or outside the root; anything else there is refused. */
export function scanComment(s: Scanner, start: number): number {
  const { bytes } = s;
  if (startsWith(bytes, start, DOCTYPE)) refuse('doctype', start);
  if (!startsWith(bytes, start, COMMENT)) refuse('markup', start);
  const close = bytes.indexOf('--', start + COMMENT.length);
  if (close < 0) refuse('truncated', bytes.length);
  if (bytes[close + 2] !== 0x3e) refuse('comment', close);
  refuseControls(bytes, start, close);
  return close + 3;
}

function refuseControls(bytes: Uint8Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) refuse('character', i);
  }
}
