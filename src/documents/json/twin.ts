import { canonicalize, withCanonical } from '../../xml/canonical.ts';
import { N_FLAGS, N_START, NAME_SHIFT, type XmlDocument } from '../../xml/document.ts';
import { attributesOf, isLeaf, localName, namespaceOf, scan } from '../../xml/scan.ts';
import { CEB_NAMESPACE } from '../compiled.ts';
import { isEnvelope } from '../dxp/envelope.ts';
import { isZone } from '../zone/frame.ts';
import { type Element, elementOf, LOCAL_LIMITS } from './elements.ts';
import { envelopeTwin } from './envelope-twin.ts';
import type { Twin, TwinValue } from './json-text.ts';
import { isRaw, type Names, namesOfRoot, usualPrefix, zoneNames } from './names.ts';
import { messageXml } from './write-twin.ts';

/**
 * The twin of a scanned message or envelope; null when it is neither.
 *
 * Nothing is lost: what the twin is turned back into has the same canonical form, so the same
 * signature holds. A document that is built otherwise than its schema says (elements out of order,
 * attributes inside) is told as one XML text, for the same reason.
 */
export function twinOf(doc: XmlDocument): Twin | null {
  if (isEnvelope(doc)) return envelopeTwin(doc, twinOf);
  const root = localName(doc, 0);
  const names = namesIn(doc, root);
  if (names === null) return null;
  const twin = plainObject([[root, treeTwin(doc, names)]]);
  if (isTwin(doc, twin)) return twin;
  const xml = withCanonical(doc, 0, {}, (bytes) => bytes.toString('utf8'));
  return plainObject([[root, plainObject([['xml', xml]])]]);
}

function namesIn(doc: XmlDocument, root: string): Names | null {
  if (isZone(doc)) return zoneNames(root);
  return namespaceOf(doc, 0) === CEB_NAMESPACE ? namesOfRoot(root) : null;
}

/** Whether what the twin is turned back into is the document. */
function isTwin(doc: XmlDocument, twin: Twin): boolean {
  const back = messageXml(Buffer.from(JSON.stringify(twin)));
  const scanned = back.ok ? scan(back.value, LOCAL_LIMITS) : null;
  if (scanned?.ok !== true) return false;
  return Buffer.compare(canonicalize(scanned.doc, 0), canonicalize(doc, 0)) === 0;
}

/** Without a prototype: an element may be called `__proto__`. */
function plainObject(members: readonly (readonly [string, TwinValue])[]): Twin {
  const object = Object.create(null) as Record<string, TwinValue>;
  for (const [name, value] of members) object[name] = value;
  return object;
}

function treeTwin(doc: XmlDocument, names: Names): Twin {
  const spaces: string[] = [];
  const element = elementOf(doc, 0, isRaw, spaces);
  const attributes = attributesOf(doc, 0);
  const own = names.attributes.flatMap((name) => attributes.filter(([each]) => each === name));
  const form = formOf(doc, names, attributes, spaces);
  const children = isLeaf(doc, 0) ? [] : membersOf(element, names);
  return plainObject([...own, ...children, ...(form === null ? [] : [['form', form] as const])]);
}

/** How the message is written, where that is not the usual way. */
function formOf(
  doc: XmlDocument,
  { attributes: own, space }: Names,
  attributes: readonly [string, string][],
  spaces: readonly string[],
): Twin | null {
  const start = doc.nodes[N_START]! + 1;
  const name = doc.bytes.toString('utf8', start, start + (doc.nodes[N_FLAGS]! >>> NAME_SHIFT));
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  const declares = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const known = space === null ? own : [...own, declares];
  const more = attributes.filter(([each]) => !known.includes(each));
  const members: [string, TwinValue][] = [];
  if (prefix !== usualPrefix(space)) members.push(['prefix', prefix]);
  if (more.length > 0) members.push(['attributes', plainObject(more)]);
  if (spaces.some((space) => space !== '')) members.push(['spaces', spaces]);
  return members.length === 0 ? null : plainObject(members);
}

function membersOf({ children = [] }: Element, names: Names): [string, TwinValue][] {
  const groups = Map.groupBy(children, ({ name }) => name);
  return [...groups].map(([name, group]) => {
    const values = group.map((element) => twinValue(element, names));
    return [name, values.length > 1 || names.repeated.has(name) ? values : values[0]!];
  });
}

function twinValue(element: Element, names: Names): TwinValue {
  const only = element.children?.[0];
  if (element.raw !== undefined) return element.raw;
  if (element.children === undefined) return element.text ?? '';
  if (element.name === 'Message' && only?.raw !== undefined) return only.raw;
  const { id } = element;
  return plainObject([
    ...(id === undefined ? [] : [['Id', id] as const]),
    ...membersOf(element, names),
  ]);
}
