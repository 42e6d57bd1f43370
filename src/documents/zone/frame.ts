import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import type { XmlDocument } from '../../xml/document.ts';
import { nameId } from '../../xml/names.ts';
import {
  firstChild,
  isLeaf,
  lineOf,
  localName,
  namespaceIdOf,
  nextSibling,
  startOf,
  text,
} from '../../xml/scan.ts';
import { shownName } from '../read-group.ts';
import { hasStrayText } from '../reader.ts';
import type { Fill } from '../structure-codes.ts';
import { type ZoneCode, zoneFinding } from './codes.ts';

/** Namespaces in which elements of these messages are seen; the schemas disagree, so do senders. */
const SPACES: readonly number[] = [
  0,
  nameId('http://www.w3.org/2000/09/xmldsig#'),
  nameId('http://www.chinaport.gov.cn/sas'),
  nameId('cn.gov.customs.hde.app.sas'),
];

/** Where the parts of a message stand. */
export type Frame = {
  readonly envelop: number;
  readonly pocket: number | null;
  readonly data: number;
  readonly body: number;
  readonly flag: number | null;
};

/** The root element of the answer that has no envelope. */
const RESPONE = 'CommonResponeMessage';

/** Whether a document is built like a message of a zone, whatever else is wrong with it. */
export function isZone(doc: XmlDocument): boolean {
  if (!SPACES.includes(namespaceIdOf(doc, 0))) return false;
  const root = localName(doc, 0);
  if (root === 'Package' || root === RESPONE) return true;
  return root === 'Signature' && packageIn(doc) >= 0;
}

/** Whether the document is one `Signature` around a package. */
export function isEnveloping(doc: XmlDocument): boolean {
  return isZone(doc) && localName(doc, 0) === 'Signature';
}

/** Whether the header around the package has a signature; that of the import client is empty. */
export function isSigned(doc: XmlDocument): boolean {
  const value = childrenOf(doc, 0).find((child) => localName(doc, child) === 'SignatureValue');
  return value !== undefined && !(isLeaf(doc, value) && text(doc, value).trim() === '');
}

function packageIn(doc: XmlDocument): number {
  const object = childCalled(doc, 0, 'Object');
  return object < 0 ? -1 : childCalled(doc, object, 'Package');
}

function childCalled(doc: XmlDocument, node: number, name: string): number {
  return childrenOf(doc, node).find((child) => localName(doc, child) === name) ?? -1;
}

/** The child elements of a node. */
export function childrenOf(doc: XmlDocument, node: number): number[] {
  const children: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    children.push(child);
  }
  return children;
}

/** The frame of a message, or null when findings say why it has none. */
export function frameOf(doc: XmlDocument, findings: Finding[]): Frame | null {
  noteNamespaces(doc, findings);
  const root = localName(doc, 0);
  if (root === RESPONE) return { envelop: -1, pocket: null, data: 0, body: 0, flag: null };
  const outer = root === 'Signature' ? enveloped(doc, findings) : 0;
  const [envelop, dataInfo] = sequence(doc, outer, ['EnvelopInfo', 'DataInfo'], findings);
  const data = optionally(doc, dataInfo, 'PocketInfo', ['BussinessData'], findings);
  const inside = data === null ? [] : childrenOf(doc, data.rest[0]!);
  const flags = inside.filter((child) => localName(doc, child).toLowerCase() === 'delcareflag');
  const bodies = inside.filter((child) => !flags.includes(child));
  if (envelop === undefined || data === null) return null;
  if (bodies.length !== 1 || flags.length > 1 || hasStrayText(doc, data.rest[0]!)) {
    noteStructure(doc, data.rest[0]!, ['one document', 'DelcareFlag'], findings);
    return null;
  }
  const [body, flag = null] = [bodies[0]!, flags[0]];
  return { envelop, pocket: data.option, data: data.rest[0]!, body, flag };
}

/** The element of the document itself, or the root where there is none. */
export function bodyOf(doc: XmlDocument): number {
  return frameOf(doc, [])?.body ?? 0;
}

/** The package that a signature is around. */
function enveloped(doc: XmlDocument, findings: Finding[]): number {
  const wanted = ['SignedInfo', 'SignatureValue', 'KeyInfo', 'Object'];
  const names = childrenOf(doc, 0).map((child) => localName(doc, child));
  const own = names.includes('KeyInfo') ? wanted : wanted.filter((name) => name !== 'KeyInfo');
  const object = sequence(doc, 0, own, findings).at(-1);
  return sequence(doc, object, ['Package'], findings)[0] ?? -1;
}

/** The children of a node, which must be these; none when they are not, with a finding. */
function sequence(
  doc: XmlDocument,
  node: number | undefined,
  wanted: readonly string[],
  findings: Finding[],
): number[] {
  if (node === undefined || node < 0) return [];
  const found = childrenOf(doc, node);
  const fits =
    found.length === wanted.length &&
    wanted.every((name, at) => localName(doc, found[at]!) === name) &&
    !hasStrayText(doc, node);
  if (fits) return found;
  noteStructure(doc, node, wanted, findings);
  return [];
}

function optionally(
  doc: XmlDocument,
  node: number | undefined,
  option: string,
  wanted: readonly string[],
  findings: Finding[],
): { readonly option: number | null; readonly rest: readonly number[] } | null {
  if (node === undefined || node < 0) return null;
  const first = firstChild(doc, node);
  const has = first >= 0 && localName(doc, first) === option;
  const found = sequence(doc, node, has ? [option, ...wanted] : wanted, findings);
  if (found.length === 0) return null;
  return { option: has ? found[0]! : null, rest: has ? found.slice(1) : found };
}

function noteStructure(
  doc: XmlDocument,
  node: number,
  wanted: readonly string[],
  findings: Finding[],
): void {
  const element = shownName(localName(doc, node));
  note(doc, node, 'ZONE-STRUCTURE', element, { element, want: wanted.join(', ') }, findings);
}

function noteNamespaces(doc: XmlDocument, findings: Finding[]): void {
  for (let node = 0; node < doc.nodeCount; node++) {
    if (SPACES.includes(namespaceIdOf(doc, node))) continue;
    const element = shownName(localName(doc, node));
    note(doc, node, 'ZONE-NAMESPACE', element, { element }, findings);
  }
}

/** Notes what is wrong with the frame at a node. */
export function note(
  doc: XmlDocument,
  node: number,
  code: ZoneCode,
  path: string,
  fill: Fill,
  findings: Finding[],
): void {
  if (findings.length >= LIMITS.findingsShown) return;
  findings.push(zoneFinding(code, fill, path, lineOf(doc, startOf(doc, node))));
}
