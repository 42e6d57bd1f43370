import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type DecodedMessage, decodeMessage } from '../documents/codec.ts';
import { dxpFinding, type Envelope, isEnvelope, readEnvelope } from '../documents/dxp/envelope.ts';
import { messageIdOf } from '../documents/message-id.ts';
import { wrappedFinding } from '../documents/wrapped.ts';
import { TABLES, ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import { isEnveloping } from '../documents/zone/frame.ts';
import { certificateFor } from '../registry/certificates.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { lineOf, startOf, withDocument, type XmlDocument, type XmlFinding } from '../xml/scan.ts';
import {
  readEnveloping,
  readSignature,
  type SignatureVariant,
  verifySignature,
} from '../xml/signature.ts';
import type { Received, RefusedMessage } from './received.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * From bytes to a message that can be read and trusted, or the reasons why not: 400 for what is no
 * XML of this house, 422 for what is no message of it, 403 for what is not the sender's. The
 * message may come in a DXP envelope; it is the same message then, sent in another way.
 * @param bytes must not change afterwards
 * @param delegated sent in one body by right of undertakings, which may stand in for a signature
 */
export function authenticate(
  bytes: Uint8Array,
  sender: string,
  registry: RegistryView,
  date: BusinessDate,
  at: Instant,
  delegated = false,
): Result<Received, RefusedMessage> {
  const arrival: Arrival = { bytes, message: bytes, envelope: null };
  const judge: Judge = { sender, registry, date, at, delegated };
  const scanned = withDocument(bytes, MESSAGE_LIMITS, (doc) =>
    isEnvelope(doc) ? readEnvelope(doc) : trusted(doc, arrival, judge),
  );
  if (!scanned.ok) return refused(400, [xmlFinding(scanned.finding)]);
  const read = scanned.value;
  if (!read.ok) return 'status' in read.error ? fail(read.error) : refused(422, read.error);
  return 'data' in read.value ? opened(bytes, read.value, judge) : ok(read.value);
}

/** What came, and the message in it. */
type Arrival = {
  readonly bytes: Uint8Array;
  readonly message: Uint8Array;
  readonly envelope: Envelope | null;
};

type Judge = {
  readonly sender: string;
  readonly registry: RegistryView;
  readonly date: BusinessDate;
  readonly at: Instant;
  readonly delegated: boolean;
};

function opened(
  bytes: Uint8Array,
  envelope: Envelope,
  judge: Judge,
): Result<Received, RefusedMessage> {
  const scanned = withDocument(envelope.data, MESSAGE_LIMITS, (doc) =>
    isEnvelope(doc)
      ? refused(422, [dxpFinding('DXP-NESTED', {}, 'Data')])
      : trusted(doc, { bytes, message: envelope.data, envelope }, judge),
  );
  return scanned.ok ? scanned.value : refused(400, [xmlFinding(scanned.finding, 'Data')]);
}

function trusted(
  doc: XmlDocument,
  { bytes, message: own, envelope }: Arrival,
  judge: Judge,
): Result<Received, RefusedMessage> {
  const { sender, registry } = judge;
  const decoded = decodeMessage(doc);
  if (!decoded.ok) return explained(doc, 422, decoded.findings);
  const { message } = decoded;
  if (TABLES.get(message.type)?.sent !== true) return refused(422, [notForUs(message.type)]);
  // Of a zone's documents the token alone says who sends; for whom it may is each record's matter.
  const isZone = ZONE_CATALOGUE.has(message.type);
  if (!isZone && message.transfer.copCode !== sender) return refused(403, [WRONG_SENDER]);
  if (envelope !== null && envelope.senderId !== message.transfer.dxpId) {
    return refused(403, [dxpFinding('DXP-SENDER', {}, 'TransInfo/SenderId')]);
  }
  const signer = signerOf(doc, message, judge);
  if (!signer.ok) return explained(doc, 403, [signer.error]);
  const { revision } = registry.snapshot;
  const { delegated } = judge;
  const id = messageIdOf(own);
  return ok({ messageId: id, bytes, sender, message, revision, delegated, ...signer.value });
}

type Signer = Pick<Received, 'certificate' | 'signature'>;

function signerOf(
  doc: XmlDocument,
  message: DecodedMessage,
  { sender, registry, date, at, delegated }: Judge,
): Result<Signer, Finding> {
  const parameters = registry.index.at(date);
  if (!message.signed) {
    const waived = delegated && registry.index.delegatedUnsigned(date);
    const required = !waived && parameters.signatureRequired.includes(message.type);
    return required ? fail(unsigned(message.type)) : ok({ certificate: null, signature: null });
  }
  const read = isEnveloping(doc) ? readEnveloping(doc) : readSignature(doc);
  if (!read.ok) return fail(xmlFinding(read.finding, 'Signature'));
  const claim = { serial: read.parts.keyName, der: read.parts.certificate };
  const certificate = certificateFor(registry.snapshot, sender, claim, at);
  if (!certificate.ok) {
    return fail({
      ...certificate.error,
      line: lineOf(doc, startOf(doc, read.parts.signatureNode)),
    });
  }
  const variants = parameters.signatureVariants as readonly SignatureVariant[];
  const verified = verifySignature(doc, read.parts, certificate.value.key, { variants });
  if (!verified.ok) return fail(xmlFinding(verified.finding, 'Signature'));
  const method = read.parts.signatureMethod.replace(/^.*#/, '');
  return ok({
    certificate: certificate.value.serial,
    signature: `${method} ${verified.variant}`,
  });
}

/** A document that hides a signed message in itself is not the sender's, whatever else it is. */
function explained(
  doc: XmlDocument,
  status: RefusedMessage['status'],
  findings: readonly Finding[],
): Result<never, RefusedMessage> {
  const wrapped = wrappedFinding(doc);
  return wrapped === null ? refused(status, findings) : refused(403, [wrapped, ...findings]);
}

function refused(
  status: RefusedMessage['status'],
  findings: readonly Finding[],
): Result<never, RefusedMessage> {
  return fail({ status, findings });
}

function xmlFinding(finding: XmlFinding, path: string | null = null): Finding {
  const { code, zh, en, hint, line } = finding;
  return {
    code,
    zh,
    en,
    hint,
    line,
    path,
    law: 'W3C XML 1.0; XML Signature; specification 202205',
  };
}

const WRONG_SENDER: Finding = {
  code: 'ENT-COPCODE',
  zh: '传输企业代码(copCode)与令牌所属企业不一致',
  en: 'copCode names another enterprise than the one the token belongs to',
  path: 'BaseTransfer/copCode',
  law: 'Interface specification 202205; RULES ENT-4',
  hint: 'Send with the token of the transmitting enterprise, or correct copCode.',
  hintZh: '请使用传输企业自己的令牌，或更正copCode。',
};

function unsigned(type: string): Finding {
  return {
    code: 'SIG-MISSING',
    zh: `${type}报文没有签名`,
    en: `a ${type} message must be signed and this one is not`,
    path: 'Signature',
    law: 'Interface specification 202205; RULES ENT-4',
    hint: 'Sign the whole document (enveloped signature) with the registered certificate.',
    hintZh: '请用已登记的证书对整个报文做封装签名。',
  };
}

function notForUs(type: string): Finding {
  return {
    code: 'MSG-NOT-SENT',
    zh: `${type}由监管方发出，不由企业申报`,
    en: `${type} comes from the authorities; enterprises do not send it`,
    path: type.startsWith('CEB') ? `${type}Message` : type,
    law: 'Interface specification 202205',
    hint: 'Send a document, such as CEB311, CEB411, CEB511 or CEB621.',
    hintZh: '请报送业务单证，如CEB311、CEB411、CEB511或CEB621。',
  };
}
