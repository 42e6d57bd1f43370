import type { Finding } from '../base/finding.ts';
import type { XmlDocument } from '../xml/document.ts';
import { lineOf, startOf } from '../xml/scan.ts';
import type { Edition } from './ceb/fields.ts';
import { type DecodedMessage, decodeMessage, signatureMissing } from './codec.ts';
import { schemaLaw } from './structure-codes.ts';
import { placed, type VerifyFinding } from './verify-finding.ts';

/** What the schema says of a message; `findings` is empty where it takes the document. */
export type Structure = {
  readonly type: string | null;
  /** Null when the message cannot be read. */
  readonly message: DecodedMessage | null;
  readonly findings: readonly VerifyFinding[];
};

/**
 * Judges a document by the schema of one edition, from the field tables: what
 * `xmllint --schema` judges, and nothing else. An envelope is no message of the schema.
 */
export function structureOf(doc: XmlDocument, edition: Edition): Structure {
  const decoded = decodeMessage(doc, { edition });
  if (!decoded.ok) {
    const findings = decoded.findings.map((finding) => placed('structure', finding, null));
    return { type: decoded.type, message: null, findings };
  }
  const { message } = decoded;
  const findings = message.records.flatMap((record) =>
    record.findings.map((finding) => placed('structure', finding, record.index + 1)),
  );
  if (signatureMissing(message)) findings.unshift(missing(doc, message.type, edition));
  return { type: message.type, message, findings };
}

function missing(doc: XmlDocument, type: string, edition: Edition): VerifyFinding {
  const finding: Finding = {
    code: 'SIGNATURE-MISSING',
    zh: '规范要求该报文必须签名',
    en: 'the schema asks for a ds:Signature in this message',
    path: 'ds:Signature',
    line: lineOf(doc, startOf(doc, 0)),
    law: schemaLaw(type, edition),
    hint: 'Sign the message with the key of the registered certificate.',
    hintZh: '请用已登记证书的私钥签名。',
  };
  return placed('signature', finding, null);
}
