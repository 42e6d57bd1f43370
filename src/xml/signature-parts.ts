/**
 * Reads a document's enveloped signature and checks how it is built. Nothing is verified here; see
 * signature.ts.
 */
import { digestAlgorithm, ENVELOPED, INCLUSIVE_C14N, signatureAlgorithm } from './algorithms.ts';
import { N_CLOSE, type XmlDocument } from './document.ts';
import { finding, Refusal, refuse, type XmlFinding, type XmlReason } from './finding.ts';
import { nameId } from './names.ts';
import {
  attribute,
  firstChild,
  isLeaf,
  nameIdOf,
  namespaceIdOf,
  nextSibling,
  parent,
  startOf,
  strayText,
  text,
} from './scan.ts';

/** What the signature says. Key name and certificate are not signed: use them to look up only. */
export type SignatureParts = {
  readonly signatureNode: number;
  readonly signedInfoNode: number;
  /** The element that is signed; null for the whole document but the signature. */
  readonly objectNode: number | null;
  readonly keyName: string | null;
  /** DER. */
  readonly certificate: Uint8Array | null;
  readonly signatureMethod: string;
  readonly digestMethod: string;
  readonly digestValue: Uint8Array;
  readonly signatureValue: Uint8Array;
};

const DSIG = nameId('http://www.w3.org/2000/09/xmldsig#');
const SIGNATURE = nameId('Signature');
const SIGNED_INFO = nameId('SignedInfo');
const SIGNATURE_VALUE = nameId('SignatureValue');
const KEY_INFO = nameId('KeyInfo');
const KEY_NAME = nameId('KeyName');
const X509_DATA = nameId('X509Data');
const X509_CERTIFICATE = nameId('X509Certificate');
const CANONICALIZATION_METHOD = nameId('CanonicalizationMethod');
const SIGNATURE_METHOD = nameId('SignatureMethod');
const REFERENCE = nameId('Reference');
const TRANSFORMS = nameId('Transforms');
const TRANSFORM = nameId('Transform');
const DIGEST_METHOD = nameId('DigestMethod');
const DIGEST_VALUE = nameId('DigestValue');
// Known names cost a comparison, others a text and a place in a Map for each document.
for (const name of ['ds', 'Algorithm', 'URI']) nameId(name);

/**
 * Reads the document's one signature and checks how it is built: place, order of elements,
 * reference, transforms, algorithms. `SIGNATURE-MISSING` tells that there is none at all.
 */
export function readSignature(
  doc: XmlDocument,
): { ok: true; parts: SignatureParts } | { ok: false; finding: XmlFinding } {
  try {
    return { ok: true, parts: readParts(doc, theSignature(doc)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, finding: finding(error.reason, doc.bytes, error.offset) };
  }
}

function theSignature(doc: XmlDocument): number {
  let found = -1;
  for (let node = 0; node < doc.nodeCount; node++) {
    if (!isNamed(doc, node, SIGNATURE)) continue;
    if (found >= 0) refuse('signatureCount', startOf(doc, node));
    found = node;
  }
  if (found < 0) refuse('signatureMissing', doc.nodes[N_CLOSE]!);
  if (parent(doc, found) !== 0) refuse('signaturePlace', startOf(doc, found));
  return found;
}

function isNamed(doc: XmlDocument, node: number, name: number): boolean {
  return nameIdOf(doc, node) === name && namespaceIdOf(doc, node) === DSIG;
}

function readParts(doc: XmlDocument, signatureNode: number): SignatureParts {
  const [signedInfoNode, valueNode, keyInfo] = children(doc, signatureNode, [
    [SIGNED_INFO, SIGNATURE_VALUE],
    [SIGNED_INFO, SIGNATURE_VALUE, KEY_INFO],
  ]) as [number, number, number | undefined];
  const signed = readSignedInfo(doc, signedInfoNode);
  const signatureValue = base64(doc, valueNode);
  const key = readKey(doc, keyInfo);
  const places = { signatureNode, signedInfoNode, objectNode: null };
  return { ...places, signatureValue, ...signed, ...key };
}

/** Child elements of `node`, whose names must be one of the given sequences. */
function children(
  doc: XmlDocument,
  node: number,
  allowed: readonly (readonly number[])[],
  reason: XmlReason = 'signatureStructure',
): number[] {
  const found: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    found.push(child);
  }
  const fits = allowed.some(
    (names) =>
      names.length === found.length && names.every((name, i) => isNamed(doc, found[i]!, name)),
  );
  if (!fits) refuse(reason, startOf(doc, node));
  if (found.length > 0 && strayText(doc, node) >= 0)
    refuse('signatureStructure', startOf(doc, node));
  return found;
}

type Signed = Pick<SignatureParts, 'signatureMethod' | 'digestMethod' | 'digestValue'>;

function readSignedInfo(doc: XmlDocument, node: number): Signed {
  const order = [CANONICALIZATION_METHOD, SIGNATURE_METHOD, REFERENCE];
  if (childCount(doc, node) > order.length) refuse('signatureReference', startOf(doc, node));
  const [method, signature, reference] = children(doc, node, [order]) as [number, number, number];
  if (algorithmOf(doc, method) !== INCLUSIVE_C14N) refuse('canonicalMethod', startOf(doc, method));
  const signatureMethod = algorithmOf(doc, signature);
  requireKnown(doc, signature, signatureAlgorithm(signatureMethod));
  if (attribute(doc, reference, 'URI') !== '') {
    refuse('signatureReference', startOf(doc, reference));
  }
  const [transforms, digest, value] = children(doc, reference, [
    [TRANSFORMS, DIGEST_METHOD, DIGEST_VALUE],
  ]) as [number, number, number];
  checkTransforms(doc, transforms);
  const digestMethod = algorithmOf(doc, digest);
  requireKnown(doc, digest, digestAlgorithm(digestMethod));
  return { signatureMethod, digestMethod, digestValue: base64(doc, value) };
}

function childCount(doc: XmlDocument, node: number): number {
  let count = 0;
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) count++;
  return count;
}

/** The Algorithm of an empty element; parameters inside it could change its meaning. */
export function algorithmOf(doc: XmlDocument, node: number): string {
  if (!isLeaf(doc, node) || text(doc, node).trim() !== '') {
    refuse('signatureStructure', startOf(doc, node));
  }
  return attribute(doc, node, 'Algorithm') ?? refuse('signatureStructure', startOf(doc, node));
}

/** Refuses an algorithm that is not known. */
export function requireKnown(doc: XmlDocument, node: number, known: unknown): void {
  if (known !== undefined) return;
  refuse('signatureAlgorithm', startOf(doc, node));
}

function checkTransforms(doc: XmlDocument, node: number): void {
  const list = children(doc, node, [[TRANSFORM], [TRANSFORM, TRANSFORM]], 'signatureTransform');
  const expected = [ENVELOPED, INCLUSIVE_C14N];
  list.forEach((transform, i) => {
    const fits = isLeaf(doc, transform) && algorithmOf(doc, transform) === expected[i];
    if (!fits) refuse('signatureTransform', startOf(doc, transform));
  });
}

function readKey(
  doc: XmlDocument,
  keyInfo: number | undefined,
): Pick<SignatureParts, 'keyName' | 'certificate'> {
  const name = keyInfo === undefined ? -1 : childNamed(doc, keyInfo, KEY_NAME);
  const data = keyInfo === undefined ? -1 : childNamed(doc, keyInfo, X509_DATA);
  const certificate = data < 0 ? -1 : childNamed(doc, data, X509_CERTIFICATE);
  return {
    keyName: name < 0 ? null : text(doc, name).trim(),
    certificate: certificate < 0 ? null : base64(doc, certificate),
  };
}

function childNamed(doc: XmlDocument, node: number, name: number): number {
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    if (isNamed(doc, child, name)) return child;
  }
  return -1;
}

/**
 * Bytes of a base64 leaf, in which white space may stand anywhere. It must be what the bytes are
 * written as: a last digit has bits that say nothing, and a message in which they were altered
 * would be another one with the same signature.
 */
export function base64(doc: XmlDocument, node: number): Buffer {
  const written = text(doc, node);
  const bytes = Buffer.from(written, 'base64');
  const digits = bytes.toString('base64');
  const wellFormed = digits === written || digits === written.replace(/[ \t\r\n]+/g, '');
  if (!isLeaf(doc, node) || !wellFormed) refuse('signatureBase64', startOf(doc, node));
  return bytes;
}
