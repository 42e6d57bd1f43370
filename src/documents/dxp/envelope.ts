import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { XmlDocument } from '../../xml/document.ts';
import {
  attribute,
  firstChild,
  lineOf,
  localName,
  namespaceOf,
  nextSibling,
  startOf,
  text,
} from '../../xml/scan.ts';
import { codedFinding, type Fill } from '../structure-codes.ts';
import { codePoints } from '../values.ts';
import { DXP_CODES, type DxpCode } from './codes.ts';

/** Namespace of all envelopes. */
export const DXP_NAMESPACE = 'http://www.chinaport.gov.cn/dxp';
/** Who receives import documents at the single window, and sends their receipts. */
export const IMPORT_NODE = 'DXPEDCCEB0000002';
/** The same for export documents, and for those of special zones. */
export const EXPORT_NODE = 'DXPEDCCEB0000003';
export const ZONE_NODE = 'DXPEDCSAS0000001';

/**
 * The terminal envelope DxpMsg: who sends a message to whom. DxpMsgSv, in which nodes of the
 * transport put it, is read as the DxpMsg that it holds (NOTES sections 2 and 7).
 */
export type Envelope = {
  readonly copMsgId: string;
  readonly senderId: string;
  /** One to five. */
  readonly receiverIds: readonly string[];
  /** As written, such as `2026-09-18T10:15:00`. */
  readonly creatTime: string;
  /** Root element of the message; may be empty. */
  readonly msgType: string;
  /** The message. */
  readonly data: Buffer;
};

/** Whether the root of a document is that of an envelope, whatever else is wrong with it. */
export function isEnvelope(doc: XmlDocument): boolean {
  const name = localName(doc, 0);
  return namespaceOf(doc, 0) === DXP_NAMESPACE && (name === 'DxpMsg' || name === 'DxpMsgSv');
}

/** Reads an envelope by its schema; of AddInfo and Signature nothing is used, and nothing asked. */
export function readEnvelope(doc: XmlDocument): Result<Envelope, Finding[]> {
  const reader: Reader = { doc, findings: [] };
  const message = localName(doc, 0) === 'DxpMsgSv' ? inner(reader) : 0;
  const envelope = message < 0 ? null : read(reader, message);
  if (envelope === null || reader.findings.length > 0) return fail(reader.findings);
  return ok(envelope);
}

type Reader = { readonly doc: XmlDocument; readonly findings: Finding[] };

function inner(reader: Reader): number {
  checkVersion(reader, 0, 'DxpMsgSv');
  const [number, message] = sequence(reader, 0, 'DxpMsgSv', ['SvNo', 'DxpMsg'], ['Signature']);
  return number === undefined || message === undefined ? -1 : message;
}

function read(reader: Reader, node: number): Envelope | null {
  checkVersion(reader, node, 'DxpMsg');
  const parts = sequence(reader, node, 'DxpMsg', ['TransInfo', 'Data'], ['AddInfo', 'Signature']);
  const [info, dataNode] = parts;
  if (info === undefined || dataNode === undefined) return null;
  const fields = ['CopMsgId', 'SenderId', 'ReceiverIds', 'CreatTime', 'MsgType'];
  const [id, sender, receivers, time, type] = sequence(reader, info, 'TransInfo', fields);
  if (type === undefined) return null;
  return {
    copMsgId: leaf(reader, id!, 'CopMsgId', 1, 255),
    senderId: leaf(reader, sender!, 'SenderId', 1, 16),
    receiverIds: receiversOf(reader, receivers!),
    creatTime: moment(reader, time!),
    msgType: leaf(reader, type, 'MsgType', 0, 30),
    data: dataOf(reader, dataNode),
  };
}

/** The children of a node, which must be `wanted`, each once, and then some of `more`, in order. */
function sequence(
  reader: Reader,
  node: number,
  element: string,
  wanted: readonly string[],
  more: readonly string[] = [],
): number[] {
  const found = childrenOf(reader.doc, node);
  const names = found.map((child) => localName(reader.doc, child));
  const rest = names.slice(wanted.length);
  const places = rest.map((name) => more.indexOf(name));
  const fits =
    wanted.every((name, at) => names[at] === name) &&
    found.slice(0, wanted.length).every((child) => isOurs(reader.doc, child)) &&
    places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1]!));
  if (fits) return found;
  note(reader, 'DXP-STRUCTURE', node, element, { element: [element, ...wanted].join(' ') });
  return [];
}

function isOurs(doc: XmlDocument, node: number): boolean {
  return namespaceOf(doc, node) === DXP_NAMESPACE;
}

function checkVersion(reader: Reader, node: number, element: string): void {
  if (attribute(reader.doc, node, 'ver') === '1.0') return;
  note(reader, 'DXP-STRUCTURE', node, `${element}/@ver`, { element: `${element}/@ver` });
}

function receiversOf(reader: Reader, node: number): string[] {
  const found = childrenOf(reader.doc, node);
  const named = found.every(
    (child) => localName(reader.doc, child) === 'ReceiverId' && isOurs(reader.doc, child),
  );
  if (!named || found.length === 0 || found.length > 5) {
    note(reader, 'DXP-STRUCTURE', node, 'ReceiverIds', { element: 'ReceiverIds ReceiverId{1,5}' });
    return [];
  }
  return found.map((child) => leaf(reader, child, 'ReceiverId', 1, 16));
}

function leaf(reader: Reader, node: number, element: string, min: number, max: number): string {
  const value = leafText(reader, node, element);
  const points = codePoints(value);
  if (points < min || points > max) {
    note(reader, 'DXP-LENGTH', node, element, { element, want: `${min}-${max}` });
  }
  return value;
}

function leafText(reader: Reader, node: number, element: string): string {
  if (firstChild(reader.doc, node) >= 0) {
    note(reader, 'DXP-STRUCTURE', node, element, { element });
    return '';
  }
  return text(reader.doc, node);
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

function moment(reader: Reader, node: number): string {
  const value = leafText(reader, node, 'CreatTime').trim();
  if (!MOMENT.test(value) || Number.isNaN(Date.parse(value))) {
    note(reader, 'DXP-TIME', node, 'CreatTime', { element: 'CreatTime' });
  }
  return value;
}

/** Base64 with white space anywhere, as xs:base64Binary has it. */
function dataOf(reader: Reader, node: number): Buffer {
  const written = leafText(reader, node, 'Data').replace(/[ \t\r\n]+/g, '');
  const data = Buffer.from(written, 'base64');
  if (data.length === 0 || data.toString('base64') !== written) {
    note(reader, 'DXP-DATA', node, 'Data', {});
  }
  return data;
}

function note(reader: Reader, code: DxpCode, node: number, path: string, fill: Fill): void {
  const line = lineOf(reader.doc, startOf(reader.doc, node));
  reader.findings.push(dxpFinding(code, fill, path, line));
}

/** A finding about an envelope. */
export function dxpFinding(code: DxpCode, fill: Fill, path: string, line?: number): Finding {
  const law = 'CEB interface specification 202205, terminal envelope; NOTES section 7';
  const where = line === undefined ? { path, law } : { path, line, law };
  return codedFinding(code, DXP_CODES[code], fill, where);
}

function childrenOf(doc: XmlDocument, node: number): number[] {
  const children: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    children.push(child);
  }
  return children;
}
