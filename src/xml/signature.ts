/**
 * Enveloped XML-DSig over a whole document. Wrapping is impossible by construction: the only
 * signature allowed stands directly under the root and its only reference is URI="", so what is
 * digested is the very document the caller decodes, all of it but the signature. The caller must
 * therefore take no data from the signature's subtree, except key name and certificate as a hint
 * for finding the registered key.
 */
import type { KeyObject } from 'node:crypto';
import {
  type DigestAlgorithm,
  digestAlgorithm,
  SHA1,
  type SignatureAlgorithm,
  signatureAlgorithm,
} from './algorithms.ts';
import { type CanonicalOptions, withCanonical } from './canonical.ts';
import { isBlank } from './chars.ts';
import { N_CLOSE, N_END, NODE, type XmlDocument } from './document.ts';
import { finding, type XmlFinding, type XmlReason } from './finding.ts';
import { nextSibling, startOf } from './scan.ts';
import type { SignatureParts } from './signature-parts.ts';

export { readEnveloping } from './enveloping.ts';
export { signDocument } from './sign.ts';
export { readSignature, type SignatureParts } from './signature-parts.ts';

/**
 * How the digest was reached. `strict`: as the standard says. `tail-stripped`: without the white
 * space between the signature and the root's end tag, which some libraries add after digesting.
 * `whitespace-stripped`: without text that is white space only in elements that have children,
 * for senders that digest a document loaded without it. Each covers all elements, attributes and
 * leaf texts, so nothing a caller may decode is ever left unsigned.
 */
const LAYOUTS = ['strict', 'tail-stripped', 'whitespace-stripped'] as const;
type Layout = (typeof LAYOUTS)[number];

/**
 * Digests that are weaker than the signature around them, from clients in use. `sm2-sha1`: the pair
 * of SM2 and SHA-1, by its names. `sha1-as-sm3`: the 20 bytes of SHA-1 under the name of SM3.
 */
const DIGESTS = ['sm2-sha1', 'sha1-as-sm3'] as const;
type WeakDigest = (typeof DIGESTS)[number];

/** What a check may put up with; those of the digest go with each of the layouts that is named. */
export const SIGNATURE_VARIANTS = [...LAYOUTS, ...DIGESTS] as const;
export type SignatureVariant = Layout | WeakDigest;

/**
 * Whether the signature holds, and if not, which step failed. `variant`: the layout, and behind it
 * the weak digest if there is one, as in `tail-stripped sm2-sha1`.
 */
export type Verification =
  | { ok: true; variant: string }
  | { ok: false; step: 'digest' | 'value' | 'structure' | 'algorithm'; finding: XmlFinding };

/**
 * Checks digest and signature value of `parts`, read from this very `doc`, with the registered
 * `publicKey`. The layouts of `variants` are tried in their order; by default only `strict`.
 */
export function verifySignature(
  doc: XmlDocument,
  parts: SignatureParts,
  publicKey: KeyObject,
  { variants = ['strict'] }: { variants?: readonly SignatureVariant[] } = {},
): Verification {
  const algorithm = signatureAlgorithm(parts.signatureMethod);
  const named = digestAlgorithm(parts.digestMethod);
  if (algorithm === undefined || named === undefined) {
    return failed(doc, parts, 'algorithm', 'signatureAlgorithm');
  }
  if (!algorithm.fits(publicKey)) {
    return failed(doc, parts, 'algorithm', 'signatureKey');
  }
  const weak = weakDigest(algorithm, named, parts, variants);
  if (algorithm.family !== named.family && weak !== 'sm2-sha1') {
    return failed(doc, parts, 'algorithm', 'signaturePair');
  }
  const digest = weak === null ? named : SHA1;
  if (parts.digestValue.length !== digest.length) {
    return failed(doc, parts, 'digest', 'digestLength');
  }
  const layout = layoutsIn(variants).find((candidate) => {
    const options = optionsOf(doc, parts, candidate);
    if (options === null) return false;
    const found = withCanonical(doc, parts.objectNode ?? 0, options, digest.digest);
    return found.equals(parts.digestValue);
  });
  if (layout === undefined) return failed(doc, parts, 'digest', 'digest');
  const holds = (options: CanonicalOptions) =>
    withCanonical(doc, parts.signedInfoNode, options, (bytes) =>
      algorithm.verify(bytes, publicKey, parts.signatureValue),
    );
  if (holds({}) || (layout === 'whitespace-stripped' && holds({ dropSpace: true }))) {
    return { ok: true, variant: weak === null ? layout : `${layout} ${weak}` };
  }
  return failed(doc, parts, 'value', 'value');
}

function layoutsIn(variants: readonly SignatureVariant[]): Layout[] {
  return variants.filter((one): one is Layout => LAYOUTS.some((layout) => layout === one));
}

/** The weak digest that this signature has and that is allowed, or null. */
function weakDigest(
  algorithm: SignatureAlgorithm,
  named: DigestAlgorithm,
  { digestValue }: SignatureParts,
  variants: readonly SignatureVariant[],
): WeakDigest | null {
  const isPair = algorithm.family === 'sm' && named === SHA1;
  if (isPair) return variants.includes('sm2-sha1') ? 'sm2-sha1' : null;
  const isDisguised = named.family === 'sm' && digestValue.length === SHA1.length;
  return isDisguised && variants.includes('sha1-as-sm3') ? 'sha1-as-sm3' : null;
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

/** What a layout leaves out, or null when it does not apply to this document. */
function optionsOf(
  doc: XmlDocument,
  parts: SignatureParts,
  layout: Layout,
): CanonicalOptions | null {
  if (parts.objectNode !== null) {
    if (layout === 'tail-stripped') return null;
    return layout === 'strict' ? {} : { dropSpace: true };
  }
  const exclude = parts.signatureNode;
  if (layout === 'strict') return { exclude };
  if (layout === 'whitespace-stripped') return { exclude, dropSpace: true };
  const from = doc.nodes[exclude * NODE + N_END]!;
  const to = doc.nodes[N_CLOSE]!;
  const isTail = nextSibling(doc, exclude) < 0 && from < to && isBlank(doc.bytes, from, to);
  return isTail ? { exclude, dropTail: true } : null;
}
