import { LIMITS } from '../../base/limits.ts';
import { withCanonical } from '../../xml/canonical.ts';
import { N_CLOSE, N_CONTENT, N_END, NODE, type XmlDocument } from '../../xml/document.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import {
  attribute,
  firstChild,
  isLeaf,
  localName,
  nextSibling,
  scan,
  startOf,
  text,
} from '../../xml/scan.ts';
import { escapeAttribute, escapeText } from '../../xml/write.ts';

/**
 * A message between its two forms: elements by local name. `raw` is one whole element of another
 * namespace as XML text: the signature, or what the parties put into ExtendMessage.
 */
export type Element = {
  readonly name: string;
  readonly text?: string;
  readonly children?: readonly Element[];
  readonly raw?: string;
  /** Of the Object of a zone's signature: by which Id the signature refers to it. */
  readonly id?: string;
};

/** Whether the content of an element is taken whole, by the names above it. */
type IsRaw = (name: string, parent: string) => boolean;

/** What was scanned once is bounded already; white space and tags may be more than before. */
export const LOCAL_LIMITS = { ...MESSAGE_LIMITS, bytes: 8 * LIMITS.messageBytes };

/** Whether the text is one well-formed element. */
export function isElement(text: string): boolean {
  return /^<[^?!]/.test(text) && text.isWellFormed() && scan(Buffer.from(text), LOCAL_LIMITS).ok;
}

/** The element of a node with all below it, and the white space between elements into `spaces`. */
export function elementOf(doc: XmlDocument, node: number, isRaw: IsRaw, spaces: string[]): Element {
  const name = localName(doc, node);
  if (isLeaf(doc, node)) return { name, text: text(doc, node) };
  const id = name === 'Object' ? attribute(doc, node, 'Id') : null;
  const children: Element[] = [];
  let from = doc.nodes[node * NODE + N_CONTENT]!;
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    spaces.push(gap(doc, from, startOf(doc, child)));
    from = doc.nodes[child * NODE + N_END]!;
    const childName = localName(doc, child);
    children.push(
      isRaw(childName, name)
        ? { name: childName, raw: withCanonical(doc, child, {}, (bytes) => bytes.toString('utf8')) }
        : elementOf(doc, child, isRaw, spaces),
    );
  }
  spaces.push(gap(doc, from, doc.nodes[node * NODE + N_CLOSE]!));
  return id === null ? { name, children } : { name, children, id };
}

/** Comments say nothing, and a line ends with LF whatever system wrote it (XML 1.0, 2.11). */
function gap({ bytes }: XmlDocument, from: number, to: number): string {
  if (from === to) return '';
  const written = bytes.toString('utf8', from, to);
  return written.replace(/<!--[\s\S]*?-->/g, '').replace(/\r\n?/g, '\n');
}

/** Writes elements with one prefix; each gap between them takes the next of `spaces`. */
export function writeElement(element: Element, prefix: string, next: () => string): string {
  if (element.raw !== undefined) return element.raw;
  const name = prefix === '' ? element.name : `${prefix}:${element.name}`;
  const id = element.id === undefined ? '' : ` Id="${escapeAttribute(element.id)}"`;
  return `<${name}${id}>${contentOf(element, prefix, next)}</${name}>`;
}

/** What stands between the tags of an element. */
export function contentOf(element: Element, prefix: string, next: () => string): string {
  if (element.children === undefined) return escapeText(element.text ?? '');
  const parts = element.children.map((child) => next() + writeElement(child, prefix, next));
  return parts.length === 0 ? '' : parts.join('') + next();
}
