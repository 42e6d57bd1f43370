import { createHash } from 'node:crypto';
import { type Instant, stamp17 } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { uuidOf } from '../base/uuid.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { encodeMessage } from '../documents/encode.ts';
import { encodeZone } from '../documents/zone/write.ts';
import { writable, writableValues } from './writable.ts';
import { respone } from './zone.ts';

/** Longest returnInfo of CEB900, in characters. */
const INFO_LENGTH = 5000;

/** Refused for its signature: the trade's own status by message type (codes.json errorCodes). */
const UNVERIFIED: Readonly<Record<string, string>> = {
  CEB311: '-301020',
  CEB621: '-621029',
  CEB623: '-623029',
  CEB625: '-625005',
};
/** For what is no message of the specification at all; the trade has no number for it. */
const UNKNOWN = '-1';

/**
 * CEB900: the answer to a message that is refused as a whole, of which nothing is kept. It carries
 * the message itself, so it goes to its sender only. To a document of a zone the answer is the one
 * that every import has there, CommonResponeMessage.
 * @param bytes what came, a message or an envelope
 * @param findings why it is refused; at least one
 */
export function formatReceipt(
  bytes: Uint8Array,
  findings: readonly Finding[],
  at: Instant,
): string {
  const received = Buffer.from(bytes).toString('utf8');
  const message = Buffer.from(messageIn(bytes)).toString('utf8');
  const ownNo = ownNoIn(message);
  if (ownNo !== null) return zoneRefusal(ownNo, findings, at);
  const [root = '', type = ''] = /<(?:[^\s<>/:="]+:)?(CEB\d{3})Message[\s>]/.exec(message) ?? [];
  const head = {
    guid: uuidOf(createHash('sha256').update(bytes).update(String(at)).digest()).toUpperCase(),
    returnStatus: statusOf(type, findings),
    returnInfo: [...findings.map(told).join('；')].slice(0, INFO_LENGTH).join(''),
    returnTime: stamp17(at),
    oriCopMsgId: idIn(received) ?? idIn(message) ?? '',
    oriMessageType: root === '' ? '' : `${type}Message`,
    oriBizMessage: PLACE,
  };
  const values = Object.fromEntries(Object.entries(head).map(([k, v]) => [k, writable(v)]));
  const xml = encodeMessage('CEB900', { guid: head.guid, records: [{ head: values }] });
  return xml.replace(PLACE, () => cdata(writable(message)));
}

/** The own number of a document of a zone, empty when it says none; null for other messages. */
function ownNoIn(message: string): string | null {
  const body = /<(?:[^\s<>/:="]+:)?(?:InvtMessage|PassPortMessage|INV101|SAS121)[\s>]/;
  if (!body.test(message)) return null;
  const number = /<(?:[^\s<>/:="]+:)?(?:EtpsInnerInvtNo|EtpsPreentNo)>\s*([^<]{1,64}?)\s*</i;
  return number.exec(message)?.[1] ?? '';
}

function zoneRefusal(ownNo: string, findings: readonly Finding[], at: Instant): string {
  const { keys, status, info } = respone('', ownNo, { kind: 'refused', findings }, at);
  const head = { ...keys, CheckInfo: info, DealFlag: status };
  return encodeZone('CommonResponeMessage', { head: writableValues(head) });
}

/** Where the message is put: the specification has it in a CDATA section. */
const PLACE = 'ORIGINAL-MESSAGE';

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function statusOf(type: string, findings: readonly Finding[]): string {
  const isSignature = findings.some(({ code }) => /^(SIG|REG-CERT)/.test(code));
  const unverified = isSignature ? UNVERIFIED[type] : undefined;
  return unverified ?? CATALOGUE.get(type)?.refusal ?? UNKNOWN;
}

function told({ code, zh, path, line }: Finding): string {
  const where = [path, line === undefined ? null : `第${line}行`].filter((part) => part !== null);
  return `[${code}]${zh}${where.length === 0 ? '' : `（${where.join('，')}）`}`;
}

/** CopMsgId of an envelope, else the guid of a message. */
function idIn(text: string): string | null {
  const envelope = /<(?:[^\s<>/:="]+:)?CopMsgId>([^<]{1,255})</.exec(text)?.[1];
  return envelope ?? /\sguid=["']([^"']{1,255})["']/.exec(text)?.[1] ?? null;
}
