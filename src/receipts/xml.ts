import { createHash } from 'node:crypto';
import { isoShanghai, stamp17 } from '../base/dates.ts';
import { uuidOf } from '../base/uuid.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import { EXPORT_NODE, IMPORT_NODE, ZONE_NODE } from '../documents/dxp/envelope.ts';
import { writeEnvelope } from '../documents/dxp/write.ts';
import { encodeMessage } from '../documents/encode.ts';
import { ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import { escapeAttribute } from '../xml/write.ts';
import type { FiledReceipt } from './receipt.ts';
import { writableValues } from './writable.ts';
import { zoneReceiptXml } from './zone-xml.ts';

/**
 * Receipts as the messages CEB312, 412, 512, 622 ... Nothing of this is stored: the same receipt
 * gives the same bytes whenever it is asked for.
 *
 * The shape is what the programs of declarants read (NOTES section 5): no prefix, so that a search
 * for `<CEB312Message` finds it; an XML declaration with `standalone`; attributes version, guid;
 * one entity a message.
 *
 * The schema demands copNo and preNo in CEB622. A list that was refused before it got a pre-entry
 * number has none, and real receipts of that kind (-621001) come without; so do ours. Those are the
 * only ones that the schema does not take.
 */

/** The specification asks for upper case. */
function guidOf(digest: Uint8Array): string {
  return uuidOf(digest).toUpperCase();
}

/** The guids of the entity and of the message, from whose stream it is and its place there. */
function guidsOf(enterprise: string, cursor: bigint): { entity: string; message: string } {
  const digest = createHash('sha256').update(`receipt\n${enterprise}\n${cursor}`).digest();
  return { entity: guidOf(digest), message: guidOf(digest.subarray(16)) };
}

/**
 * One receipt in a DXP envelope, from the node of the single window that its direction has.
 * @param enterprise code of the stream's owner
 * @param dxpId to whom it is sent
 */
export function receiptEnvelope(enterprise: string, dxpId: string, filed: FiledReceipt): string {
  return writeEnvelope({
    copMsgId: guidsOf(enterprise, filed.cursor).message,
    senderId: nodeOf(filed.type),
    receiverIds: [dxpId],
    creatTime: isoShanghai(filed.at).slice(0, 19),
    msgType: ZONE_CATALOGUE.has(filed.type) ? filed.type : `${filed.type}Message`,
    data: Buffer.from(receiptXml(enterprise, filed)),
  });
}

function nodeOf(type: string): string {
  if (ZONE_CATALOGUE.has(type)) return ZONE_NODE;
  return CATALOGUE.get(type)?.direction === 'import' ? IMPORT_NODE : EXPORT_NODE;
}

/**
 * One receipt as a whole message file.
 * @param enterprise code of the stream's owner.
 */
export function receiptXml(enterprise: string, filed: FiledReceipt): string {
  if (ZONE_CATALOGUE.has(filed.type)) return zoneReceiptXml(enterprise, filed);
  const { entity, message } = guidsOf(enterprise, filed.cursor);
  // An empty element breaks the schema's minimum of one character; a missing one says the same.
  const keys = Object.entries(filed.keys).filter(([, value]) => value !== '');
  const values = {
    guid: entity,
    ...Object.fromEntries(keys),
    returnStatus: filed.status,
    returnTime: stamp17(filed.at),
    returnInfo: filed.info,
    status: filed.status,
  };
  const head = writableValues(values);
  const lines = (filed.lines ?? []).map(writableValues);
  return encodeMessage(filed.type, { guid: message, records: [{ head, lines }] });
}

const DECLARATION = /^<\?xml[^>]*\?>\s*/;

/**
 * Receipts as one list: `<Receipts next="7"><Receipt cursor="7">message</Receipt></Receipts>`. The
 * list's own elements are in no namespace; each message within is whole but for its declaration.
 * @param next the cursor to go on behind.
 * @param write one receipt as a whole file.
 */
export function receiptListXml(
  receipts: readonly FiledReceipt[],
  next: number | bigint,
  write: (filed: FiledReceipt) => string,
): string {
  const items = receipts.map((filed) => {
    const message = write(filed).replace(DECLARATION, '').trimEnd();
    return `<Receipt cursor="${escapeAttribute(String(filed.cursor))}">${message}</Receipt>\n`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return `${head}<Receipts next="${next}">\n${items.join('')}</Receipts>\n`;
}
