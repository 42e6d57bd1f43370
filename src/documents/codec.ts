import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import { attribute, localName, nameIdOf, namespaceIdOf } from '../xml/scan.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import type { Edition } from './ceb/fields.ts';
import { CEB_SPACE, messageOf } from './compiled.ts';
import { shownName, type Values } from './read-group.ts';
import { type DecodedRecord, readRecord } from './read-record.ts';
import { readRoot } from './read-root.ts';
import { type Extension, readTail } from './read-tail.ts';
import { createReader, note, type Reader } from './reader.ts';
import { isZone } from './zone/frame.ts';
import { readZone } from './zone/read.ts';

export type { Values } from './read-group.ts';
export type { DecodedRecord } from './read-record.ts';
export type { Extension } from './read-tail.ts';

/** A message that can be read; each record is sound or carries its own findings. */
export type DecodedMessage = {
  /** `CEB621`. */
  readonly type: string;
  readonly guid: string;
  readonly version: string;
  /** BaseTransfer; empty in receipts. */
  readonly transfer: Values;
  /** BaseSubscribe, up to five. */
  readonly subscribers: readonly Values[];
  /** What the parties tell each other in ExtendMessage; nobody here acts upon it. */
  readonly extension: Extension | null;
  /** Whether there is a ds:Signature; whether it holds is for src/xml to say. */
  readonly signed: boolean;
  readonly records: readonly DecodedRecord[];
};

export type DecodeResult =
  | { readonly ok: true; readonly message: DecodedMessage }
  /** `type` is null when the root is no message of the specification. */
  | { readonly ok: false; readonly type: string | null; readonly findings: readonly Finding[] };

/**
 * Reads a scanned document as one message of the catalogue, by the schema of `edition` (202205
 * unless told). What breaks the message itself refuses it whole; what breaks one record is that
 * record's findings alone. A missing Signature breaks nothing here: whether unsigned messages are
 * taken is the profile's word, and `signatureMissing` tells what the schema says.
 */
export function decodeMessage(
  doc: XmlDocument,
  options: { readonly edition?: Edition } = {},
): DecodeResult {
  const edition = options.edition ?? '202205';
  const message = messageOf(edition, nameIdOf(doc, 0));
  if (message === undefined && isZone(doc)) return zoneMessage(doc);
  const name = localName(doc, 0);
  const type = name.replace(/Message$/, '');
  const reader = createReader(doc, type, edition);
  if (message === undefined || namespaceIdOf(doc, 0) !== CEB_SPACE) {
    noteRoot(reader, shownName(name));
    return { ok: false, type: CATALOGUE.has(type) ? type : null, findings: reader.findings };
  }
  const parts = readRoot(reader, message);
  const { transfer, subscribers, extension } = readTail(reader, message, parts);
  if (reader.findings.length > 0) return { ok: false, type, findings: reader.findings };
  const records = parts[0].map((node, index) => readRecord(reader, message, node, index));
  return {
    ok: true,
    message: {
      type,
      guid: attribute(doc, 0, 'guid') ?? '',
      version: attribute(doc, 0, 'version') ?? '',
      transfer,
      subscribers,
      extension,
      signed: parts[4].length > 0,
      records,
    },
  };
}

/**
 * A message of a zone in the terms of all messages. Its transmitter is the firm of the operating
 * card, or else the declarant; the envelope has the number of the message.
 */
function zoneMessage(doc: XmlDocument): DecodeResult {
  const read = readZone(doc);
  if (!read.ok) return read;
  const { type, envelop, signed, record } = read.message;
  const { version = '', message_id: guid = '', sender_id: dxpId } = envelop;
  const { InvtMessage, PassPortMessage } = record.parts ?? {};
  const [operator] = InvtMessage ?? PassPortMessage ?? [];
  const copCode = operator?.OperCusRegCode ?? record.head.DclEtpsno;
  const transfer: Values = {};
  if (copCode !== undefined) transfer.copCode = copCode;
  if (dxpId !== undefined) transfer.dxpId = dxpId;
  const rest = { subscribers: [], extension: null };
  return {
    ok: true,
    message: { type, guid, version, transfer, ...rest, signed, records: [record] },
  };
}

/** Whether the schema asks for a signature that the message does not have. */
export function signatureMissing(message: DecodedMessage): boolean {
  return CATALOGUE.get(message.type)?.signature === 'required' && !message.signed;
}

function noteRoot(reader: Reader, element: string): void {
  const table = CATALOGUE.get(reader.type);
  if (table !== undefined && namespaceIdOf(reader.doc, 0) !== CEB_SPACE) {
    note(reader, 'MSG-NAMESPACE', element, 0, {});
  } else if (table !== undefined && element === `${reader.type}Message`) {
    const { zh, en, editions } = table;
    const want = editions.join(', ');
    note(reader, 'MSG-EDITION', element, 0, { element, zh, en, want, got: reader.edition });
  } else {
    const isEnvelope = element === 'DxpMsg' || element === 'DxpMsgSv';
    note(reader, isEnvelope ? 'MSG-ENVELOPE' : 'MSG-UNKNOWN', element, 0, { element });
  }
}
