import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import { lineOf, localName, nameIdOf, namespaceIdOf, startOf } from '../xml/scan.ts';
import { EDITIONS } from './ceb/fields.ts';
import { CEB_SPACE, messageOf } from './compiled.ts';
import { signatureFinding } from './signature-codes.ts';

/**
 * The finding for a message that stands inside another document, or null. That is how signatures
 * are wrapped: the signed original is kept somewhere while forged content stands where it is read.
 * Such a document fails anyway, for a signature covers all that is read; this says why, so ask only
 * when something has failed.
 */
export function wrappedFinding(doc: XmlDocument): Finding | null {
  for (let node = 1; node < doc.nodeCount; node++) {
    if (!isMessage(doc, node)) continue;
    return signatureFinding(
      'SIGNATURE-WRAPPED',
      localName(doc, node),
      lineOf(doc, startOf(doc, node)),
    );
  }
  return null;
}

function isMessage(doc: XmlDocument, node: number): boolean {
  if (namespaceIdOf(doc, node) !== CEB_SPACE) return false;
  const name = nameIdOf(doc, node);
  return EDITIONS.some((edition) => messageOf(edition, name) !== undefined);
}
