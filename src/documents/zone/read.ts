import { createHash } from 'node:crypto';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import type { XmlDocument } from '../../xml/document.ts';
import { isLeaf, lineOf, localName, startOf, text } from '../../xml/scan.ts';
import type { CompiledField } from '../compiled.ts';
import { named, shownName, type Values, valueFinding } from '../read-group.ts';
import type { DecodedRecord } from '../read-record.ts';
import { hasStrayText } from '../reader.ts';
import {
  codedFinding,
  type Fill,
  STRUCTURE_CODES,
  type StructureCode,
  shownBounds,
} from '../structure-codes.ts';
import { checkValue, normalValue, VALID } from '../values.ts';
import { ZONE_LAW } from './codes.ts';
import { childrenOf, type Frame, frameOf, isSigned, note as noteFrame } from './frame.ts';
import { BODIES, ENVELOP, FLAG, POCKET, type ReadGroup, type ReadTable } from './names.ts';

/** A message of a zone as read: one document, by the names of its table. */
export type ZoneMessage = {
  readonly type: string;
  readonly envelop: Values;
  readonly signed: boolean;
  readonly record: DecodedRecord;
};

export type ZoneResult =
  | { readonly ok: true; readonly message: ZoneMessage }
  | { readonly ok: false; readonly type: string | null; readonly findings: readonly Finding[] };

/** State of reading: what is wrong so far, up to LIMITS.findingsShown. */
type Reader = { readonly doc: XmlDocument; findings: Finding[] };

/**
 * Reads a scanned document that `isZone`. What breaks frame or envelope refuses the message; what
 * breaks the document in it is the record's. White space alone says nothing, as an absent element.
 */
export function readZone(doc: XmlDocument): ZoneResult {
  const reader: Reader = { doc, findings: [] };
  const frame = frameOf(doc, reader.findings);
  if (frame === null) return { ok: false, type: null, findings: reader.findings };
  const name = localName(doc, frame.body);
  const ready = BODIES.get(name);
  if (ready === undefined) {
    const sent = [...BODIES.values()].filter(({ table }) => table.sent);
    const want = [...new Set(sent.flatMap(({ table }) => table.bodies))].join(', ');
    const fill = { element: shownName(name), want };
    noteFrame(doc, frame.body, 'ZONE-BODY', shownName(name), fill, reader.findings);
    return { ok: false, type: null, findings: reader.findings };
  }
  const { type } = ready.table;
  const envelop = readEnvelop(reader, frame, type);
  const pocket = frame.pocket === null ? null : readGroup(reader, frame.pocket, POCKET);
  if (reader.findings.length > 0) return { ok: false, type, findings: reader.findings };
  const record = readDocument(reader, frame, ready, { envelop, pocket });
  return { ok: true, message: { type, envelop, signed: isSigned(doc), record } };
}

function readEnvelop(reader: Reader, { envelop }: Frame, type: string): Values {
  if (envelop < 0) return {};
  const values = readGroup(reader, envelop, ENVELOP);
  if (reader.findings.length === 0 && values.message_type !== type) {
    const path = 'EnvelopInfo/message_type';
    noteFrame(reader.doc, envelop, 'ZONE-TYPE', path, { want: type }, reader.findings);
  }
  return values;
}

type Around = { readonly envelop: Values; readonly pocket: Values | null };

function readDocument(
  reader: Reader,
  frame: Frame,
  { table, parts, tail }: ReadTable,
  { envelop, pocket }: Around,
): DecodedRecord {
  const found = new Map<string, Values[]>(table.parts.map(({ element }) => [element, []]));
  const plain: number[] = [];
  const isFlat = table.parts[0]?.element === table.bodies[0];
  for (const child of isFlat ? [frame.body] : childrenOf(reader.doc, frame.body)) {
    const known = parts.get(localName(reader.doc, child));
    if (known === undefined) {
      plain.push(child);
      continue;
    }
    const rows = found.get(known.part.element)!;
    const many = known.part.count.max > 1 ? `[${rows.length + 1}]` : '';
    rows.push(readGroup(reader, child, known.group, `${known.part.element}${many}`));
  }
  if (!isFlat && hasStrayText(reader.doc, frame.body)) {
    note(reader, 'FLD-TEXT', table.record, frame.body, { element: table.record });
  }
  const behind = tail === null ? strangers(reader, plain) : readFields(reader, plain, tail);
  for (const part of table.parts) noteCount(reader, frame.body, part, found.get(part.element)!);
  const flag = frame.flag === null ? {} : readFields(reader, [frame.flag], FLAG, FLAG.element);
  const head = found.get(table.head.element)![0] ?? {};
  const lines = table.lines === null ? [] : found.get(table.lines.element)!;
  const digest = digestOf([...found, ['', [behind]]]);
  const more = [...found].filter(
    ([name, rows]) =>
      name !== table.head.element && name !== table.lines?.element && rows.length > 0,
  );
  const around = {
    ...group(ENVELOP.element, envelop),
    ...group(POCKET.element, pocket ?? {}),
    ...group(FLAG.element, flag),
    ...group(tail?.element ?? '', behind),
  };
  const all = { ...around, ...Object.fromEntries(more) };
  return { index: 0, head, lines, parts: all, findings: reader.findings, digest };
}

/** A group that stands once, unless nothing stands in it. */
function group(name: string, values: Values): Record<string, Values[]> {
  return Object.keys(values).length === 0 ? {} : { [name]: [values] };
}

function strangers(reader: Reader, nodes: readonly number[]): Values {
  for (const node of nodes) {
    const element = shownName(localName(reader.doc, node));
    note(reader, 'FLD-UNKNOWN', element, node, { element });
  }
  return {};
}

function noteCount(
  reader: Reader,
  node: number,
  { element, count }: ReadTable['table']['parts'][number],
  rows: readonly Values[],
): void {
  if (rows.length >= count.min && rows.length <= count.max) return;
  if (rows.length === 0) {
    note(reader, 'FLD-REQUIRED', element, node, { element, zh: '单证部分', en: 'the part' });
    return;
  }
  note(reader, 'FLD-COUNT', element, node, {
    element,
    want: shownBounds(count),
    got: rows.length,
  });
}

function readGroup(reader: Reader, node: number, of: ReadGroup, path = of.element): Values {
  const { doc } = reader;
  if (hasStrayText(doc, node)) note(reader, 'FLD-TEXT', path, node, { element: of.element });
  return readFields(reader, childrenOf(doc, node), of, path, node);
}

/** The fields that stand in these nodes, in any order; absent and empty ones are left out. */
function readFields(
  reader: Reader,
  nodes: readonly number[],
  of: ReadGroup,
  path = of.element,
  parent = nodes[0] ?? 0,
): Values {
  const seen = new Map<CompiledField, string>();
  for (const node of nodes) {
    const element = localName(reader.doc, node);
    const field = of.named.get(element);
    if (field === undefined) {
      const shown = shownName(element);
      note(reader, 'FLD-UNKNOWN', `${path}/${shown}`, node, { element: shown });
      continue;
    }
    const value = readValue(reader, node, field, `${path}/${field.element}`);
    if (value === null || value === seen.get(field)) continue;
    if (seen.has(field)) note(reader, 'FLD-REPEATED', `${path}/${element}`, node, named(field));
    seen.set(field, value);
  }
  const values: Values = {};
  for (const field of of.fields) {
    const value = seen.get(field);
    if (value !== undefined) values[field.element] = value;
    else if (field.required) {
      note(reader, 'FLD-REQUIRED', `${path}/${field.element}`, parent, named(field));
    }
  }
  return values;
}

/** Null for an empty element, and for one that holds elements. */
function readValue(
  reader: Reader,
  node: number,
  field: CompiledField,
  path: string,
): string | null {
  if (!isLeaf(reader.doc, node)) {
    note(reader, 'FLD-CHILD', path, node, named(field));
    return null;
  }
  const value = normalValue(field, text(reader.doc, node));
  if (value === '') return null;
  const problem = checkValue(field, value);
  if (problem !== VALID) {
    const { code, fill } = valueFinding(field, problem, value);
    note(reader, code, path, node, fill);
  }
  return value;
}

function note(reader: Reader, code: StructureCode, path: string, node: number, fill: Fill): void {
  if (reader.findings.length >= LIMITS.findingsShown) return;
  const line = lineOf(reader.doc, startOf(reader.doc, node));
  const where = { path, line, law: ZONE_LAW };
  reader.findings.push(codedFinding(code, STRUCTURE_CODES[code], fill, where));
}

/**
 * First half of the SHA-256 over names and values in the order of the table: the same for other
 * spellings and another envelope. The marks are characters that no XML has.
 */
function digestOf(groups: readonly (readonly [string, readonly Values[]])[]): Uint8Array {
  const hash = createHash('sha256');
  for (const [element, rows] of groups) {
    for (const values of rows) {
      hash.update(`\u0003${element}`);
      for (const [name, value] of Object.entries(values))
        hash.update(`\u0001${name}\u0002${value}`);
    }
  }
  return new Uint8Array(hash.digest().subarray(0, 16));
}
