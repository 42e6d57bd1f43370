import { LIMITS } from '../base/limits.ts';
import { withCanonical } from '../xml/canonical.ts';
import type { XmlDocument } from '../xml/document.ts';
import { nameId } from '../xml/names.ts';
import { firstChild, nameIdOf, namespaceIdOf, nextSibling } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledMessage } from './compiled.ts';
import { readGroup, takeLeaf, type Values } from './read-group.ts';
import type { Parts } from './read-root.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';

const MESSAGE_ID = nameId('Message');

/** ExtendMessage: an element of any kind under a name that the parties agreed on. */
export type Extension = {
  readonly name: string;
  readonly version: string;
  /** The element in canonical form, with the namespaces that it stood in; null for none. */
  readonly content: string | null;
};

/** BaseTransfer, BaseSubscribe and ExtendMessage; their findings refuse the message. */
export function readTail(
  reader: Reader,
  message: CompiledMessage,
  parts: Parts,
): { transfer: Values; subscribers: Values[]; extension: Extension | null } {
  const [, transfers, subscribes, extended] = parts;
  const transfer =
    transfers[0] === undefined
      ? {}
      : readGroup(reader, transfers[0], message.transfer, message.transfer.element);
  const subscribers = subscribes
    .slice(0, LIMITS.subscribers)
    .map((node, index) =>
      readGroup(reader, node, message.subscribe, `${message.subscribe.element}[${index + 1}]`),
    );
  const extension = extended[0] === undefined ? null : readExtension(reader, message, extended[0]);
  return { transfer, subscribers, extension };
}

/** ExtendMessage: name, version, then Message with at most one element of any kind. */
function readExtension(reader: Reader, message: CompiledMessage, node: number): Extension | null {
  const { doc } = reader;
  const { element, fields } = message.extend;
  const wanted = [...fields.map((field) => field.id), MESSAGE_ID];
  const children = childrenOf(doc, node);
  const inOrder =
    children.length === wanted.length &&
    children.every((child, place) => nameIdOf(doc, child) === wanted[place]) &&
    children.every((child) => namespaceIdOf(doc, child) === CEB_SPACE);
  if (!inOrder || !isPlain(doc, node)) {
    note(reader, 'MSG-CHILD', element, node, { element, want: 'name, version, Message' });
    return null;
  }
  const values: Values = {};
  for (const [place, field] of fields.entries()) {
    takeLeaf(reader, children[place]!, field, element, values);
  }
  const body = children[fields.length]!;
  const content = childrenOf(doc, body);
  if (content.length > 1 || !isPlain(doc, body)) {
    const path = `${element}/Message`;
    note(reader, 'MSG-CHILD', path, body, { element: 'Message', want: 'one element' });
  }
  const { name = '', version = '' } = values;
  return { name, version, content: content[0] === undefined ? null : textOf(doc, content[0]) };
}

function textOf(doc: XmlDocument, node: number): string {
  return withCanonical(doc, node, {}, (bytes) => bytes.toString('utf8'));
}

function isPlain(doc: XmlDocument, node: number): boolean {
  return !hasStrayText(doc, node) && !hasForeignAttribute(doc, node);
}

function childrenOf(doc: XmlDocument, node: number): number[] {
  const children: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    children.push(child);
  }
  return children;
}
