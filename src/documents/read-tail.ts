import { LIMITS } from '../base/limits.ts';
import type { XmlDocument } from '../xml/document.ts';
import { nameId } from '../xml/names.ts';
import { firstChild, nameIdOf, namespaceIdOf, nextSibling } from '../xml/scan.ts';
import { CEB_SPACE, type CompiledMessage } from './compiled.ts';
import { readGroup, takeLeaf, type Values } from './read-group.ts';
import type { Parts } from './read-root.ts';
import { hasForeignAttribute, hasStrayText, note, type Reader } from './reader.ts';

const MESSAGE_ID = nameId('Message');

/** BaseTransfer, BaseSubscribe and ExtendMessage; their findings refuse the message. */
export function readTail(
  reader: Reader,
  message: CompiledMessage,
  parts: Parts,
): { transfer: Values; subscribers: Values[] } {
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
  if (extended[0] !== undefined) readExtension(reader, message, extended[0]);
  return { transfer, subscribers };
}

/**
 * ExtendMessage: name, version, then Message with at most one element of any kind, which nobody
 * here reads.
 */
function readExtension(reader: Reader, message: CompiledMessage, node: number): void {
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
    return;
  }
  for (const [place, field] of fields.entries()) {
    takeLeaf(reader, children[place]!, field, element, {});
  }
  const body = children[fields.length]!;
  if (childrenOf(doc, body).length <= 1 && isPlain(doc, body)) return;
  const path = `${element}/Message`;
  note(reader, 'MSG-CHILD', path, body, { element: 'Message', want: 'one element' });
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
