/**
 * Reads a signature that stands around what it signs: `Signature` is the root, and its `Object`
 * holds the message. As for enveloped ones wrapping is impossible by construction: the caller reads
 * the one Object of the root, and that very element is digested. Nothing is verified here.
 */
import { digestAlgorithm, INCLUSIVE_C14N, signatureAlgorithm } from './algorithms.ts';
import type { XmlDocument } from './document.ts';
import { finding, Refusal, refuse, type XmlFinding, type XmlReason } from './finding.ts';
import { attribute, firstChild, isLeaf, localName, nextSibling, startOf, text } from './scan.ts';
import { algorithmOf, base64, requireKnown, type SignatureParts } from './signature-parts.ts';

/**
 * Reads the signature of which the root of the document is the element, and checks how it is
 * built. Its elements may be in no namespace, as the schemas of special zones have them; so their
 * names alone count.
 */
export function readEnveloping(
  doc: XmlDocument,
): { ok: true; parts: SignatureParts } | { ok: false; finding: XmlFinding } {
  try {
    return { ok: true, parts: readParts(doc) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, finding: finding(error.reason, doc.bytes, error.offset) };
  }
}

function readParts(doc: XmlDocument): SignatureParts {
  const found = childrenOf(doc, 0);
  const names = found.map((child) => localName(doc, child)).join(' ');
  if (!/^SignedInfo SignatureValue (KeyInfo )?Object$/.test(names)) {
    refuse('signatureStructure', startOf(doc, 0));
  }
  const [signedInfoNode = 0, valueNode = 0] = found;
  const objectNode = found.at(-1)!;
  for (let node = 1; node < doc.nodeCount; node++) {
    if (localName(doc, node) === 'Signature') refuse('signatureCount', startOf(doc, node));
  }
  const signed = readSignedInfo(doc, signedInfoNode, attribute(doc, objectNode, 'Id'));
  const signatureValue = base64(doc, valueNode);
  const key = found.length === 4 ? readKey(doc, found[2]!) : { keyName: null, certificate: null };
  return { signatureNode: 0, signedInfoNode, objectNode, signatureValue, ...signed, ...key };
}

function readSignedInfo(doc: XmlDocument, node: number, id: string | null) {
  const order = ['CanonicalizationMethod', 'SignatureMethod', 'Reference'];
  const [method, signature, reference] = sequence(doc, node, order) as [number, number, number];
  if (algorithmOf(doc, method) !== INCLUSIVE_C14N) refuse('canonicalMethod', startOf(doc, method));
  const signatureMethod = algorithmOf(doc, signature);
  requireKnown(doc, signature, signatureAlgorithm(signatureMethod));
  // The import client writes the bare Id as URI; the standard wants it behind a #.
  const uri = attribute(doc, reference, 'URI');
  const isOurs = id !== null && id !== '' && (uri === `#${id}` || uri === id);
  if (!isOurs) refuse('objectReference', startOf(doc, reference));
  const inside = childrenOf(doc, reference);
  if (localName(doc, inside[0] ?? reference) === 'Transforms') checkTransforms(doc, inside[0]!);
  const own = inside.length === 3 ? ['Transforms'] : [];
  const [digest, value] = sequence(doc, reference, [...own, 'DigestMethod', 'DigestValue']).slice(
    own.length,
  ) as [number, number];
  const digestMethod = algorithmOf(doc, digest);
  requireKnown(doc, digest, digestAlgorithm(digestMethod));
  return { signatureMethod, digestMethod, digestValue: base64(doc, value) };
}

function checkTransforms(doc: XmlDocument, node: number): void {
  const [transform] = sequence(doc, node, ['Transform'], 'objectTransform') as [number];
  const fits = isLeaf(doc, transform) && algorithmOf(doc, transform) === INCLUSIVE_C14N;
  if (!fits) refuse('objectTransform', startOf(doc, transform));
}

function readKey(doc: XmlDocument, keyInfo: number) {
  const name = childNamed(doc, keyInfo, 'KeyName');
  const data = childNamed(doc, keyInfo, 'X509Data');
  const certificate = data === null ? null : childNamed(doc, data, 'X509Certificate');
  return {
    keyName: name === null ? null : text(doc, name).trim(),
    certificate: certificate === null ? null : base64(doc, certificate),
  };
}

/** The children of a node, whose names must be these. */
function sequence(
  doc: XmlDocument,
  node: number,
  names: readonly string[],
  reason: XmlReason = 'signatureStructure',
): number[] {
  const found = childrenOf(doc, node);
  const fits =
    found.length === names.length && names.every((name, i) => localName(doc, found[i]!) === name);
  if (!fits) refuse(reason, startOf(doc, node));
  return found;
}

function childNamed(doc: XmlDocument, node: number, name: string): number | null {
  return childrenOf(doc, node).find((child) => localName(doc, child) === name) ?? null;
}

function childrenOf(doc: XmlDocument, node: number): number[] {
  const children: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    children.push(child);
  }
  return children;
}
