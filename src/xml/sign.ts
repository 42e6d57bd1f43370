/** Signing, for the client and for generated worlds. */
import type { KeyObject } from 'node:crypto';
import {
  digestAlgorithm,
  ENVELOPED,
  INCLUSIVE_C14N,
  PAIRS,
  signatureAlgorithm,
} from './algorithms.ts';
import { withCanonical } from './canonical.ts';
import { N_CLOSE, N_CONTENT, N_END, type XmlDocument } from './document.ts';
import { firstChild, localName, nextSibling, scan, startOf } from './scan.ts';
import { readSignature } from './signature-parts.ts';
import { escapeText } from './write.ts';

/** `certificateBase64`: DER as base64. `placeBefore`: local name of a child of the root. */
export type SigningOptions = {
  readonly key: KeyObject;
  readonly keyName: string;
  readonly certificateBase64: string;
  readonly algorithm: keyof typeof PAIRS;
  readonly placeBefore?: string;
};

/** What we sign is our own, so only memory bounds it. */
const LIMITS = { bytes: 2 ** 30, depth: 256, nodes: 2 ** 24, attributes: 256 };

/**
 * The document with an enveloped ds:Signature inserted as the last child of its root, or before
 * the child called `placeBefore`. All other bytes stay as they are. Throws when `xml` is not a
 * document the scanner takes, or is signed already.
 */
export function signDocument(xml: Uint8Array | string, options: SigningOptions): Uint8Array {
  const unsigned = parse(typeof xml === 'string' ? Buffer.from(xml, 'utf8') : xml);
  const pair = PAIRS[options.algorithm];
  const digest = withCanonical(unsigned, 0, {}, (bytes) =>
    digestAlgorithm(pair.digest)!.digest(bytes).toString('base64'),
  );
  const signedInfo = signedInfoText(pair, digest);
  const draft = parse(insert(unsigned, signatureText(signedInfo, 'AAAA', options), options));
  const read = readSignature(draft);
  if (!read.ok) throw new Error(`cannot sign: ${read.finding.en}`);
  const value = withCanonical(draft, read.parts.signedInfoNode, {}, (bytes) =>
    signatureAlgorithm(pair.signature)!.sign(bytes, options.key).toString('base64'),
  );
  return insert(unsigned, signatureText(signedInfo, value, options), options);
}

function parse(bytes: Uint8Array): XmlDocument {
  const result = scan(bytes, LIMITS);
  if (!result.ok) throw new Error(`cannot sign: line ${result.finding.line}: ${result.finding.en}`);
  return result.doc;
}

function signedInfoText(pair: { signature: string; digest: string }, digest: string): string {
  return (
    '<ds:SignedInfo>' +
    `<ds:CanonicalizationMethod Algorithm="${INCLUSIVE_C14N}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${pair.signature}"></ds:SignatureMethod>` +
    '<ds:Reference URI=""><ds:Transforms>' +
    `<ds:Transform Algorithm="${ENVELOPED}"></ds:Transform>` +
    `</ds:Transforms><ds:DigestMethod Algorithm="${pair.digest}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  );
}

function signatureText(signedInfo: string, value: string, options: SigningOptions): string {
  return (
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${signedInfo}` +
    `<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo>` +
    `<ds:KeyName>${escapeText(options.keyName)}</ds:KeyName>` +
    `<ds:X509Data><ds:X509Certificate>${options.certificateBase64}</ds:X509Certificate>` +
    '</ds:X509Data></ds:KeyInfo></ds:Signature>'
  );
}

function insert(doc: XmlDocument, signature: string, options: SigningOptions): Buffer {
  const { bytes, nodes } = doc;
  const at = options.placeBefore === undefined ? -1 : childCalled(doc, options.placeBefore);
  if (at >= 0) return spliced(bytes, at, at, signature);
  const close = nodes[N_CLOSE]!;
  if (close !== nodes[N_END]) return spliced(bytes, close, close, signature);
  // The root is an empty-element tag: open it.
  const name = /^<([^\s/>]+)/.exec(bytes.toString('utf8', startOf(doc, 0), close))?.[1];
  return spliced(bytes, nodes[N_CONTENT]! - 2, close, `>${signature}</${name}>`);
}

function childCalled(doc: XmlDocument, name: string): number {
  for (let child = firstChild(doc, 0); child >= 0; child = nextSibling(doc, child)) {
    if (localName(doc, child) === name) return startOf(doc, child);
  }
  return -1;
}

function spliced(bytes: Buffer, from: number, to: number, insertion: string): Buffer {
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(insertion), bytes.subarray(to)]);
}
