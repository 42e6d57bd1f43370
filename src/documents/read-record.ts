import { hash } from 'node:crypto';
import type { Finding } from '../base/finding.ts';
import { N_AFTER, N_NAME, N_SPACE, NODE } from '../xml/document.ts';
import { localName } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledGroup, type CompiledMessage } from './compiled.ts';
import { appendText, type Digested } from './digested.ts';
import { readGroup, shownName, type Values } from './read-group.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';
import { shownBounds } from './structure-codes.ts';

/** One business record of a message, sound when `findings` is empty. */
export type DecodedRecord = {
  /** Place in the message, from 0. */
  readonly index: number;
  /** Element name to text; numbers without surrounding white space. */
  readonly head: Values;
  readonly lines: Values[];
  /** Of a message of a zone what stands beside head and lines, by group; others have none. */
  readonly parts?: Readonly<Record<string, readonly Values[]>>;
  /** Breaches of the schema, up to LIMITS.findingsShown. */
  readonly findings: readonly Finding[];
  /** 16 bytes over names and values: the same for another prefix or layout. */
  readonly digest: Uint8Array;
};

/** Stands before each line in the digested text; no XML has this character. */
const LINE_MARK = '\u0003';

/** Reads the record whose element is `node`. */
export function readRecord(
  reader: Reader,
  message: CompiledMessage,
  node: number,
  index: number,
): DecodedRecord {
  reader.findings = [];
  reader.digested.length = 0;
  const { head: group, record } = message;
  const lines: Values[] = [];
  const head =
    group.id === record
      ? readGroup(reader, node, group, group.element)
      : readParts(reader, message, node, lines);
  return { index, head, lines, findings: reader.findings, digest: digest16(reader.digested) };
}

const DIGEST = 16;

/**
 * First half of the SHA-256 of the record's text: 128 bits, so nobody finds two that share one.
 * As a text of one byte a character, for node:crypto takes twice as long to make a buffer.
 */
function digest16({ bytes, length }: Digested): Uint8Array {
  const whole = hash('sha256', bytes.subarray(0, length), 'latin1');
  const digest = new Uint8Array(DIGEST);
  for (let i = 0; i < DIGEST; i++) digest[i] = whole.charCodeAt(i);
  return digest;
}

/** Head and lines of a record; the head comes first. */
function readParts(
  reader: Reader,
  message: CompiledMessage,
  node: number,
  lines: Values[],
): Values {
  const { doc } = reader;
  const after = doc.nodes[node * NODE + N_AFTER]!;
  noteShell(reader, message, node);
  let head: Values | null = null;
  for (let child = node + 1; child < after; child = doc.nodes[child * NODE + N_AFTER]!) {
    const group = groupOf(reader, message, child);
    if (group === null) continue;
    if (group === message.lines) {
      lines.push(readLine(reader, group, child, lines.length));
    } else if (head === null) {
      if (lines.length > 0) notePart(reader, 'FLD-ORDER', group, child);
      head = readGroup(reader, child, group, group.element);
    } else {
      notePart(reader, 'FLD-REPEATED', group, child);
    }
  }
  noteMissing(reader, message, node, head === null, lines.length);
  return head ?? {};
}

function readLine(reader: Reader, group: CompiledGroup, node: number, before: number): Values {
  appendText(reader.digested, LINE_MARK);
  return readGroup(reader, node, group, `${group.element}[${before + 1}]`);
}

function noteShell(reader: Reader, message: CompiledMessage, node: number): void {
  const element = message.table.record;
  if (hasStrayText(reader.doc, node)) note(reader, 'FLD-TEXT', element, node, { element });
  if (hasForeignAttribute(reader.doc, node)) {
    note(reader, 'FLD-ATTRIBUTE', element, node, { element });
  }
}

/** The part of the record that `child` is, or null with a finding. */
function groupOf(reader: Reader, message: CompiledMessage, child: number): CompiledGroup | null {
  const { doc } = reader;
  const name = doc.nodes[child * NODE + N_NAME];
  const inNamespace = doc.nodes[child * NODE + N_SPACE] === CEB_SPACE;
  const group =
    name === message.lines?.id ? message.lines : name === message.head.id ? message.head : null;
  if (group !== null && inNamespace) return group;
  const element = shownName(localName(doc, child));
  note(reader, group === null ? 'FLD-UNKNOWN' : 'FLD-NAMESPACE', element, child, { element });
  return null;
}

function notePart(
  reader: Reader,
  code: 'FLD-ORDER' | 'FLD-REPEATED' | 'FLD-REQUIRED',
  group: CompiledGroup,
  node: number,
): void {
  const { element } = group;
  note(reader, code, element, node, {
    element,
    zh: '单证部分',
    en: 'the part',
    want: 'to the top',
  });
}

function noteMissing(
  reader: Reader,
  message: CompiledMessage,
  node: number,
  headless: boolean,
  lines: number,
): void {
  if (headless) notePart(reader, 'FLD-REQUIRED', message.head, node);
  if (message.lines === null) return;
  const { min, max } = message.lineCount;
  if (lines === 0 && min > 0) notePart(reader, 'FLD-REQUIRED', message.lines, node);
  if (lines <= max) return;
  const { element } = message.lines;
  const want = shownBounds(message.lineCount);
  note(reader, 'FLD-COUNT', element, node, { element, want, got: lines });
}
