import type { KeyObject } from 'node:crypto';
import { present } from '../base/assert.ts';
import { digestAlgorithm, PAIRS, signatureAlgorithm } from './algorithms.ts';
import { canonicalize } from './canonical.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { firstChild, localName, nextSibling, scan, type XmlDocument } from './scan.ts';

export type ObjectSigning = {
  readonly key: KeyObject;
  readonly algorithm: keyof typeof PAIRS;
  /** Content of KeyInfo. */
  readonly keyInfo: string;
  /** Of the Reference; `#String` unless told. */
  readonly uri?: string;
  /** Transforms, if any. */
  readonly transforms?: string;
};

/**
 * Fills the empty header of a message of a zone with a signature over its Object (enveloping).
 * @throws Error when it cannot be read or has no Object.
 */
export function signObject(xml: string, signing: ObjectSigning): string {
  const { key, algorithm, keyInfo, uri = '#String', transforms = '' } = signing;
  const pair = PAIRS[algorithm];
  const digest = present(digestAlgorithm(pair.digest), pair.digest);
  const value = digest.digest(canonicalOf(xml, 'Object')).toString('base64');
  const header = (signature: string) =>
    '<SignedInfo><CanonicalizationMethod ' +
    'Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>' +
    `<SignatureMethod Algorithm="${pair.signature}"/><Reference URI="${uri}">${transforms}` +
    `<DigestMethod Algorithm="${pair.digest}"/><DigestValue>${value}</DigestValue></Reference>` +
    `</SignedInfo><SignatureValue>${signature}</SignatureValue><KeyInfo>${keyInfo}</KeyInfo>`;
  const within = (signature: string) =>
    xml.replace(/<SignedInfo>[\s\S]*<\/KeyInfo>/, () => header(signature));
  const signed = canonicalOf(within(''), 'SignedInfo');
  const signer = present(signatureAlgorithm(pair.signature), pair.signature);
  return within(signer.sign(signed, key).toString('base64'));
}

function canonicalOf(xml: string, name: string): Uint8Array {
  const scanned = scan(Buffer.from(xml), MESSAGE_LIMITS);
  if (!scanned.ok) throw new Error(scanned.finding.en);
  return canonicalize(scanned.doc, childCalled(scanned.doc, name));
}

function childCalled(doc: XmlDocument, name: string): number {
  for (let child = firstChild(doc, 0); child >= 0; child = nextSibling(doc, child)) {
    if (localName(doc, child) === name) return child;
  }
  throw new Error(`there is no ${name}`);
}
