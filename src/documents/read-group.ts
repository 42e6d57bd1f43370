import {
  N_AFTER,
  N_ATTRIBUTES,
  N_CLOSE,
  N_CONTENT,
  N_FLAGS,
  N_NAME,
  N_SPACE,
  NODE,
  TEXT_CODED,
} from '../xml/document.ts';
import { localName, text } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledField, type CompiledGroup, INTEGER } from './compiled.ts';
import { append, appendText } from './digested.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';
import { isRecent, remember } from './recent.ts';
import { HALF, objectOf } from './shapes.ts';
import type { Fill, StructureCode } from './structure-codes.ts';
import {
  BAD_DIGITS,
  BAD_FIXED,
  BAD_FRACTION,
  BAD_LENGTH,
  checkValue,
  codePoints,
  normalValue,
  type Problem,
  VALID,
} from './values.ts';

/** Values by element name, as the document has them; absent elements are absent. */
export type Values = Record<string, string>;

/**
 * Reads a sequence of fields from the children of `node`. The common case, every element where
 * the schema wants it, is one pass; at the first irregularity the group is read again by the slow
 * pass, which knows every reason. `path` is the element path for findings.
 */
export function readGroup(
  reader: Reader,
  node: number,
  group: CompiledGroup,
  path: string,
): Values {
  const found = reader.findings.length;
  const digested = reader.digested.length;
  const values = readInOrder(reader, node, group, path);
  if (values !== null) return values;
  reader.findings.length = found;
  reader.digested.length = digested;
  return readAnyOrder(reader, node, group, path);
}

/** The texts of the group that is being read; groups do not nest. */
const texts: string[] = [];

/** The fast pass; null when the group is not a plain sequence of its fields. */
function readInOrder(
  reader: Reader,
  node: number,
  group: CompiledGroup,
  path: string,
): Values | null {
  const { doc } = reader;
  const { nodes } = doc;
  const { fields } = group;
  const after = nodes[node * NODE + N_AFTER]!;
  if (hasStrayText(doc, node) || hasForeignAttribute(doc, node)) return null;
  let [low, high] = [0, 0];
  let place = 0;
  for (let child = node + 1; child < after; child++) {
    const row = child * NODE;
    const name = nodes[row + N_NAME]!;
    while (place < fields.length && fields[place]!.id !== name) {
      if (fields[place++]!.required) return null;
    }
    if (place === fields.length || nodes[row + N_SPACE] !== CEB_SPACE) return null;
    if (nodes[row + N_AFTER] !== child + 1) return null;
    if (nodes[row + N_ATTRIBUTES] !== nodes[row + NODE + N_ATTRIBUTES]) return null;
    texts[child - node - 1] = takeText(reader, child, fields[place]!, path);
    if (place < HALF) low |= 1 << place;
    else high |= 1 << (place - HALF);
    place++;
  }
  while (place < fields.length) if (fields[place++]!.required) return null;
  return objectOf(group.shapes, low, high, texts);
}

/** Reads, digests and judges one value. */
function takeText(reader: Reader, node: number, field: CompiledField, path: string): string {
  const { doc, digested } = reader;
  const { recent } = field;
  const row = node * NODE;
  const from = doc.nodes[row + N_CONTENT]!;
  const to = doc.nodes[row + N_CLOSE]!;
  const plain = (doc.nodes[row + N_FLAGS]! & TEXT_CODED) === 0;
  if (plain && isRecent(recent, doc.view, from, to)) {
    append(digested, recent.view, 0, recent.mark + recent.length);
    return recent.text;
  }
  const raw = text(doc, node);
  const value = normalValue(field, raw);
  append(digested, recent.view, 0, recent.mark);
  // Behind a plain value stands its end tag, or nothing is copied.
  if (plain && value === raw) append(digested, doc.view, from, to - from);
  else appendText(digested, value);
  const problem = checkValue(field, value);
  if (problem !== VALID) noteValue(reader, node, field, path, problem, value);
  else if (plain && value === raw) remember(recent, doc.bytes, from, to, value);
  return value;
}

const CODE_OF: Readonly<Record<number, StructureCode>> = {
  [BAD_LENGTH]: 'FLD-LENGTH',
  [BAD_DIGITS]: 'FLD-DIGITS',
  [BAD_FRACTION]: 'FLD-FRACTION',
  [BAD_FIXED]: 'FLD-VALUE',
};

function noteValue(
  reader: Reader,
  node: number,
  field: CompiledField,
  path: string,
  problem: Problem,
  value: string,
): void {
  const { code, fill } = valueFinding(field, problem, value);
  note(reader, code, `${path}/${field.element}`, node, fill);
}

/** What is said of a value that has this problem. */
export function valueFinding(
  field: CompiledField,
  problem: Problem,
  value: string,
): { readonly code: StructureCode; readonly fill: Fill } {
  const code = CODE_OF[problem] ?? (field.kind === INTEGER ? 'FLD-INTEGER' : 'FLD-DECIMAL');
  return { code, fill: { ...named(field), want: wanted(field, problem), got: codePoints(value) } };
}

/** How findings call a field. */
export function named(field: CompiledField): { element: string; zh: string; en: string } {
  return { element: field.element, zh: field.field.zh, en: field.field.en };
}

function wanted(field: CompiledField, problem: Problem): string {
  if (problem === BAD_FIXED) return field.fixed ?? '';
  if (problem === BAD_FRACTION) return String(field.fraction);
  if (problem === BAD_DIGITS || field.min === field.max) return String(field.max);
  return `${field.min}-${field.max}`;
}

/** The slow pass: every child judged by itself, then what is missing. */
function readAnyOrder(reader: Reader, node: number, group: CompiledGroup, path: string): Values {
  const { doc } = reader;
  const values: Values = {};
  const after = doc.nodes[node * NODE + N_AFTER]!;
  if (hasStrayText(doc, node)) note(reader, 'FLD-TEXT', path, node, { element: group.element });
  if (hasForeignAttribute(doc, node)) {
    note(reader, 'FLD-ATTRIBUTE', path, node, { element: group.element });
  }
  const seen = new Set<CompiledField>();
  let last = -1;
  for (let child = node + 1; child < after; child = doc.nodes[child * NODE + N_AFTER]!) {
    const place = placeOf(reader, child, group, path);
    if (place < 0) continue;
    const field = group.fields[place]!;
    if (takeOnce(reader, child, field, path, seen)) {
      if (place < last) noteOrder(reader, child, field, group.fields[last]!, path);
      takeLeaf(reader, child, field, path, values);
    }
    last = Math.max(last, place);
  }
  for (const field of group.fields) {
    if (!field.required || seen.has(field)) continue;
    note(reader, 'FLD-REQUIRED', `${path}/${field.element}`, node, named(field));
  }
  return values;
}

/** Place of a child in the group; -1, with a finding, when it does not belong there. */
function placeOf(reader: Reader, child: number, group: CompiledGroup, path: string): number {
  const { doc } = reader;
  const place = group.indexOf[doc.nodes[child * NODE + N_NAME]!] ?? -1;
  const inNamespace = doc.nodes[child * NODE + N_SPACE] === CEB_SPACE;
  if (place >= 0 && inNamespace) return place;
  const element = shownName(localName(doc, child));
  note(reader, place < 0 ? 'FLD-UNKNOWN' : 'FLD-NAMESPACE', `${path}/${element}`, child, {
    element,
  });
  return -1;
}

/** A name from the document, cut so that a finding stays short. */
export function shownName(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

/** False, with a finding, when the field was there before. */
function takeOnce(
  reader: Reader,
  child: number,
  field: CompiledField,
  path: string,
  seen: Set<CompiledField>,
): boolean {
  if (!seen.has(field)) {
    seen.add(field);
    return true;
  }
  note(reader, 'FLD-REPEATED', `${path}/${field.element}`, child, named(field));
  return false;
}

function noteOrder(
  reader: Reader,
  child: number,
  field: CompiledField,
  before: CompiledField,
  path: string,
): void {
  const want = `before ${before.element}`;
  note(reader, 'FLD-ORDER', `${path}/${field.element}`, child, { ...named(field), want });
}

/** Takes a value after the checks that only the slow pass names. */
export function takeLeaf(
  reader: Reader,
  child: number,
  field: CompiledField,
  path: string,
  values: Values,
): void {
  const { doc } = reader;
  const where = `${path}/${field.element}`;
  if (hasForeignAttribute(doc, child)) note(reader, 'FLD-ATTRIBUTE', where, child, named(field));
  if (doc.nodes[child * NODE + N_AFTER] !== child + 1) {
    note(reader, 'FLD-CHILD', where, child, named(field));
  } else {
    values[field.element] = takeText(reader, child, field, path);
  }
}
