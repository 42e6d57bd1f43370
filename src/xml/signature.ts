/**
 * Enveloped XML-DSig over a whole document. Wrapping is impossible by construction: the only
 * signature allowed stands directly under the root and its only reference is URI="", so what is
 * digested is the very document the caller decodes, all of it but the signature. The caller must
 * therefore take no data from the signature's subtree, except key name and certificate as a hint
 * for finding the registered key.
 */
import type { KeyObject } from 'node:crypto';
import { digestAlgorithm, signatureAlgorithm } from './algorithms.ts';
import { type CanonicalOptions, withCanonical } from './canonical.ts';
import { isBlank } from './chars.ts';
import { N_CLOSE, N_END, NODE, type XmlDocument } from './document.ts';
import { finding, type XmlFinding, type XmlReason } from './finding.ts';
import { nextSibling, startOf } from './scan.ts';
import type { SignatureParts } from './signature-parts.ts';

export { signDocument } from './sign.ts';
export { readSignature, type SignatureParts } from './signature-parts.ts';

/**
 * How the digest was reached. `strict`: as the standard says. `tail-stripped`: without the white
 * space between the signature and the root's end tag, which some libraries add after digesting.
 * `whitespace-stripped`: without text that is white space only in elements that have children,
 * for senders that digest a document loaded without it. Every variant covers all elements,
 * attributes and leaf texts, so nothing a caller may decode is ever left unsigned.
 */
export type SignatureVariant = 'strict' | 'tail-stripped' | 'whitespace-stripped';

/** Whether the signature holds, and if not, which step failed. */
export type Verification =
  | { ok: true; variant: SignatureVariant }
  | { ok: false; step: 'digest' | 'value' | 'structure' | 'algorithm'; finding: XmlFinding };

/**
 * Checks digest and signature value of `parts`, read from this very `doc`, with the registered
 * `publicKey`. `variants` are tried in their order; by default only `strict`.
 */
export function verifySignature(
  doc: XmlDocument,
  parts: SignatureParts,
  publicKey: KeyObject,
  { variants = ['strict'] }: { variants?: readonly SignatureVariant[] } = {},
): Verification {
  const algorithm = signatureAlgorithm(parts.signatureMethod);
  const digest = digestAlgorithm(parts.digestMethod);
  if (algorithm === undefined || digest === undefined) {
    return failed(doc, parts, 'algorithm', 'signatureAlgorithm');
  }
  if (!algorithm.fits(publicKey)) {
    return failed(doc, parts, 'algorithm', 'signatureKey');
  }
  const variant = variants.find((candidate) => {
    const options = optionsOf(doc, parts, candidate);
    if (options === null) return false;
    const found = withCanonical(doc, 0, options, digest.digest);
    return found.equals(parts.digestValue);
  });
  if (variant === undefined) return failed(doc, parts, 'digest', 'digest');
  const holds = (options: CanonicalOptions) =>
    withCanonical(doc, parts.signedInfoNode, options, (bytes) =>
      algorithm.verify(bytes, publicKey, parts.signatureValue),
    );
  if (holds({}) || (variant === 'whitespace-stripped' && holds({ dropSpace: true }))) {
    return { ok: true, variant };
  }
  return failed(doc, parts, 'value', 'value');
}

function failed(
  doc: XmlDocument,
  parts: SignatureParts,
  step: 'digest' | 'value' | 'structure' | 'algorithm',
  reason: XmlReason,
): Verification {
  const offset = startOf(doc, parts.signatureNode);
  return { ok: false, step, finding: finding(reason, doc.bytes, offset) };
}

/** What a variant leaves out, or null when it does not apply to this document. */
function optionsOf(
  doc: XmlDocument,
  parts: SignatureParts,
  variant: SignatureVariant,
): CanonicalOptions | null {
  const exclude = parts.signatureNode;
  if (variant === 'strict') return { exclude };
  if (variant === 'whitespace-stripped') return { exclude, dropSpace: true };
  const from = doc.nodes[exclude * NODE + N_END]!;
  const to = doc.nodes[N_CLOSE]!;
  const isTail = nextSibling(doc, exclude) < 0 && from < to && isBlank(doc.bytes, from, to);
  return isTail ? { exclude, dropTail: true } : null;
}
