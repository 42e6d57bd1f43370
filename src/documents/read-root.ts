import { LIMITS } from '../base/limits.ts';
import { N_AFTER, N_NAME, N_SPACE, NODE, type XmlDocument } from '../xml/document.ts';
import { nameId } from '../xml/names.ts';
import { attribute, localName } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledMessage, DS_SPACE } from './compiled.ts';
import { shownName } from './read-group.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';
import { shownBounds } from './structure-codes.ts';
import { codePoints } from './values.ts';

/** Children of the root by kind: record, BaseTransfer, BaseSubscribe, ExtendMessage, Signature. */
export type Parts = [number[], number[], number[], number[], number[]];

const EXTENSION = 3;
const SIGNATURE = 4;
/** The kinds in the order of the schemas; read the other way, the place of each kind. */
const ORDER = {
  import: [0, 1, 2, EXTENSION, SIGNATURE],
  export: [0, 1, 2, SIGNATURE, EXTENSION],
} as const;

const SIGNATURE_ID = nameId('Signature');
const OWN = [nameId('guid'), nameId('version')];
const GUID_LENGTH = 36;
const VERSION_LENGTH = 10;

/** Attributes of the root and its children by kind; what is wrong becomes findings. */
export function readRoot(reader: Reader, message: CompiledMessage): Parts {
  const { doc, type } = reader;
  const root = `${type}Message`;
  noteAttribute(reader, root, 'guid', GUID_LENGTH, GUID_LENGTH);
  noteAttribute(reader, root, 'version', 1, VERSION_LENGTH);
  if (hasForeignAttribute(doc, 0, OWN)) {
    note(reader, 'MSG-ATTRIBUTE-UNKNOWN', root, 0, { element: root });
  }
  if (hasStrayText(doc, 0)) note(reader, 'MSG-TEXT', root, 0, {});
  const parts: Parts = [[], [], [], [], []];
  const names = partNames(message);
  const order = ORDER[message.table.direction];
  let last = 0;
  for (let child = 1; child < doc.nodeCount; child = doc.nodes[child * NODE + N_AFTER]!) {
    const part = partOf(doc, message, child);
    const element = shownName(localName(doc, child));
    if (part < 0) note(reader, 'MSG-CHILD', element, child, { element, want: names.join(', ') });
    else parts[part]!.push(child);
    const place = part < 0 ? last : order[part]!;
    if (place < last) {
      note(reader, 'MSG-ORDER', element, child, { element, want: names.join(', ') });
    }
    last = Math.max(last, place);
  }
  noteCounts(reader, message, parts);
  return parts;
}

const TAIL = ['BaseTransfer', 'BaseSubscribe', 'ExtendMessage', 'ds:Signature'];

function partNames({ table }: CompiledMessage): string[] {
  const names = [table.record, ...(table.sent ? TAIL : [])];
  return ORDER[table.direction].slice(0, names.length).map((part) => names[part]!);
}

/** Which part a child of the root is, or -1. */
function partOf(doc: XmlDocument, message: CompiledMessage, child: number): number {
  const name = doc.nodes[child * NODE + N_NAME];
  const space = doc.nodes[child * NODE + N_SPACE];
  if (name === SIGNATURE_ID && space === DS_SPACE) return message.table.sent ? SIGNATURE : -1;
  if (space !== CEB_SPACE) return -1;
  if (name === message.record) return 0;
  if (!message.table.sent) return -1;
  if (name === message.transfer.id) return 1;
  if (name === message.subscribe.id) return 2;
  return name === message.extend.id ? EXTENSION : -1;
}

function noteCounts(reader: Reader, message: CompiledMessage, parts: Parts): void {
  const { record, records: count } = message.table;
  const [records, transfers, subscribers, extended, signatures] = parts;
  if (records.length < count.min || records.length > count.max) {
    const fill = { element: record, want: shownBounds(count), got: records.length };
    note(reader, 'MSG-RECORDS', record, 0, fill);
  }
  if (message.table.sent && transfers.length === 0) {
    note(reader, 'MSG-REQUIRED', 'BaseTransfer', 0, { element: 'BaseTransfer' });
  }
  noteMost(reader, 'BaseTransfer', transfers, 1);
  noteMost(reader, 'BaseSubscribe', subscribers, LIMITS.subscribers);
  noteMost(reader, 'ExtendMessage', extended, 1);
  noteMost(reader, 'ds:Signature', signatures, 1);
}

function noteMost(reader: Reader, element: string, found: readonly number[], most: number): void {
  const surplus = found[most];
  if (surplus !== undefined)
    note(reader, 'MSG-REPEATED', element, surplus, { element, want: most });
}

function noteAttribute(reader: Reader, root: string, name: string, min: number, max: number): void {
  const value = attribute(reader.doc, 0, name);
  const points = value === null ? -1 : codePoints(value);
  if (points >= min && points <= max) return;
  const want = min === max ? String(min) : `${min}-${max}`;
  note(reader, 'MSG-ATTRIBUTE', `${root}/@${name}`, 0, { element: name, want });
}
