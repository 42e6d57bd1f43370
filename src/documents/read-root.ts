import { LIMITS } from '../base/limits.ts';
import { N_AFTER, N_NAME, N_SPACE, NODE, type XmlDocument } from '../xml/document.ts';
import { nameId } from '../xml/names.ts';
import { attribute, localName } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledMessage, DS_SPACE } from './compiled.ts';
import { shownName } from './read-group.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';
import { codePoints } from './values.ts';

/** Children of the root by stage: record, BaseTransfer, BaseSubscribe, ExtendMessage, Signature. */
export type Parts = [number[], number[], number[], number[], number[]];

const SIGNATURE_ID = nameId('Signature');
const OWN = [nameId('guid'), nameId('version')];
const GUID_LENGTH = 36;
const VERSION_LENGTH = 10;

/** Attributes of the root and its children in their stages; what is wrong becomes findings. */
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
  const names = stageNames(message);
  let last = 0;
  for (let child = 1; child < doc.nodeCount; child = doc.nodes[child * NODE + N_AFTER]!) {
    const stage = stageOf(doc, message, child);
    const element = shownName(localName(doc, child));
    if (stage < 0) note(reader, 'MSG-CHILD', element, child, { element, want: names.join(', ') });
    else parts[stage]!.push(child);
    if (stage >= 0 && stage < last) {
      note(reader, 'MSG-ORDER', element, child, { element, want: names.join(', ') });
    }
    last = Math.max(last, stage);
  }
  noteCounts(reader, message, parts);
  return parts;
}

function stageNames(message: CompiledMessage): string[] {
  const tail = ['BaseTransfer', 'BaseSubscribe', 'ExtendMessage', 'ds:Signature'];
  return [message.table.record, ...(message.table.sent ? tail : [])];
}

/** Which stage a child of the root belongs to, or -1. */
function stageOf(doc: XmlDocument, message: CompiledMessage, child: number): number {
  const name = doc.nodes[child * NODE + N_NAME];
  const space = doc.nodes[child * NODE + N_SPACE];
  if (name === SIGNATURE_ID && space === DS_SPACE) return message.table.sent ? 4 : -1;
  if (space !== CEB_SPACE) return -1;
  if (name === message.record) return 0;
  if (!message.table.sent) return -1;
  if (name === message.transfer.id) return 1;
  if (name === message.subscribe.id) return 2;
  return name === message.extend.id ? 3 : -1;
}

function noteCounts(reader: Reader, message: CompiledMessage, parts: Parts): void {
  const { record } = message.table;
  const [records, transfers, subscribers, extended, signatures] = parts;
  if (records.length === 0 || records.length > LIMITS.recordsPerMessage) {
    const fill = { element: record, want: LIMITS.recordsPerMessage, got: records.length };
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
