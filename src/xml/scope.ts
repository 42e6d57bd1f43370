/** Namespaces in XML 1.0: bindings in scope, and what they make of a start tag's attributes. */
import {
  A_FLAGS,
  A_NAME,
  A_SPACE,
  A_START,
  A_VALUE,
  A_VALUE_END,
  ATTRIBUTE,
  DECLARATION,
  SUPERFLUOUS,
  VALUE_CODED,
} from './document.ts';
import { refuse } from './finding.ts';
import { findName, findText, hashByte, nameId } from './names.ts';
import { compareAttributes } from './order.ts';
import { createOutput, writeValue } from './output.ts';
import { NO_ESCAPES } from './references.ts';
import { type Scanner, withRoom } from './scanner.ts';

/** Ids of the two reserved prefixes and the namespaces they stand for. */
export const XMLNS = nameId('xmlns');
export const XML = nameId('xml');
export const XML_SPACE = nameId('http://www.w3.org/XML/1998/namespace');
const XMLNS_SPACE = nameId('http://www.w3.org/2000/xmlns/');

/** URI id a prefix (0: the default) is bound to, or -1 when it is not declared. */
export function lookUp(s: Scanner, prefix: number): number {
  for (let i = s.scopeTop - 2; i >= 0; i -= 2) {
    if (s.scope[i] === prefix) return s.scope[i + 1]!;
  }
  if (prefix === 0) return 0;
  return prefix === XML ? XML_SPACE : -1;
}

/**
 * Takes in the attributes from row `first` on, whose A_SPACE still holds the prefix: declares,
 * resolves, refuses duplicates. True when they stand in canonical order with nothing to drop.
 */
export function bindAttributes(s: Scanner, first: number): boolean {
  const last = s.attributeCount * ATTRIBUTE;
  for (let row = first * ATTRIBUTE; row < last; row += ATTRIBUTE) {
    if (isDeclaration(s, row)) declare(s, row);
  }
  for (let row = first * ATTRIBUTE; row < last; row += ATTRIBUTE) resolve(s, row);
  if (s.attributeCount - first > 1) refuseDuplicates(s, first);
  return isCanonicalOrder(s, first);
}

function isDeclaration(s: Scanner, row: number): boolean {
  const prefix = s.attributes[row + A_SPACE]!;
  return prefix === XMLNS || (prefix === 0 && s.attributes[row + A_NAME] === XMLNS);
}

function declare(s: Scanner, row: number): void {
  const rows = s.attributes;
  const prefix = rows[row + A_SPACE] === XMLNS ? rows[row + A_NAME]! : 0;
  const uri = valueId(s, row);
  const at = rows[row + A_START]!;
  if (prefix === XMLNS || uri === XMLNS_SPACE) refuse('reserved', at);
  if ((prefix === XML) !== (uri === XML_SPACE)) refuse('reserved', at);
  if (prefix !== 0 && uri === 0) refuse('emptyPrefix', at);
  // A second declaration of the prefix in this tag is refused as a duplicate afterwards.
  const known = prefix === XML || lookUp(s, prefix) === uri;
  rows[row + A_NAME] = prefix;
  rows[row + A_SPACE] = uri;
  rows[row + A_FLAGS] = rows[row + A_FLAGS]! | DECLARATION | (known ? SUPERFLUOUS : 0);
  s.scope = withRoom(s.scope, s.scopeTop + 2);
  s.scope[s.scopeTop++] = prefix;
  s.scope[s.scopeTop++] = uri;
}

function valueId(s: Scanner, row: number): number {
  const rows = s.attributes;
  const from = rows[row + A_VALUE]!;
  const to = rows[row + A_VALUE_END]!;
  if (from === to) return 0;
  if ((rows[row + A_FLAGS]! & VALUE_CODED) !== 0) {
    const out = createOutput(256);
    writeValue(out, s.bytes, from, to, NO_ESCAPES);
    return findText(s.names, out.buffer.toString('utf8', 0, out.length));
  }
  let hash = 0;
  for (let i = from; i < to; i++) hash = hashByte(hash, s.bytes[i]!);
  return findName(s.names, s.bytes, from, to, hash);
}

function resolve(s: Scanner, row: number): void {
  const rows = s.attributes;
  if ((rows[row + A_FLAGS]! & DECLARATION) !== 0) return;
  const prefix = rows[row + A_SPACE]!;
  if (prefix === 0) return;
  const uri = lookUp(s, prefix);
  if (uri < 0) refuse('prefix', rows[row + A_START]!);
  rows[row + A_SPACE] = uri;
}

/** Expanded names must differ, and so must declared prefixes. */
function refuseDuplicates(s: Scanner, first: number): void {
  const rows = s.attributes;
  const seen = new Set<number>();
  for (let n = first; n < s.attributeCount; n++) {
    const row = n * ATTRIBUTE;
    const space = (rows[row + A_FLAGS]! & DECLARATION) !== 0 ? -1 : rows[row + A_SPACE]!;
    const key = space * 0x1000000 + rows[row + A_NAME]!;
    if (seen.has(key)) refuse('duplicate', rows[row + A_START]!);
    seen.add(key);
  }
}

function isCanonicalOrder(s: Scanner, first: number): boolean {
  for (let n = first; n < s.attributeCount; n++) {
    const row = n * ATTRIBUTE;
    if ((s.attributes[row + A_FLAGS]! & SUPERFLUOUS) !== 0) return false;
    if (n > first && compareAttributes(s.names, s.attributes, row - ATTRIBUTE, row) >= 0)
      return false;
  }
  return true;
}
