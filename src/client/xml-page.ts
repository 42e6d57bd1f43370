import { N_CLOSE, N_CONTENT, NODE, type XmlDocument } from '../xml/document.ts';
import { attribute, firstChild, localName, nextSibling, scan } from '../xml/scan.ts';
import { UnexpectedAnswer } from './wire.ts';

/** A receipt as the message that the programs of the trade read. */
export type XmlReceipt = {
  readonly cursor: number;
  /** `CEB622`. */
  readonly type: string;
  /** The whole file, byte for byte what `GET /v1/receipts/{cursor}` answers. */
  readonly xml: Uint8Array;
};

const DECLARATION = Buffer.from('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n');
/** A page has at most 1,000 receipts of some 20 elements. */
const LIMITS = { bytes: 2 ** 26, depth: 32, nodes: 2 ** 20, attributes: 32 };

/** Reads a page of receipts in XML. @throws UnexpectedAnswer */
export function readXmlPage(body: unknown): {
  readonly receipts: readonly XmlReceipt[];
  readonly next: number;
} {
  if (!(body instanceof Uint8Array)) throw new UnexpectedAnswer('the receipts are no XML');
  const scanned = scan(Buffer.from(body), LIMITS);
  if (!scanned.ok || localName(scanned.doc, 0) !== 'Receipts') {
    throw new UnexpectedAnswer('the answer is no list of receipts');
  }
  const { doc } = scanned;
  const receipts: XmlReceipt[] = [];
  for (let child = firstChild(doc, 0); child >= 0; child = nextSibling(doc, child)) {
    receipts.push(receiptAt(doc, child));
  }
  return { receipts, next: numberAt(doc, 0, 'next') };
}

function receiptAt(doc: XmlDocument, node: number): XmlReceipt {
  const message = firstChild(doc, node);
  const type = message < 0 ? '' : localName(doc, message).replace(/Message$/, '');
  // The type becomes part of the names of files.
  if (!/^CEB\d{3}$/.test(type)) throw new UnexpectedAnswer('a receipt is no message');
  const [from, to] = [N_CONTENT, N_CLOSE].map((column) => doc.nodes[node * NODE + column]!);
  const xml = Buffer.concat([DECLARATION, doc.bytes.subarray(from, to)]);
  return { cursor: numberAt(doc, node, 'cursor'), type, xml };
}

function numberAt(doc: XmlDocument, node: number, name: string): number {
  const text = attribute(doc, node, name) ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UnexpectedAnswer(`${name} is no cursor`);
}
